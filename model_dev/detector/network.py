"""Rebuilds YuNet in Keras, for RGB pictures with the channels last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from model_dev.detector.onnx_graph import OUTPUTS, STRIDES, DetectorGraphError, Graph, Node


class ToFloat(keras.layers.Layer):  # type: ignore[misc]
    """Pixels as float32, with the values that they have."""

    def call(self, pixels: Any) -> Any:
        """Cast uint8 to float32."""
        return keras.ops.cast(pixels, "float32")


def build_detector(graph: Graph, side: int, pixels: str = "uint8") -> keras.Model:
    """The network of a graph, for square pictures.

    The file takes BGR. The first convolution's kernel is turned instead of the picture, which
    costs nothing and changes no value.

    Args:
        graph: From `model_dev.detector.onnx_graph.read_graph`.
        side: Height and width of the picture, a multiple of 32.
        pixels: Number type of the input: ``uint8``, or ``float32`` in 0..255.

    Returns:
        Model from RGB ``image`` [1, side, side, 3] to ``cls_8`` to ``kps_32``, float32 [1, N, C]
        each. N is (side / stride)², row by row; C is in `model_dev.detector.onnx_graph.WIDTHS`.

    Raises:
        ValueError: If the side is not a positive multiple of 32.
        DetectorGraphError: If an operator has settings that are not rebuilt.
    """
    if side <= 0 or side % max(STRIDES):
        raise ValueError(f"the side must be a positive multiple of {max(STRIDES)}, not {side}")
    image = keras.Input(batch_shape=(1, side, side, 3), dtype=pixels, name="image")
    start = ToFloat(name="to_float", dtype="float32")(image) if pixels == "uint8" else image
    tensors = {graph.input: start}
    for number, node in enumerate(graph.nodes):
        name = node.output if node.output in OUTPUTS else f"{node.operator.lower()}_{number}"
        tensors[node.output] = _BUILDERS[node.operator](graph, node, tensors, name)
    outputs = {name: tensors[name] for name in OUTPUTS}
    return keras.Model(image, outputs, name="yunet")


def build_one_output(graph: Graph, side: int) -> keras.Model:
    """The network of a graph as the runtime takes it: one output, without the keypoints.

    Args:
        graph: From `model_dev.detector.onnx_graph.read_graph`.
        side: Height and width of the picture, a multiple of 32.

    Returns:
        Model from uint8 RGB ``image`` [1, side, side, 3] to ``faces``, float32 [1, N, 6]: the
        cells of each stride in the order of `STRIDES`, row by row, with cls, obj and bbox.

    Raises:
        ValueError: If the side is not a positive multiple of 32.
        DetectorGraphError: If an operator has settings that are not rebuilt.
    """
    model = build_detector(graph, side)
    kinds = ("cls", "obj", "bbox")
    heads = [[model.output[f"{kind}_{stride}"] for kind in kinds] for stride in STRIDES]
    rows = [
        keras.layers.Concatenate(axis=2, name=f"rows_{stride}")(head)
        for stride, head in zip(STRIDES, heads, strict=True)
    ]
    faces = keras.layers.Concatenate(axis=1, name="faces")(rows)
    return keras.Model(model.input, {"faces": faces}, name="yunet_faces")


def _convolution(graph: Graph, node: Node, tensors: dict[str, Any], name: str) -> Any:
    kernel, bias = (graph.constants[constant] for constant in node.inputs[1:])
    width = tensors[node.inputs[0]].shape[-1]
    depthwise = node.attributes["group"] == width and width == kernel.shape[0] > 1
    if not depthwise:
        _require(node, group=1)
    size, (stride, _) = kernel.shape[-1], node.attributes["strides"]
    _require(node, kernel_shape=[size] * 2, pads=[size // 2] * 4, dilations=[1, 1])
    _require(node, strides=[stride] * 2)
    # Keras pads below and to the right only where the stride is 2; ONNX pads all four edges.
    padding, padded = "same", tensors[node.inputs[0]]
    if stride > 1:
        padded = keras.layers.ZeroPadding2D(size // 2, name=f"{name}_pad")(padded)
        padding = "valid"
    shared = {"strides": stride, "padding": padding, "name": name}
    layer = (
        keras.layers.DepthwiseConv2D(size, **shared)
        if depthwise
        else keras.layers.Conv2D(kernel.shape[0], size, **shared)
    )
    output = layer(padded)
    turned = kernel[:, ::-1] if node.inputs[0] == graph.input else kernel
    axes = (2, 3, 0, 1) if depthwise else (2, 3, 1, 0)
    layer.set_weights([np.ascontiguousarray(turned.transpose(axes)), bias])
    return output


def _relu(graph: Graph, node: Node, tensors: dict[str, Any], name: str) -> Any:
    return keras.layers.ReLU(name=name)(tensors[node.inputs[0]])


def _maximum(graph: Graph, node: Node, tensors: dict[str, Any], name: str) -> Any:
    _require(node, kernel_shape=[2, 2], strides=[2, 2], pads=[0] * 4, ceil_mode=0)
    return keras.layers.MaxPooling2D(2, name=name)(tensors[node.inputs[0]])


def _upsampling(graph: Graph, node: Node, tensors: dict[str, Any], name: str) -> Any:
    _require(node, mode=b"nearest", nearest_mode=b"floor")
    _require(node, coordinate_transformation_mode=b"asymmetric")
    scales = graph.constants[node.inputs[2]].tolist() if len(node.inputs) == 3 else None
    if scales != [1, 1, 2, 2]:
        raise DetectorGraphError(f"Resize {node.output} must double height and width")
    layer = keras.layers.UpSampling2D(2, interpolation="nearest", name=name)
    return layer(tensors[node.inputs[0]])


def _addition(graph: Graph, node: Node, tensors: dict[str, Any], name: str) -> Any:
    return keras.layers.Add(name=name)([tensors[value] for value in node.inputs])


def _channels_last(graph: Graph, node: Node, tensors: dict[str, Any], name: str) -> Any:
    _require(node, perm=[0, 2, 3, 1])  # Which the tensors are here already.
    return tensors[node.inputs[0]]


def _cells(graph: Graph, node: Node, tensors: dict[str, Any], name: str) -> Any:
    values = tensors[node.inputs[0]]
    shape = graph.constants[node.inputs[1]].tolist()
    if shape != [1, -1, values.shape[-1]]:
        raise DetectorGraphError(f"Reshape {node.output} to {shape} is not rebuilt")
    count = values.shape[1] * values.shape[2]
    return keras.layers.Reshape((count, values.shape[-1]), name=name)(values)


def _sigmoid(graph: Graph, node: Node, tensors: dict[str, Any], name: str) -> Any:
    return keras.layers.Activation("sigmoid", name=name)(tensors[node.inputs[0]])


def _require(node: Node, **settings: Any) -> None:
    for name, wanted in settings.items():
        found = node.attributes.get(name)
        if found != wanted:
            raise DetectorGraphError(
                f"{node.operator} {node.output} has {name} {found}; only {wanted} is rebuilt"
            )


_BUILDERS: dict[str, Callable[[Graph, Node, dict[str, Any], str], Any]] = {
    "Conv": _convolution,
    "Relu": _relu,
    "MaxPool": _maximum,
    "Resize": _upsampling,
    "Add": _addition,
    "Transpose": _channels_last,
    "Reshape": _cells,
    "Sigmoid": _sigmoid,
}
