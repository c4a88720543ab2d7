"""The network of a bundle, ready to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle import Bundle
from edge_runtime.contract import Contract, InputRule, OutputRule
from edge_runtime.errors import EngineError
from edge_runtime.interpreter import Interpreter, choose_backend, default_threads, dequantize
from edge_runtime.result import RuntimeInfo
from edge_runtime.types import EvidenceMap, FaceCrop

ACCELERATORS = ("auto", "cpu")


@dataclass(frozen=True, slots=True)
class NetworkOutput:
    """What the network says of one crop.

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


def open_engine(
    bundle: Bundle,
    accelerator: str = "auto",
    threads: int | None = None,
    backend: str | None = None,
) -> Engine:
    """Load a bundle's network.

    Args:
        bundle: An open bundle.
        accelerator: One of ``ACCELERATORS``; "auto" takes the best there is.
        threads: CPU threads, >= 1, or None for `default_threads`.
        backend: One of `edge_runtime.interpreter.BACKENDS`, or None for the first installed.

    Raises:
        EngineError: If the accelerator or backend is not available, or the model does not match
            its contract.
    """
    if accelerator not in ACCELERATORS:
        known = ", ".join(ACCELERATORS)
        raise EngineError(f"accelerator {accelerator!r} is not available here: one of {known}")
    if threads is not None and threads < 1:
        raise EngineError(f"threads must be at least 1, not {threads}")
    model = bundle.read(bundle.contract.model.file)
    chosen = choose_backend(backend)
    interpreter = Interpreter(model, threads or default_threads(), chosen)
    return CpuEngine(bundle.contract, interpreter)


class CpuEngine:
    """The network on the CPU, by the TFLite interpreter.

    Args:
        contract: What the model promises.
        interpreter: The model, loaded.

    Raises:
        EngineError: If a tensor's name, shape or dtype is not the contract's.
    """

    def __init__(self, contract: Contract, interpreter: Interpreter) -> None:
        self.info = RuntimeInfo(interpreter.backend, "cpu", interpreter.threads)
        self._input = contract.input
        self._outputs = contract.outputs
        self._runner = interpreter.signature()
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
