"""Which tensor of an exported network is the output of which layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from model_dev.architecture.network import NAME


def layer_tensors(model: bytes) -> dict[str, str]:
    """Names of the tensors that layers compute, by layer, in the order in which they run.

    Weights that are made float at run time (``float16``, ``dynamic``) are not layers' outputs.

    The converter names a tensor after the operations it fused, "<network>/<layer>/<operation>;...",
    with one suffix for all ("_1"); outputs are named by the signature alone.

    Args:
        model: A TFLite file that `model_dev.conversion.export` made, quantized or not.

    Raises:
        ValueError: If two tensors belong to one layer.
    """
    from ai_edge_litert import schema_py_generated as schema

    tree = schema.ModelT.InitFromPackedBuf(model, 0)
    found: dict[str, str] = {}
    for layer, tensor in _named(tree):
        if found.setdefault(layer, tensor) != tensor:
            raise ValueError(f"layer {layer} has two tensors: {found[layer]} and {tensor}")
    return found


def input_tensor(model: bytes) -> str:
    """Name of the tensor of a network's only input."""
    from ai_edge_litert import schema_py_generated as schema

    (graph,) = schema.ModelT.InitFromPackedBuf(model, 0).subgraphs
    (index,) = graph.inputs
    return str(graph.tensors[int(index)].name.decode())


def _named(tree: Any) -> Iterator[tuple[str, str]]:
    from ai_edge_litert.schema_py_generated import BuiltinOperator

    (graph,) = tree.subgraphs
    outputs = {item.tensorIndex: item.name.decode() for item in tree.signatureDefs[0].outputs}
    for operator in graph.operators:
        if tree.operatorCodes[operator.opcodeIndex].builtinCode == BuiltinOperator.DEQUANTIZE:
            continue
        for index in operator.outputs:
            tensor = graph.tensors[int(index)].name.decode()
            layer = outputs.get(int(index)) or _layer(tensor)
            if layer:
                yield layer, tensor


def _layer(tensor: str) -> str | None:
    """The layer that computed a tensor; None for others, such as the quantized input."""
    if not tensor.startswith(NAME):
        return None
    network, layer, *_ = tensor.split(";")[0].split("/")
    return layer.removesuffix(network.removeprefix(NAME))
