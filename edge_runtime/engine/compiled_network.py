"""The network on a GPU or NPU, by LiteRT's CompiledModel."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge_runtime.engine.interpreter import Interpreter
from edge_runtime.engine.options import Backend, Variant
from edge_runtime.errors import EngineError
from edge_runtime.result.scan_result import Residency

_SOURCE_LINE = re.compile(r"^\W*ERROR: *\[[^\]]*\] *|^\W+")


class CompiledNetwork:
    """A TFLite model compiled for an accelerator, which must take all of it.

    It answers as `edge_runtime.engine.interpreter.Interpreter` does.
    Not thread-safe: one per thread.

    Args:
        model: The bytes of a ``.tflite`` file with one signature.
        variant: "gpu-fp16", "gpu-fp32" or "npu".
        threads: CPU threads that serve the accelerator, >= 1.

    Attributes:
        backend: The package that runs it.
        threads: As given.
        residency: "full" on a GPU. "unknown" on an NPU: LiteRT's own source warns that
            it may report a model as accelerated that no compiler plug-in has processed.

    Raises:
        EngineError: If there is no such accelerator, or it does not take the whole model.
    """

    backend: Backend = "litert"

    def __init__(self, model: bytes, variant: Variant, threads: int) -> None:
        self.threads = threads
        plain = Interpreter(model, 1, "litert").signature()
        self._details = (plain.get_input_details(), plain.get_output_details())
        self._model = _compile(model, variant, threads)
        whole = variant != "npu" and self._model.is_fully_accelerated()
        self.residency: Residency = "full" if whole else "unknown"

    def signature(self) -> CompiledSignature:
        """Runner of the model's signature."""
        return CompiledSignature(self._model, *self._details)


class CompiledSignature:
    """Answers as the interpreter's signature runner does.

    Args:
        model: LiteRT's compiled model.
        inputs: Details of the input tensors by name: shape, dtype, quantization.
        outputs: Details of the output tensors by name.
    """

    def __init__(self, model: Any, inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> None:
        self._model = model
        self._inputs, self._outputs = inputs, outputs
        (self._key,) = model.get_signature_list()
        write, read = model.create_input_buffer_by_name, model.create_output_buffer_by_name
        self._written = {name: write(self._key, name) for name in inputs}
        self._read = {name: read(self._key, name) for name in outputs}

    def get_input_details(self) -> Mapping[str, Any]:
        """Details of the input tensors by name."""
        return self._inputs

    def get_output_details(self) -> Mapping[str, Any]:
        """Details of the output tensors by name."""
        return self._outputs

    def __call__(self, **tensors: NDArray[Any]) -> Mapping[str, NDArray[Any]]:
        """Write every input, run, read every output.

        Raises:
            RuntimeError: If the run fails.
        """
        for name, tensor in tensors.items():
            self._written[name].write(tensor)
        self._model.run_by_name(self._key, self._written, self._read)
        return {name: self._fetch(name) for name in self._outputs}

    def _fetch(self, name: str) -> NDArray[Any]:
        details = self._outputs[name]
        shape = tuple(int(extent) for extent in details["shape"])
        flat: NDArray[Any] = self._read[name].read(int(np.prod(shape)), details["dtype"])
        return flat.reshape(shape)


def _compile(model: bytes, variant: Variant, threads: int) -> Any:
    """The compiled model, all of it on the accelerator.

    If the CPU may help, LiteRT 2.3 compiles the model even where there is no NPU, and does not tell
    how many operators run on the CPU: that would be a silent fall-back.
    """
    try:
        litert: Any = importlib.import_module("ai_edge_litert.compiled_model")
    except ImportError as error:
        message = "GPU and NPU need LiteRT's CompiledModel: pip install 'ai-edge-litert>=2.1'"
        raise EngineError(f"{message} ({error})") from error
    options = litert.Options(
        hardware_accelerators=getattr(litert.HardwareAccelerator, variant[:3].upper()),
        cpu_options=litert.CpuOptions(num_threads=threads),
        gpu_options=litert.GpuOptions(enforce_f32=variant == "gpu-fp32"),
    )
    try:
        return litert.CompiledModel.from_buffer(model, options=options)
    except (RuntimeError, ValueError) as error:
        raise EngineError(f"LiteRT refused the model{_reason_in(error)}") from error


def _reason_in(error: Exception) -> str:
    """The last sentence of LiteRT's trace, without the line of its source."""
    last = str(error).strip().splitlines()[-1:]
    reason = _SOURCE_LINE.sub("", last[0]).split(". ")[0] if last else ""
    return f": {reason}" if reason else ""
