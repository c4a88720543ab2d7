"""What a caller may ask of the engine: an accelerator, a number of threads, a TFLite runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from edge_runtime.engine.delegate import PREFIX, Delegate
from edge_runtime.errors import EngineError

ACCELERATORS = ("auto", "cpu", "gpu", "npu")
"""Names that a caller may ask for; a delegate is ``delegate:LIBRARY[,KEY=VALUE...]``."""

Variant: TypeAlias = Literal["gpu-fp16", "gpu-fp32", "npu"]
"""How an accelerator runs the network: the GPU at half or single precision, or the NPU."""

VARIANTS: Mapping[str, tuple[Variant, ...]] = {"gpu": ("gpu-fp16", "gpu-fp32"), "npu": ("npu",)}
"""The variants of each accelerator, the fastest first."""

Backend: TypeAlias = Literal["litert", "tflite-runtime", "tensorflow"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)
"""TFLite runtimes, in order of preference."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """Where the network is to run. The values are checked when the record is made.

    Attributes:
        accelerator: One of ``ACCELERATORS``, or ``delegate:LIBRARY[,KEY=VALUE...]``. "auto" takes
            the fastest accelerator that passes its trial.
        threads: CPU threads of one scan, >= 1; None for one per usable processor, at most four.
        backend: One of ``BACKENDS``; None for the first that is installed.

    Raises:
        EngineError: If a value is not known or out of range.
    """

    accelerator: str = "auto"
    threads: int | None = None
    backend: str | None = None

    def __post_init__(self) -> None:
        if self.accelerator not in ACCELERATORS and self.delegate is None:
            known = f"{', '.join(ACCELERATORS)} or {PREFIX}LIBRARY"
            raise EngineError(f"accelerator {self.accelerator!r} is not known: one of {known}")
        if self.threads is not None and self.threads < 1:
            raise EngineError(f"threads must be at least 1, not {self.threads}")
        if self.backend is not None and self.backend not in BACKENDS:
            raise EngineError(f"unknown backend {self.backend!r}: one of {', '.join(BACKENDS)}")

    @property
    def delegate(self) -> Delegate | None:
        """The delegate that was asked for, if one was."""
        return Delegate.parse(self.accelerator)

    @property
    def requested(self) -> str:
        """The accelerator as results name it: a delegate without its folder and options."""
        delegate = self.delegate
        return self.accelerator if delegate is None else delegate.name
