from __future__ import annotations

import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter
from numpy.testing import assert_allclose

from model_dev.architecture.network import build_network
from model_dev.architecture.network_input import to_network
from model_dev.architecture.residual import SIDE, folded_kernel
from model_dev.conversion.export import deployable, put_deployable, to_float_tflite
from model_dev.conversion.formats import FloatFormat
from model_dev.conversion.layer_tensors import input_tensor, layer_tensors
from tests.support.untrained_network import (
    deployed,
    float_tflite,
    int8_tflite,
    pictures,
    trained,
    widths,
)

SHAPES = {"fake_logit": [1, 1], "evidence_map": [1, 7, 7, 1], "gate": [1, 1]}


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    return Interpreter(model_content=float_tflite())


@pytest.fixture(scope="module")
def expected() -> list[dict[str, np.ndarray]]:
    """The trained network's answers, picture by picture."""
    return [
        {name: np.asarray(value) for name, value in trained()(one, training=False).items()}
        for one in to_network(pictures(3))[:, None]
    ]


def test_folding_changes_no_answer(expected: list[dict[str, np.ndarray]]) -> None:
    for one, answers in zip(to_network(pictures(3))[:, None], expected, strict=True):
        folded = deployed()(one, training=False)
        assert set(folded) == set(SHAPES)
        for name in SHAPES:
            assert_allclose(np.asarray(folded[name]), answers[name], atol=1e-4)


def test_folding_has_something_to_fold() -> None:
    for name in ("forensic_stem", "forensic_4"):
        before, after = (model.get_layer(name).get_weights() for model in (trained(), deployed()))
        assert np.abs(before[0] - after[0]).max() > 1e-3
        assert np.abs(before[1] - after[1]).max() > 1e-3


def test_the_file_gives_the_same_answers(
    interpreter: Interpreter, expected: list[dict[str, np.ndarray]]
) -> None:
    run = interpreter.get_signature_runner("serving_default")
    for one, answers in zip(to_network(pictures(3))[:, None], expected, strict=True):
        for name, value in run(image=one).items():
            assert_allclose(value, answers[name], atol=1e-4)


def test_the_file_has_one_signature_with_named_tensors(interpreter: Interpreter) -> None:
    (signature,) = interpreter.get_signature_list().items()
    assert signature == ("serving_default", {"inputs": ["image"], "outputs": sorted(SHAPES)})
    run = interpreter.get_signature_runner("serving_default")
    (image,) = run.get_input_details().values()
    assert image["shape"].tolist() == [1, 224, 224, 3]
    assert image["dtype"] == np.float32
    outputs = run.get_output_details()
    assert {name: outputs[name]["shape"].tolist() for name in outputs} == SHAPES
    assert {outputs[name]["dtype"] for name in outputs} == {np.float32}


@pytest.mark.slow
def test_the_same_weights_make_the_same_bytes() -> None:
    assert to_float_tflite(deployable(trained(), widths())) == float_tflite()


@pytest.mark.slow
@pytest.mark.parametrize(("number", "largest"), [("float16", 0.55), ("dynamic", 0.31)])
def test_smaller_formats_have_the_same_signature_and_answers(
    number: FloatFormat, largest: float, expected: list[dict[str, np.ndarray]]
) -> None:
    model = to_float_tflite(deployed(), number)
    assert len(model) < largest * len(float_tflite())
    smaller = Interpreter(model_content=model)
    signature = {"inputs": ["image"], "outputs": sorted(SHAPES)}
    assert smaller.get_signature_list() == {"serving_default": signature}
    run = smaller.get_signature_runner("serving_default")
    evidence = [run(image=one)["evidence_map"] for one in to_network(pictures(3))[:, None]]
    answers = np.stack([answer["evidence_map"] for answer in expected])
    assert np.corrcoef(np.ravel(evidence), np.ravel(answers))[0, 1] > 0.98
    assert {d["dtype"] for d in run.get_output_details().values()} == {np.float32}


def test_the_residual_layer_is_a_plain_convolution_with_srm_and_bayar_kernels() -> None:
    tree = schema.ModelT.InitFromPackedBuf(float_tflite(), 0)
    graph = tree.subgraphs[0]
    (image,) = graph.inputs
    readers = [operator for operator in graph.operators if image in operator.inputs]
    codes = [tree.operatorCodes[operator.opcodeIndex].builtinCode for operator in readers]
    assert codes == [schema.BuiltinOperator.CONV_2D] * 2
    (residual,) = (x for x in readers if graph.tensors[int(x.inputs[1])].shape[1] == SIDE)
    assert (
        residual.builtinOptions.fusedActivationFunction
        == schema.ActivationFunctionType.RELU_N1_TO_1
    )
    kernel = graph.tensors[int(residual.inputs[1])]
    values = np.frombuffer(bytes(tree.buffers[kernel.buffer].data), np.float32)
    (bayar,) = trained().get_layer("residual").get_weights()
    folded = folded_kernel(bayar)
    assert_allclose(values.reshape(kernel.shape), folded.transpose(3, 0, 1, 2), rtol=1e-6)


def test_folded_weights_can_be_put_back_and_give_the_same_bits() -> None:
    weights = {x.name: x.get_weights() for x in deployed().layers if x.weights}
    other = build_network(widths())
    put_deployable(other, weights)
    again = deployable(other, widths())
    for name, arrays in weights.items():
        for array, same in zip(arrays, again.get_layer(name).get_weights(), strict=True):
            assert np.array_equal(array, same), name


def test_every_layer_of_the_files_has_its_tensor() -> None:
    tensors, quantized = layer_tensors(float_tflite()), layer_tensors(int8_tflite())
    assert set(tensors) == {layer.name for layer in deployed().layers} - {"image"}
    assert list(quantized) == list(tensors)
    outputs = set(SHAPES)
    assert {x for x in tensors if tensors[x] != quantized[x]} <= outputs
    assert input_tensor(float_tflite()).startswith("serving_default_image")
