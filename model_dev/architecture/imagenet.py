"""Reads MobileNetV2's ImageNet weights from an int8 TFLite file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent.parent / "weights" / "mobilenet_v2_1.0_224_imagenet_int8.tflite"

Convolution = tuple[NDArray[np.float32], NDArray[np.float32]]


def read_convolutions(path: Path = WEIGHTS) -> list[Convolution]:
    """Dequantized kernels and biases in the order of execution.

    ``w = scale[c] * (q - zero_point[c])`` and ``bias = int32 * scale_in * scale[c]``, as the TFLite
    quantization spec says; BatchNorm is folded into both.

    Args:
        path: An int8 MobileNetV2 1.0 classifier.

    Returns:
        52 pairs, without the classifier. Kernels as Keras wants them: [kh, kw, in, out], depthwise
        [kh, kw, channels, 1]; biases [channels].
    """
    from ai_edge_litert import schema_py_generated as schema

    model = schema.ModelT.InitFromPackedBuf(path.read_bytes(), 0)
    graph = model.subgraphs[0]
    with_kernel = [operator for operator in graph.operators if len(operator.inputs) == 3]
    return [_convolution(model, graph, operator) for operator in with_kernel[:-1]]


def _convolution(model: Any, graph: Any, operator: Any) -> Convolution:
    source, kernel, bias = (graph.tensors[index] for index in operator.inputs)
    shape = tuple(int(extent) for extent in kernel.shape)
    scale = np.asarray(kernel.quantization.scale, np.float32)
    levels = _values(model, kernel, np.int8).reshape(shape).astype(np.float32)
    steps = _values(model, bias, np.int32).astype(np.float32)
    offsets = steps * np.float32(source.quantization.scale[0]) * scale
    depthwise = shape[0] == 1
    if depthwise:
        return np.transpose(levels * scale, (1, 2, 3, 0)), offsets
    return np.transpose(levels * scale[:, None, None, None], (1, 2, 3, 0)), offsets


def _values(model: Any, tensor: Any, dtype: type) -> NDArray[Any]:
    return np.asarray(model.buffers[tensor.buffer].data, np.uint8).view(dtype)
