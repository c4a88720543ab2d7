from __future__ import annotations

from pathlib import Path

import pytest

from model_dev.evaluation.crop_scores import network_of_file
from model_dev.evaluation.keras_network import network_of_keras
from tests.support.untrained_network import float_tflite, pictures, trained


def test_the_trained_network_is_judged_like_its_file(tmp_path: Path) -> None:
    for name, content in (("model.tflite", float_tflite()), ("weights.h5", b"weights")):
        (tmp_path / name).write_bytes(content)
    network = network_of_keras(trained(), tmp_path / "weights.h5", float_tflite())
    judge, of_file = network.open(), network_of_file(tmp_path / "model.tflite").open()
    assert network.file == "weights.h5"
    for picture in pictures(3):
        assert judge(picture) == pytest.approx(of_file(picture), abs=1e-4)


def test_other_weights_or_another_computation_have_other_scores(tmp_path: Path) -> None:
    seen = set()
    for weights, exported in ((b"a", b"x"), (b"b", b"x"), (b"a", b"y")):
        (tmp_path / "weights.h5").write_bytes(weights)
        seen.add(network_of_keras(trained(), tmp_path / "weights.h5", exported).sha256)
    assert len(seen) == 3
