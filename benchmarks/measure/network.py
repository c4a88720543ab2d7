"""A network on one thread of LiteRT, and its size and operators."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

_WITH_WEIGHTS = ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED")
_DELEGATE = "DELEGATE"


@dataclass(frozen=True, slots=True)
class Facts:
    """Size and operators of a network.

    Attributes:
        sha256: Of the file.
        bytes: Length of the file.
        parameters: Weights and biases of convolutions and dense layers.
        macs: Multiply-accumulates of those layers in one run.
        operators: Number of operators in the graph.
        delegated: Number of operators that XNNPACK runs.
        not_delegated: Names of the others, which TFLite's reference kernels run.
        partitions: Number of XNNPACK partitions; more than one costs copies between them.
    """

    sha256: str
    bytes: int
    parameters: int
    macs: int
    operators: int
    delegated: int
    not_delegated: tuple[str, ...]
    partitions: int


class Network:
    """A loaded network with one uint8 input.

    Args:
        model: Content of a ``.tflite`` file.
    """

    def __init__(self, model: bytes) -> None:
        self._interpreter = Interpreter(model_content=model, num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = [each["index"] for each in self._interpreter.get_output_details()]
        self.facts = self._facts(model)

    def run(self, picture: NDArray[np.uint8]) -> list[NDArray[Any]]:
        """Write the input, uint8 [1, 224, 224, 3], run, and read every output."""
        self._interpreter.set_tensor(self._input, picture)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index) for index in self._outputs]

    def _facts(self, model: bytes) -> Facts:
        nodes = self._interpreter._get_ops_details()
        operators = [node for node in nodes if node["op_name"] != _DELEGATE]
        partitions = [node for node in nodes if node["op_name"] == _DELEGATE]
        left = not_delegated(operators, partitions, self._outputs)
        shapes = {each["index"]: each["shape"] for each in self._interpreter.get_tensor_details()}
        return Facts(
            sha256=hashlib.sha256(model).hexdigest(),
            bytes=len(model),
            parameters=_parameters(operators, shapes),
            macs=count_macs(operators, shapes),
            operators=len(operators),
            delegated=len(operators) - len(left),
            not_delegated=tuple(left),
            partitions=len(partitions),
        )


def not_delegated(
    operators: Sequence[Mapping[str, Any]],
    partitions: Sequence[Mapping[str, Any]],
    outputs: Sequence[int],
) -> list[str]:
    """Names of the operators that no partition runs, in the graph's order.

    LiteRT lists delegated operators too. An operator runs by itself if an output depends on it, and
    the tensor it makes is not made by a partition.

    Args:
        operators: The graph's nodes: ``index``, ``op_name``, ``inputs`` and ``outputs`` (tensors).
        partitions: The delegate's nodes, in the same form.
        outputs: The network's output tensors.
    """
    makers = {int(tensor): node for node in (*operators, *partitions) for tensor in node["outputs"]}
    wanted = [int(tensor) for tensor in outputs]
    running: dict[int, Mapping[str, Any]] = {}
    while wanted:
        node = makers.get(wanted.pop())
        if node is not None and node["index"] not in running:
            running[node["index"]] = node
            wanted.extend(int(tensor) for tensor in node["inputs"])
    return [node["op_name"] for node in operators if node["index"] in running]


def count_macs(operators: Sequence[Mapping[str, Any]], shapes: Mapping[int, Any]) -> int:
    """Multiply-accumulates of one run of a graph.

    Args:
        operators: The graph's nodes: ``op_name``, ``inputs`` and ``outputs`` (tensors).
        shapes: Shapes of the tensors, by index. Weights are [out, height, width, in] for a
            convolution, [1, height, width, channels] for a depthwise one and [out, in] for a
            dense layer.
    """
    return sum(
        math.prod(int(side) for side in shapes[int(node["outputs"][0])])
        * math.prod(int(side) for side in _receptive_block(node, shapes))
        for node in operators
        if node["op_name"] in _WITH_WEIGHTS
    )


def _receptive_block(node: Mapping[str, Any], shapes: Mapping[int, Any]) -> Sequence[Any]:
    """Sides of the block of inputs whose weighted sum is one output value."""
    weights: Sequence[Any] = shapes[int(node["inputs"][1])]
    return weights[1:3] if node["op_name"] == "DEPTHWISE_CONV_2D" else weights[1:]


def _parameters(operators: Sequence[Mapping[str, Any]], shapes: Mapping[int, Any]) -> int:
    weights = {
        int(tensor)
        for node in operators
        if node["op_name"] in _WITH_WEIGHTS
        for tensor in node["inputs"][1:]
        if tensor >= 0
    }
    return sum(math.prod(int(side) for side in shapes[tensor]) for tensor in weights)
