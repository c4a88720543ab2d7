"""The GPU, NPU and delegates of this machine: which there may be, and a network loaded on one."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from edge_runtime.engine.delegate import Delegate
from edge_runtime.engine.interpreter import Interpreter
from edge_runtime.engine.options import VARIANTS, Backend
from edge_runtime.errors import EngineError
from edge_runtime.result.scan_result import Residency

_GPU_DEVICES = ("dri/renderD*", "nvidia[0-9]*", "mali[0-9]*", "kgsl-3d*", "dxg")
_NPU_DEVICES = ("accel/accel*",)
_GPU_LIBRARIES = ("*LiteRt*Gpu*Accelerator.*", "*LiteRt*Metal*Accelerator.*")
_NPU_LIBRARIES = ("vendors/*/dispatch/*LiteRtDispatch*",)


class AcceleratedNetwork(Protocol):
    """A model on an accelerator."""

    @property
    def residency(self) -> Residency:
        """Whether every operator runs there."""
        ...

    def signature(self) -> Any:
        """The runner of the model's only signature."""
        ...


class DelegatedNetwork(Interpreter):
    """A model partly run by a delegate; TFLite does not tell which operators it took."""

    residency: Residency = "unknown"


def available_accelerators(devices: Path = Path("/dev")) -> tuple[str, ...]:
    """The keys of ``VARIANTS`` for which LiteRT has a library and this machine a device.

    Only names of files are looked at, so that a machine without either starts at once. On Windows
    and macOS a device is assumed: the system hands its GPU out by an interface of its own.

    Args:
        devices: Folder of the device files, on Linux.
    """
    assumed = not sys.platform.startswith("linux")
    wanted = (("gpu", _GPU_DEVICES, _GPU_LIBRARIES), ("npu", _NPU_DEVICES, _NPU_LIBRARIES))
    return tuple(
        accelerator
        for accelerator, files, libraries in wanted
        if (assumed or _any(devices, files)) and _any(_litert_folder(), libraries)
    )


def device_files(devices: Path = Path("/dev")) -> Sequence[Path]:
    """Device files of every GPU and NPU, on Linux."""
    patterns = (*_GPU_DEVICES, *_NPU_DEVICES)
    return sorted(path for pattern in patterns for path in devices.glob(pattern))


def open_variant(
    model: bytes, variant: str, threads: int, backend: Backend
) -> tuple[AcceleratedNetwork, str]:
    """Load a model on a GPU, an NPU or a delegate.

    Args:
        model: The bytes of a ``.tflite`` file with one signature.
        variant: A variant of ``VARIANTS``, or ``delegate:LIBRARY[,KEY=VALUE...]``.
        threads: CPU threads for the operators that the accelerator does not take, >= 1.
        backend: TFLite runtime; the GPU and the NPU need "litert".

    Returns:
        The model, and the accelerator's name as results give it.

    Raises:
        EngineError: If there is no such accelerator, or it refuses the model.
    """
    delegate = Delegate.parse(variant)
    if delegate is not None:
        return DelegatedNetwork(model, threads, backend, delegate), delegate.name
    if backend != "litert":
        raise EngineError(f"{variant} needs the backend litert, not {backend}")
    from edge_runtime.engine.compiled_network import CompiledNetwork  # most scans use the CPU

    for known in (known for variants in VARIANTS.values() for known in variants):
        if known == variant:
            return CompiledNetwork(model, known, threads), known
    raise EngineError(f"no accelerator is called {variant!r}")


def _litert_folder() -> Path | None:
    spec = importlib.util.find_spec("ai_edge_litert")
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0]) if folders else None


def _any(folder: Path | None, patterns: Sequence[str]) -> bool:
    return folder is not None and any(True for pattern in patterns for _ in folder.glob(pattern))
