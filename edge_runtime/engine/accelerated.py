"""The network's file loaded on something other than the CPU alone."""

from __future__ import annotations

from typing import Any, Protocol

from edge_runtime.engine.accelerators import WAYS
from edge_runtime.engine.compiled_network import CompiledNetwork
from edge_runtime.engine.delegate import Delegate
from edge_runtime.engine.interpreter import Backend, Interpreter
from edge_runtime.errors import EngineError
from edge_runtime.result.scan_result import Residency


class AcceleratedNetwork(Protocol):
    """A model on an accelerator."""

    @property
    def residency(self) -> Residency:
        """Whether every operator runs there."""
        ...

    def signature(self) -> Any:
        """Its runner."""
        ...


class DelegatedNetwork(Interpreter):
    """A model of which a delegate took what it could; TFLite does not tell how much."""

    residency: Residency = "unknown"


def open_accelerated(
    model: bytes, accelerator: str, threads: int, backend: Backend
) -> tuple[AcceleratedNetwork, str]:
    """Load a model on a GPU, an NPU or a delegate.

    Args:
        model: The bytes of a ``.tflite`` file with one signature.
        accelerator: "gpu-fp16", "gpu-fp32", "npu" or "delegate:LIBRARY[,KEY=VALUE...]".
        threads: CPU threads for what the accelerator does not take, >= 1.
        backend: TFLite runtime; the GPU and the NPU need "litert".

    Returns:
        The model, and the accelerator's name as it stands in a result.

    Raises:
        EngineError: If there is no such accelerator, or it refuses the model.
    """
    delegate = Delegate.parse(accelerator)
    if delegate is not None:
        return DelegatedNetwork(model, threads, backend, delegate), delegate.name
    if backend != "litert":
        raise EngineError(f"{accelerator} needs the backend litert, not {backend}")
    for way in (way for ways in WAYS.values() for way in ways):
        if way == accelerator:
            return CompiledNetwork(model, way, threads), way
    raise EngineError(f"no accelerator is called {accelerator!r}")
