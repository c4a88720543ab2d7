"""Checks that a TFLite network uses integers and built-in operators only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class NotInt8Error(ValueError):
    """An operator of a network is custom, needs TensorFlow's own kernels, or computes in float."""


def check_operators(model: bytes) -> None:
    """Every operator works on integers, and none is custom or of TensorFlow ("select").

    Read from the file itself, not from an interpreter, which may rewrite what it loads.

    Args:
        model: A TFLite file.

    Raises:
        NotInt8Error: Naming the first operator that is neither, and its tensor.
    """
    from ai_edge_litert import schema_py_generated as schema

    tree = schema.ModelT.InitFromPackedBuf(model, 0)
    integers = {getattr(schema.TensorType, kind) for kind in ("INT8", "UINT8", "INT32")}
    for graph in tree.subgraphs:
        for index, operator in enumerate(graph.operators):
            name = f"operator {index}, {_name(schema, tree.operatorCodes[operator.opcodeIndex])},"
            for tensor in _tensors(graph, operator):
                if tensor.type not in integers:
                    kind = _named(schema.TensorType, tensor.type).lower()
                    raise NotInt8Error(f"{name} has a tensor that is {kind}: {_text(tensor.name)}")


def _name(schema: Any, code: Any) -> str:
    """The name of a built-in operator.

    Raises:
        NotInt8Error: If it is custom; TensorFlow's own are custom operators named "Flex...".
    """
    if code.customCode:
        raise NotInt8Error(f"operator {_text(code.customCode)} is custom")
    # Files written before TFLite had 127 operators state them in the older field only.
    number = max(code.builtinCode, code.deprecatedBuiltinCode)
    return _named(schema.BuiltinOperator, number)


def _tensors(graph: Any, operator: Any) -> Iterator[Any]:
    """Tensors that an operator reads and writes; an absent optional one has the index -1."""
    indices = [*operator.inputs, *operator.outputs]
    return (graph.tensors[int(index)] for index in indices if index >= 0)


def _named(enumeration: type, number: int) -> str:
    return next(name for name, value in vars(enumeration).items() if value == number)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")
