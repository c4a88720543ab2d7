from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import keras
import numpy as np
import pytest

from model_dev.architecture.network import build_network
from model_dev.architecture.network_config import NetworkConfig
from model_dev.cli import main
from model_dev.paths import default_bundle_id
from model_dev.training.lineage import find_config
from model_dev.training.starting_weights import StartingWeights
from model_dev.training.weight_average import average, shift_stream_gate

ALONE = "gds-v3-4"
"""A part of the shipped network's training: its visual stream alone."""

CONFIG = NetworkConfig(bayar=2, stem=4, forensic=((6, 2), (8, 2), (8, 2), (8, 2)), fused=8)


def run(folder: Path, seed: int, config: NetworkConfig = CONFIG) -> StartingWeights:
    keras.utils.set_random_seed(seed)
    weights = folder / f"{seed}.weights.h5"
    build_network(config).save_weights(weights)
    return StartingWeights(weights, config)


@cache
def loaded(origin: StartingWeights) -> keras.Model:
    model = build_network(origin.network)
    model.load_weights(origin.weights)
    return model


def weights_of(origin: StartingWeights, layer: str) -> np.ndarray:
    return np.asarray(loaded(origin).get_layer(layer).get_weights()[0])


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_every_weight_lies_between_the_two(tmp_path: Path, share: float) -> None:
    first, second = run(tmp_path, 1), run(tmp_path, 2)
    made = average(first, second, share)
    for layer in ("mobilenet_stem", "forensic_0", "residual", "fused"):
        expected = share * weights_of(first, layer) + (1 - share) * weights_of(second, layer)
        np.testing.assert_allclose(made.get_layer(layer).get_weights()[0], expected, atol=1e-6)


def test_another_forensic_stream_is_not_mixed_in(tmp_path: Path) -> None:
    wider = replace(CONFIG, forensic=(*CONFIG.forensic, (8, 1)))
    first, second = run(tmp_path, 1), run(tmp_path, 2, wider)
    made = average(first, second, 0.5)
    for layer in ("forensic_0", "residual", "forensic_4"):
        assert (made.get_layer(layer).get_weights()[0] == weights_of(second, layer)).all()
    mean = (weights_of(first, "fused") + weights_of(second, "fused")) / 2
    np.testing.assert_allclose(made.get_layer("fused").get_weights()[0], mean, atol=1e-6)


def test_a_run_of_one_stream_takes_that_stream_alone_from_a_run_of_both(tmp_path: Path) -> None:
    first, second = run(tmp_path, 1), run(tmp_path, 2, replace(CONFIG, streams="visual"))
    made = average(first, second, 0.5)
    mean = (weights_of(first, "mobilenet_stem") + weights_of(second, "mobilenet_stem")) / 2
    np.testing.assert_allclose(made.get_layer("mobilenet_stem").get_weights()[0], mean, atol=1e-6)
    assert (made.get_layer("fused").get_weights()[0] == weights_of(second, "fused")).all()


def test_the_fusion_head_is_not_mixed_with_that_of_one_stream(tmp_path: Path) -> None:
    first, second = run(tmp_path, 1, replace(CONFIG, streams="visual")), run(tmp_path, 2)
    made = average(first, second, 1.0)
    for layer in ("mobilenet_stem", "visual_logit_map"):
        assert (made.get_layer(layer).get_weights()[0] == weights_of(first, layer)).all()
    for layer in ("fused", "evidence_map", "balance", "forensic_0"):
        assert (made.get_layer(layer).get_weights()[0] == weights_of(second, layer)).all()


def test_a_kept_stream_is_the_second_runs(tmp_path: Path) -> None:
    first, second = run(tmp_path, 1), run(tmp_path, 2)
    made = average(first, second, 0.5, ["forensic"])
    for layer in ("forensic_0", "residual", "forensic_features"):
        assert (made.get_layer(layer).get_weights()[0] == weights_of(second, layer)).all()
    mean = (weights_of(first, "mobilenet_stem") + weights_of(second, "mobilenet_stem")) / 2
    np.testing.assert_allclose(made.get_layer("mobilenet_stem").get_weights()[0], mean, atol=1e-6)


def test_a_share_is_between_nought_and_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"in \[0, 1\]"):
        average(run(tmp_path, 1), run(tmp_path, 2), 1.5)


def test_a_shifted_gate_leans_on_the_visual_stream(tmp_path: Path) -> None:
    plain, shifted = (average(run(tmp_path, 1), run(tmp_path, 2), 0.5) for _ in range(2))
    shift_stream_gate(shifted, 2.0)
    pictures = np.random.default_rng(1).uniform(-1, 1, (3, 64, 64, 3)).astype(np.float32)
    before, after = (np.asarray(model(pictures)["gate"]) for model in (plain, shifted))
    odds = after / (1 - after) / (before / (1 - before))
    np.testing.assert_allclose(odds, np.exp(2.0), rtol=1e-3)


def test_a_network_of_one_stream_has_no_gate_to_move(tmp_path: Path) -> None:
    alone = replace(CONFIG, streams="visual")
    mean = average(run(tmp_path, 1), run(tmp_path, 2, alone), 0.5)
    with pytest.raises(ValueError, match="no stream gate to shift"):
        shift_stream_gate(mean, 1.0)


def test_the_verb_averages_a_network_with_a_run_of_one_stream(tmp_path: Path) -> None:
    both, alone = (find_config(name).network for name in (default_bundle_id(), ALONE))
    first, second = run(tmp_path, 1, both), run(tmp_path, 2, alone)
    words = ["--first", str(first.weights), "--first-id", default_bundle_id(), "--share", "0.5"]
    words += ["--second", str(second.weights), "--second-id", ALONE]
    assert main(["average", *words, "--out", str(tmp_path / "mean.weights.h5")]) == 0
    mean = StartingWeights(tmp_path / "mean.weights.h5", alone)
    expected = (
        weights_of(first, "mobilenet_0_project") + weights_of(second, "mobilenet_0_project")
    ) / 2
    np.testing.assert_allclose(weights_of(mean, "mobilenet_0_project"), expected, atol=1e-6)


def test_the_verb_writes_whole_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    widths = find_config(default_bundle_id()).network
    first, second = run(tmp_path, 1, widths), run(tmp_path, 2, widths)
    words = ["--first", str(first.weights), "--first-id", default_bundle_id(), "--share", "0.4"]
    words += ["--second", str(second.weights), "--second-id", default_bundle_id()]
    assert main(["average", *words, "--out", str(tmp_path / "mean.weights.h5")]) == 0
    mean = StartingWeights(tmp_path / "mean.weights.h5", widths)
    expected = 0.4 * weights_of(first, "fused") + 0.6 * weights_of(second, "fused")
    np.testing.assert_allclose(weights_of(mean, "fused"), expected, atol=1e-6)
    assert main(["average", *words, "--out", str(tmp_path / "mean.keras")]) == 1
    assert "must end in .weights.h5" in capsys.readouterr().err
    assert not [path for path in tmp_path.iterdir() if "part" in path.name]
