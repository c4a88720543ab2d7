"""Corrects biases for the mean shift that rounding the weights causes.

Rounding a kernel W to int8 shifts a convolution's mean output by (rounded W - W) times the mean of
what it reads. Source: Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias
Correction", ICCV 2019, section 4.2, with measured means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_dev.conversion.tensor_interpreter import TensorInterpreter

Means = Mapping[str, Sequence[float]]
"""Mean of each channel of every tensor that a convolution reads, by the tensor's name."""

LEVELS = 127
DIGITS = 6


class MissingMeanError(ValueError):
    """The means are of another network."""


def measure_means(model: bytes, pictures: Iterable[NDArray[np.uint8]]) -> Means:
    """Means over some pictures and all places.

    Args:
        model: Float TFLite file.
        pictures: uint8 [224, 224, 3] each, at least one.
    """
    interpreter = TensorInterpreter(model)
    read = {convolution.reads: convolution.name for convolution in _convolutions(_tree(model))}
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in read.values()}
    for picture in pictures:
        interpreter.run(picture)
        for index, name in read.items():
            values = interpreter.tensor(index)
            found[name].append(values.mean(axis=(0, 1, 2), dtype=np.float64))
    return {name: _rounded(np.mean(means, axis=0)) for name, means in found.items()}


def corrected(model: bytes, means: Means) -> bytes:
    """A float network with corrected biases, to be quantized.

    Args:
        model: Float TFLite file.
        means: From `measure_means` on the same network.

    Raises:
        MissingMeanError: If a convolution reads a tensor that has no mean.
    """
    from tensorflow.lite.tools import flatbuffer_utils

    tree = _tree(model)
    for convolution in _convolutions(tree):
        if convolution.name not in means:
            raise MissingMeanError(f"tensor {convolution.name} has no mean: calibrate again")
        convolution.correct(np.array(means[convolution.name]))
    return bytes(flatbuffer_utils.convert_object_to_bytearray(tree))


def _rounded(values: NDArray[np.float64]) -> list[float]:
    return [float(f"{value:.{DIGITS}g}") for value in values]


def _tree(model: bytes) -> Any:
    from tensorflow.lite.tools import flatbuffer_utils

    return flatbuffer_utils.convert_bytearray_to_object(bytearray(model))


def _convolutions(tree: Any) -> Iterator[_Convolution]:
    """The convolutions that have a bias; the one over pixels has none, and needs none."""
    from tensorflow.lite.python import schema_py_generated as schema

    kinds = (schema.BuiltinOperator.CONV_2D, schema.BuiltinOperator.DEPTHWISE_CONV_2D)
    for operator in tree.subgraphs[0].operators:
        kind = tree.operatorCodes[operator.opcodeIndex].builtinCode
        if kind in kinds and len(operator.inputs) > 2 and operator.inputs[2] >= 0:
            yield _Convolution(tree, operator, kind == kinds[1])


class _Convolution:
    """One convolution of a flatbuffer: OHWI kernels, or 1HWO if it is depthwise."""

    def __init__(self, tree: Any, operator: Any, depthwise: bool) -> None:
        tensors = tree.subgraphs[0].tensors
        self.reads, kernel, bias = (int(index) for index in operator.inputs[:3])
        self.name: str = tensors[self.reads].name.decode()
        self._depthwise = depthwise
        self._kernel = _values(tree, tensors[kernel])
        self._bias = tree.buffers[tensors[bias].buffer]

    def correct(self, means: NDArray[np.float64]) -> None:
        """Subtract the mean error of the rounded kernels from the biases."""
        before = np.frombuffer(bytes(self._bias.data), np.float32)
        after = (before - self._mean_error(means)).astype(np.float32)
        self._bias.data = np.frombuffer(after.tobytes(), np.uint8)

    def _mean_error(self, means: NDArray[np.float64]) -> NDArray[np.float64]:
        within = (0, 1, 2) if self._depthwise else (1, 2, 3)
        scale = np.abs(self._kernel).max(axis=within, keepdims=True) / LEVELS
        scale[scale == 0] = 1
        error = np.rint(self._kernel / scale) * scale - self._kernel
        if self._depthwise:
            return np.asarray(error[0].sum((0, 1)) * means)
        return np.asarray(error.sum((1, 2)) @ means)


def _values(tree: Any, tensor: Any) -> NDArray[np.float64]:
    data = bytes(tree.buffers[tensor.buffer].data)
    return np.frombuffer(data, np.float32).reshape(tensor.shape).astype(np.float64)
