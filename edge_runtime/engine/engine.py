"""The network of a bundle, ready to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import Contract, InputRule, OutputRule
from edge_runtime.engine.interpreter import Interpreter, dequantize
from edge_runtime.engine.options import Backend
from edge_runtime.errors import EngineError
from edge_runtime.result.scan_result import RuntimeInfo
from edge_runtime.types import EvidenceMap, FaceCrop


@dataclass(frozen=True, slots=True)
class NetworkOutput:
    """The network's answer to one crop.

    Attributes:
        logit: Of the positive class, fake; uncalibrated.
        evidence: float32 [h, w]; its mean is the logit, up to quantization.
        gate: Weight of the visual stream in [0, 1]; the forensic stream has the rest.
    """

    logit: float
    evidence: EvidenceMap
    gate: float


class Engine(Protocol):
    """A network on an accelerator. Not thread-safe: one per thread."""

    info: RuntimeInfo

    def run(self, crop: FaceCrop) -> NetworkOutput:
        """Judge a crop, uint8 [S, S, 3] of the contract's size.

        Raises:
            EngineError: If the crop does not fit or the run fails.
        """
        ...


def open_engine_unchecked(
    bundle: Bundle, variant: str, threads: int, backend: Backend
) -> NetworkEngine:
    """Load the network without checking that it computes rightly.

    Args:
        bundle: An open bundle.
        variant: "cpu", "gpu-fp16", "gpu-fp32", "npu" or "delegate:LIBRARY[,KEY=VALUE...]".
        threads: CPU threads, >= 1.
        backend: TFLite runtime; the GPU and the NPU need "litert".

    Raises:
        EngineError: If it is not available, or the model does not match its contract.
    """
    model = bundle.read(bundle.contract.model.file)
    if variant == "cpu":
        return CpuEngine(bundle.contract, Interpreter(model, threads, backend))
    from edge_runtime.engine.accelerators import open_variant

    network, name = open_variant(model, variant, threads, backend)
    info = RuntimeInfo(backend, name, threads, name, network.residency)
    return NetworkEngine(bundle.contract, network, info)


class Network(Protocol):
    """A loaded model."""

    def signature(self) -> Any:
        """Its runner: tensors in and out by name, and their details."""
        ...


class NetworkEngine:
    """A loaded network whose tensors are those of the contract.

    Args:
        contract: What the model promises.
        network: The model, loaded.
        info: What runs it.

    Raises:
        EngineError: If a tensor's name, shape or dtype is not the contract's.
    """

    def __init__(self, contract: Contract, network: Network, info: RuntimeInfo) -> None:
        self.info = info
        self._input = contract.input
        self._outputs = contract.outputs
        self._runner = network.signature()
        self._details: Mapping[str, Any] = self._runner.get_output_details()
        _check_input(self._runner.get_input_details(), contract.input)
        for rule in (contract.outputs.logit, contract.outputs.evidence, contract.outputs.gate):
            _check_output(self._details, rule)

    def run(self, crop: FaceCrop) -> NetworkOutput:
        """See `Engine.run`."""
        size = self._input.size
        if crop.shape != (size, size, 3) or crop.dtype != np.uint8:
            raise EngineError(f"a crop must be uint8 [{size}, {size}, 3], not {crop.shape}")
        try:
            raw = self._runner(**{self._input.name: crop[None]})
        except (ValueError, RuntimeError) as error:
            raise EngineError(f"the network did not run: {error}") from error
        return NetworkOutput(
            logit=float(self._real(raw, self._outputs.logit).item()),
            evidence=self._real(raw, self._outputs.evidence)[0, :, :, 0],
            gate=float(self._real(raw, self._outputs.gate).item()),
        )

    def _real(self, raw: Mapping[str, NDArray[Any]], rule: OutputRule) -> NDArray[np.float32]:
        return dequantize(raw[rule.name], self._details[rule.name])


class CpuEngine(NetworkEngine):
    """The network on the CPU, by the TFLite interpreter.

    Args:
        contract: What the model promises.
        interpreter: The model, loaded.

    Raises:
        EngineError: If a tensor's name, shape or dtype is not the contract's.
    """

    def __init__(self, contract: Contract, interpreter: Interpreter) -> None:
        info = RuntimeInfo(interpreter.backend, "cpu", interpreter.threads)
        super().__init__(contract, interpreter, info)


def _check_input(details: Mapping[str, Any], rule: InputRule) -> None:
    if list(details) != [rule.name]:
        raise EngineError(f"the model's inputs are {list(details)}, not [{rule.name!r}]")
    _check_tensor(details[rule.name], rule.name, rule.shape, rule.dtype)


def _check_output(details: Mapping[str, Any], rule: OutputRule) -> None:
    if rule.name not in details:
        raise EngineError(f"the model has no output {rule.name!r}")
    _check_tensor(details[rule.name], rule.name, rule.shape, rule.dtype)


def _check_tensor(
    details: Mapping[str, Any], name: str, shape: tuple[int, ...], dtype: str
) -> None:
    found = (tuple(int(extent) for extent in details["shape"]), np.dtype(details["dtype"]).name)
    if found != (shape, dtype):
        raise EngineError(f"tensor {name!r} is {found}, the contract says {(shape, dtype)}")
