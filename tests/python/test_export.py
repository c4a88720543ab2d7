from __future__ import annotations

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter
from numpy.testing import assert_allclose
from untrained_network import deployed, float_tflite, pictures, trained

from model_dev.batches import to_network
from model_dev.export import deployable, to_float_tflite
from model_dev.paths import Artefacts
from model_dev.train import read_config

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
    widths = read_config(Artefacts("gds-v1").config).network
    assert to_float_tflite(deployable(trained(), widths)) == float_tflite()
