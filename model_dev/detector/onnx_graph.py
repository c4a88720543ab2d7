"""Reads YuNet's ONNX file, and refuses any other kind of graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

OPERATORS = frozenset(
    ("Conv", "Relu", "MaxPool", "Resize", "Add", "Transpose", "Reshape", "Sigmoid")
)

STRIDES = (8, 16, 32)
"""Pixels of the input between two cells of an output."""

WIDTHS = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
"""Values a cell has of each output."""

OUTPUTS = tuple(f"{kind}_{stride}" for kind in WIDTHS for stride in STRIDES)


class DetectorGraphError(ValueError):
    """An ONNX file is not a graph that can be rebuilt; the message names what does not fit."""


@dataclass(frozen=True, slots=True)
class Node:
    """An operator of a graph.

    Attributes:
        operator: One of `OPERATORS`.
        inputs: Names of what it reads, constants included.
        output: Name of what it gives.
        attributes: Its settings, as ONNX names them; text is bytes.
    """

    operator: str
    inputs: Sequence[str]
    output: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Graph:
    """A network as operators in the order of computation.

    Attributes:
        input: Name of the picture's tensor, BGR [1, 3, height, width] in 0..255.
        nodes: The operators.
        constants: Arrays by name, as in the file.
    """

    input: str
    nodes: Sequence[Node]
    constants: Mapping[str, NDArray[Any]]


def read_graph(path: Path) -> Graph:
    """Read the detector's graph.

    Raises:
        DetectorGraphError: If it is not ONNX, has an operator besides `OPERATORS`, or other
            inputs or outputs than one picture and `OUTPUTS`.
        OSError: If the file cannot be read.
    """
    import onnx
    from onnx.numpy_helper import to_array

    graph = _parsed(path).graph
    constants = {tensor.name: np.asarray(to_array(tensor)) for tensor in graph.initializer}
    inputs = [value.name for value in graph.input if value.name not in constants]
    _check_ends(path.name, inputs, [value.name for value in graph.output])
    nodes = [
        Node(
            _known(path.name, node),
            list(node.input),
            node.output[0],
            {item.name: onnx.helper.get_attribute_value(item) for item in node.attribute},
        )
        for node in graph.node
    ]
    return Graph(inputs[0], nodes, constants)


def _parsed(path: Path) -> Any:
    import onnx
    from google.protobuf.message import DecodeError

    try:
        model = onnx.load_model_from_string(path.read_bytes())
        onnx.checker.check_model(model)
    except (DecodeError, onnx.checker.ValidationError) as error:
        raise DetectorGraphError(f"{path.name} is not an ONNX file: {error}") from error
    return model


def _check_ends(file: str, inputs: Sequence[str], outputs: Sequence[str]) -> None:
    if len(inputs) != 1:
        raise DetectorGraphError(f"{file} has {len(inputs)} inputs instead of one picture")
    if set(outputs) != set(OUTPUTS):
        raise DetectorGraphError(
            f"{file} has the outputs {', '.join(sorted(outputs))} instead of {', '.join(OUTPUTS)}"
        )


def _known(file: str, node: Any) -> str:
    if node.op_type not in OPERATORS or node.domain not in ("", "ai.onnx"):
        raise DetectorGraphError(
            f"{file} has the operator {node.op_type}; "
            f"a detector is made of {', '.join(sorted(OPERATORS))} only"
        )
    return str(node.op_type)
