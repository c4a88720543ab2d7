"""Errors of an exported network by layer, against the float network.

TensorFlow's own debugger converts from pictures again. This network is quantized from committed
ranges, so the two finished files are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge_runtime.engine.interpreter import dequantize
from edge_runtime.types import FaceCrop
from model_dev.conversion.layer_tensors import layer_tensors
from model_dev.conversion.tensor_interpreter import TensorInterpreter


@dataclass(frozen=True, slots=True)
class LayerError:
    """A layer's error over some pictures, with that of all layers before it.

    Attributes:
        layer: Its name.
        snr_db: Power of the float values over the error's, in decibels; None without error.
        largest: Largest error.
        steps: Root of the mean squared error in quantization steps; None where the tensor is float.
        clipped: Share of the float values that the integers cannot reach.
    """

    layer: str
    snr_db: float | None
    largest: float
    steps: float | None
    clipped: float


def layer_errors(
    float_model: bytes, model: bytes, crops: Iterable[FaceCrop]
) -> tuple[LayerError, ...]:
    """Errors of each layer, in the order in which they run.

    Args:
        float_model: The network as float32 TFLite.
        model: The same network in another format.
        crops: uint8 [224, 224, 3] each.

    Raises:
        ValueError: If there is no crop, or the files are not of one network.
    """
    tensors = layer_tensors(float_model), layer_tensors(model)
    missing = set(tensors[0]) ^ set(tensors[1])
    if missing:
        raise ValueError(f"layer {min(missing)} is in one of the networks only")
    before, after = _LayerReader(float_model), _LayerReader(model)
    sums = {layer: _Sum() for layer in tensors[0]}
    for crop in crops:
        before.run(crop)
        after.run(crop)
        for layer, total in sums.items():
            total.add(before.tensor(tensors[0][layer]), after.tensor(tensors[1][layer]))
    return tuple(total.error(layer) for layer, total in sums.items())


class _LayerReader:
    """Reads the tensors of a network by their names."""

    def __init__(self, model: bytes) -> None:
        self._interpreter = TensorInterpreter(model)
        self._details = {details["name"]: details for details in self._interpreter.details}

    def run(self, crop: FaceCrop) -> None:
        self._interpreter.run(crop)

    def tensor(self, name: str) -> tuple[NDArray[Any], Mapping[str, Any]]:
        details = self._details[name]
        return self._interpreter.tensor(details["index"]), details


class _Sum:
    """Adds up one layer's errors."""

    def __init__(self) -> None:
        self._power = self._noise = self._largest = self._step = 0.0
        self._count = self._clipped = 0

    def add(
        self,
        before: tuple[NDArray[Any], Mapping[str, Any]],
        after: tuple[NDArray[Any], Mapping[str, Any]],
    ) -> None:
        expected = dequantize(*before).astype(np.float64)
        error = dequantize(*after) - expected
        self._power += float((expected**2).sum())
        self._noise += float((error**2).sum())
        self._largest = max(self._largest, float(np.abs(error).max()))
        self._count += error.size
        self._step = float(after[1]["quantization"][0])
        if self._step:
            self._clipped += int(_beyond(expected, *after).sum())

    def error(self, layer: str) -> LayerError:
        if not self._count:
            raise ValueError("no picture to compare the layers on")
        snr = float(10 * np.log10(self._power / self._noise)) if self._noise else None
        steps = (self._noise / self._count) ** 0.5 / self._step if self._step else None
        return LayerError(layer, snr, self._largest, steps, self._clipped / self._count)


def _beyond(
    expected: NDArray[np.float64], levels: NDArray[Any], details: Mapping[str, Any]
) -> NDArray[np.bool_]:
    """Which values lie more than half a step beyond the integers' range."""
    scale, zero = details["quantization"]
    range_ = np.iinfo(levels.dtype)
    low, high = (
        (end - zero + half) * scale for end, half in ((range_.min, -0.5), (range_.max, 0.5))
    )
    return np.asarray((expected < low) | (expected > high))
