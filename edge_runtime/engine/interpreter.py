"""One TFLite model in memory, whichever runtime is installed."""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from edge_runtime.engine.options import BACKENDS, Backend
from edge_runtime.errors import EngineError

if TYPE_CHECKING:
    from edge_runtime.engine.delegate import Delegate

_MODULES: Mapping[Backend, str] = {
    "litert": "ai_edge_litert.interpreter",
    "tflite-runtime": "tflite_runtime.interpreter",
    "tensorflow": "tensorflow.lite.python.interpreter",
}
_INSTALL: Mapping[Backend, str] = {
    "litert": "ai-edge-litert",
    "tflite-runtime": "tflite-runtime (Python 3.11 or older, NumPy 1)",
    "tensorflow": "tensorflow",
}


def installed_backends() -> tuple[Backend, ...]:
    """Backends whose package is installed, in order of preference; imports none of them."""
    return tuple(
        name for name in BACKENDS if importlib.util.find_spec(_MODULES[name].split(".")[0])
    )


def choose_backend(wanted: str | None) -> Backend:
    """The backend to use.

    Args:
        wanted: A backend's name, or None for the first installed one.

    Raises:
        EngineError: If the name is unknown or its package is not installed.
    """
    installed = installed_backends()
    if wanted is None:
        if not installed:
            raise EngineError(f"no TFLite runtime is installed: pip install {_INSTALL['litert']}")
        return installed[0]
    for name in BACKENDS:
        if name == wanted and name in installed:
            return name
        if name == wanted:
            raise EngineError(f"backend {name} is not installed: pip install {_INSTALL[name]}")
    raise EngineError(f"unknown backend {wanted!r}: one of {', '.join(BACKENDS)}")


def default_threads() -> int:
    """Processors this process may use, at most four: more do not help a network this small."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(4, usable or 1)


class Interpreter:
    """A TFLite model with its memory allocated. Not thread-safe: one per thread.

    Args:
        model: The bytes of a ``.tflite`` file.
        threads: CPU threads, >= 1.
        backend: One of ``BACKENDS``, installed.
        delegate: What takes the operators it can; None for the CPU alone.

    Raises:
        EngineError: If the runtime or the delegate cannot be loaded, or refuses the model.
    """

    def __init__(
        self, model: bytes, threads: int, backend: Backend, delegate: Delegate | None = None
    ) -> None:
        self.backend = backend
        self.threads = threads
        self._interpreter = _create(model, threads, backend, delegate)

    def inputs(self) -> list[Mapping[str, Any]]:
        """Details of the input tensors: name, index, shape, dtype, quantization."""
        return list(self._interpreter.get_input_details())

    def outputs(self) -> list[Mapping[str, Any]]:
        """Details of the output tensors: name, index, shape, dtype, quantization."""
        return list(self._interpreter.get_output_details())

    def signature(self) -> Any:
        """Runner of the model's only signature.

        Raises:
            EngineError: If the model does not have exactly one signature.
        """
        names = list(self._interpreter.get_signature_list())
        if len(names) != 1:
            raise EngineError(f"the model must have one signature, it has {len(names)}")
        return self._interpreter.get_signature_runner(names[0])

    def run(self, tensor: NDArray[Any]) -> list[NDArray[Any]]:
        """Write the first input, run, read every output in the model's order.

        Raises:
            EngineError: If the tensor does not fit or the run fails.
        """
        try:
            self._interpreter.set_tensor(self.inputs()[0]["index"], tensor)
            self._interpreter.invoke()
            return [self._interpreter.get_tensor(o["index"]) for o in self.outputs()]
        except (ValueError, RuntimeError) as error:
            raise EngineError(f"the model did not run: {error}") from error


def dequantize(tensor: NDArray[Any], details: Mapping[str, Any]) -> NDArray[np.float32]:
    """Real values of a tensor, by its own scale and zero point; float tensors pass through."""
    scale, zero_point = details["quantization"]
    if scale == 0:
        return np.asarray(tensor, np.float32)
    return (tensor.astype(np.float32) - np.float32(zero_point)) * np.float32(scale)


def _create(model: bytes, threads: int, backend: Backend, delegate: Delegate | None) -> Any:
    try:
        module = importlib.import_module(_MODULES[backend])
        extra = {} if delegate is None else {"experimental_delegates": [delegate.load(module)]}
        interpreter = module.Interpreter(model_content=model, num_threads=threads, **extra)
        interpreter.allocate_tensors()
    except (ImportError, OSError) as error:  # the latter where ctypes finds no shared library
        raise EngineError(f"backend {backend} cannot be loaded: {error}") from error
    except (ValueError, RuntimeError) as error:
        raise EngineError(f"{backend} refused the model: {error}") from error
    return interpreter
