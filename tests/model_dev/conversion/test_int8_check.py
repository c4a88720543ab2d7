from __future__ import annotations

import pytest
from ai_edge_litert import schema_py_generated as schema

from model_dev.conversion.int8_check import NotInt8Error, check_operators
from model_dev.conversion.quantize import quantize
from tests.support.untrained_network import float_tflite, int8_tflite


def changed(model: bytes, change: object) -> bytes:
    """A model after ``change`` has been called with its tree."""
    import flatbuffers

    tree = schema.ModelT.InitFromPackedBuf(model, 0)
    change(tree)  # type: ignore[operator]
    builder = flatbuffers.Builder(len(model))
    builder.Finish(tree.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def test_an_int8_network_passes() -> None:
    check_operators(int8_tflite())
    check_operators(changed(int8_tflite(), lambda tree: None))


def test_a_float_network_is_refused_by_its_first_operator() -> None:
    with pytest.raises(NotInt8Error, match="operator 0, CONV_2D, has a tensor that is float32"):
        check_operators(float_tflite())


@pytest.mark.parametrize("kind", ["FLOAT32", "FLOAT16", "INT16", "BOOL", "RESOURCE"])
def test_an_island_in_the_middle_is_refused(kind: str) -> None:
    def island(tree: schema.ModelT) -> None:
        graph = tree.subgraphs[0]
        tensor = graph.tensors[int(graph.operators[40].outputs[0])]
        tensor.type = getattr(schema.TensorType, kind)

    with pytest.raises(NotInt8Error, match=f"operator 40, .* that is {kind.lower()}: "):
        check_operators(changed(int8_tflite(), island))


@pytest.mark.parametrize("name", ["FlexErf", "MyOperator"])
def test_custom_and_select_operators_are_refused(name: str) -> None:
    def custom(tree: schema.ModelT) -> None:
        tree.operatorCodes[0].builtinCode = schema.BuiltinOperator.CUSTOM
        tree.operatorCodes[0].customCode = name.encode()

    with pytest.raises(NotInt8Error, match=f"operator {name} is custom"):
        check_operators(changed(int8_tflite(), custom))


def test_quantizing_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support.untrained_network import ranges

    def refuse(model: bytes) -> None:
        raise NotInt8Error(f"seen {len(model)}")

    monkeypatch.setattr("model_dev.conversion.quantize.check_operators", refuse)
    with pytest.raises(NotInt8Error, match=f"seen {len(int8_tflite())}"):
        quantize(float_tflite(), ranges())
