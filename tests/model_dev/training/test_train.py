from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from model_dev.architecture.network import build_network
from model_dev.architecture.network_input import to_network
from model_dev.architecture.streams import STREAMS
from model_dev.config_file import ConfigError
from model_dev.data.crop_pool import CropPool
from model_dev.evaluation.head_scores import head_logits
from model_dev.forge.kinds import KINDS
from model_dev.paths import BundlePaths, default_bundle_id
from model_dev.training import train as training
from model_dev.training.bundle_recipe import read_config
from model_dev.training.config import Stage, TrainConfig
from model_dev.training.starting_weights import Start, StartingWeights
from model_dev.training.train import TrainingData, train
from tests.support import tiny_training
from tests.support.tiny_training import write_training_store

CONFIG = replace(tiny_training.CONFIG, stages=(Stage(64, 4), Stage(96, 4)))
SHIPPED = BundlePaths(default_bundle_id()).config


class BrokenError(Exception):
    """The power went out."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_training_store(tmp_path_factory.mktemp("train") / "store")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "EPOCH", 2)


def run(store: Path, out: Path) -> keras.Model:
    return train(CONFIG, TrainingData([store], store), out)


@pytest.fixture(scope="module")
def finished(store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, keras.Model]:
    """Folder and network of a run that was never broken."""
    out = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "EPOCH", 2)
        return out, run(store, out)


def break_after(epochs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the run die as soon as a checkpoint says that ``epochs`` are done."""
    save = training._Checkpoint._save

    def saved(self: training._Checkpoint, done: int) -> None:
        save(self, done)
        if done == epochs:
            raise BrokenError

    monkeypatch.setattr(training._Checkpoint, "_save", saved)


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_a_run_goes_on_as_if_it_had_never_been_broken(
    store: Path,
    finished: tuple[Path, keras.Model],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = finished[1].get_weights()
    for epochs in (1, 3):
        out = tmp_path / f"broken-{epochs}"
        with monkeypatch.context() as patch:
            break_after(epochs, patch)
            with pytest.raises(BrokenError):
                run(store, out)
        assert json.loads((out / "progress.json").read_text()) == {"steps": 2 * epochs}
        for weight, expected in zip(run(store, out).get_weights(), whole, strict=True):
            assert_allclose(weight, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.slow
def test_a_finished_run_leaves_logs_and_averaged_weights(
    finished: tuple[Path, keras.Model],
) -> None:
    out, model = finished
    assert json.loads((out / "progress.json").read_text()) == {"steps": 8}
    with (out / "log.csv").open() as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    assert len(losses) == 4
    assert np.isfinite(losses).all()
    lines = (out / "validation.jsonl").read_text().splitlines()
    logged = [json.loads(line) for line in lines]
    assert [(line["step"], line["size"]) for line in logged] == [(4, 64), (8, 96)]
    assert set(logged[0]["auc"]) == {"swaps", "things"}
    assert list((out / "tensorboard").rglob("events*"))
    loaded = build_network(CONFIG.network)
    loaded.load_weights(out / "final.weights.h5")
    for weight, expected in zip(loaded.get_weights(), model.get_weights(), strict=True):
        assert (weight == expected).all()
    assert not list(out.glob("*tmp*"))


@pytest.mark.slow
def test_averaged_bayar_kernels_are_prediction_errors(finished: tuple[Path, keras.Model]) -> None:
    (kernel,) = finished[1].get_layer("residual").get_weights()
    assert_allclose(kernel[2, 2], -1, atol=1e-6)
    assert_allclose(kernel.sum(axis=(0, 1)), 0, atol=1e-5)


def test_training_starts_from_given_weights(tmp_path: Path) -> None:
    keras.utils.set_random_seed(8)
    start = build_network(CONFIG.network)
    start.save_weights(tmp_path / "start.weights.h5")
    origin = StartingWeights(tmp_path / "start.weights.h5", CONFIG.network)
    fresh = training.untrained(CONFIG, Start(origin))
    for weight, expected in zip(fresh.get_weights(), start.get_weights(), strict=True):
        assert (weight == expected).all()


def test_each_stream_may_start_from_a_run_of_its_own(tmp_path: Path) -> None:
    origins = {}
    for seed, stream in enumerate(STREAMS):
        keras.utils.set_random_seed(seed)
        network = replace(CONFIG.network, streams=stream)
        origins[stream] = StartingWeights(tmp_path / f"{stream}.weights.h5", network)
        build_network(network).save_weights(origins[stream].weights)
    fresh = training.untrained(CONFIG, Start(streams=origins))
    for stream, origin in origins.items():
        alone = build_network(origin.network)
        alone.load_weights(origin.weights)
        own = [layer for layer in alone.layers if layer.name.startswith(STREAMS[stream])]
        assert own
        for layer in own:
            for weight, expected in zip(
                fresh.get_layer(layer.name).get_weights(), layer.get_weights(), strict=True
            ):
                assert (weight == expected).all()


@pytest.mark.usefixtures("quick")
def test_a_frozen_stream_and_frozen_blocks_stay_as_they_began(store: Path, tmp_path: Path) -> None:
    config = replace(CONFIG, frozen=("forensic",), frozen_blocks=2, stages=(Stage(64, 4),))
    still = unchanged(config, store, tmp_path)
    blocks = [name for name in still if name.startswith(("mobilenet_stem", "mobilenet_1_"))]
    assert len(blocks) == 4
    assert all(still[name] for name in blocks)
    assert all(same for name, same in still.items() if name.startswith(STREAMS["forensic"]))
    learned = ("mobilenet_2_expand", "visual_features", "fused", "balance", "evidence_map")
    assert not any(still[name] for name in learned)


@pytest.mark.usefixtures("quick")
def test_with_both_streams_frozen_the_fusion_head_learns(store: Path, tmp_path: Path) -> None:
    config = replace(CONFIG, frozen=tuple(STREAMS), stages=(Stage(64, 4),))
    still = unchanged(config, store, tmp_path)
    streams = tuple(prefix for prefixes in STREAMS.values() for prefix in prefixes)
    assert all(same for name, same in still.items() if name.startswith(streams))
    assert not any(still[name] for name in ("fused", "balance", "evidence_map"))


def unchanged(config: TrainConfig, store: Path, out: Path) -> dict[str, bool]:
    """By layer with weights, whether a run left it as it began."""
    keras.utils.set_random_seed(config.seed)
    begun = {layer.name: layer.get_weights() for layer in training.untrained(config).layers}
    return {
        layer.name: all(
            np.allclose(weight, before, atol=1e-6)
            for weight, before in zip(layer.get_weights(), begun[layer.name], strict=True)
        )
        for layer in train(config, TrainingData([store]), out).layers
        if layer.weights
    }


def test_only_streams_can_be_frozen(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    text, found = re.subn(r"(?m)^frozen = .*$", 'frozen = ["gate"]', SHIPPED.read_text())
    assert found == 1
    config.write_text(text)
    with pytest.raises(ConfigError, match="frozen"):
        read_config(config)


def test_the_rate_warms_up_and_falls_to_nothing() -> None:
    config = replace(CONFIG, stages=(Stage(64, 60), Stage(96, 40)))
    optimizer = training.optimizer(config)
    rates = [float(optimizer._learning_rate(step)) for step in range(101)]
    assert rates[0] < 1e-5
    assert max(rates) == rates[5] == pytest.approx(config.learning_rate)
    assert rates[100] == pytest.approx(0, abs=1e-9)
    assert rates[5:] == sorted(rates[5:], reverse=True)


def test_logits_are_those_of_each_row_at_the_size(store: Path) -> None:
    pool = CropPool([store], "validation", "clean")
    keras.utils.set_random_seed(8)
    model = build_network(CONFIG.network)
    logits = head_logits(model, pool, 64)["fake_logit"]
    assert logits.shape == (len(pool.rows),)
    one = model(to_network(pool.crop(7)[None]), training=False)["fake_logit"]
    assert_allclose(logits[7], np.asarray(one)[0, 0], rtol=1e-4, atol=1e-5)


def test_the_shipped_config_fits_the_recipes() -> None:
    config = read_config(SHIPPED)
    assert config.batch % 2 == 0
    assert all(stage.steps % training.EPOCH == 0 for stage in config.stages)
    assert all(stage.size % 32 == 0 for stage in config.stages)
    assert [stage.size for stage in config.stages] == sorted(s.size for s in config.stages)
    known = {path.stem for path in (SHIPPED.parents[1] / "datasets").glob("*.toml")} | set(KINDS)
    assert config.sources() <= known
    assert config.network.forensic[0] == (32, 1)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("seed = ", "seeds = ", "seed"),
        ("learning_rate = 2e-4", 'learning_rate = "fast"', "config.toml: learning_rate: must be a"),
        ("bayar = ", "bayars = ", r"network\.bayar"),
        ("webp = ", "web = ", r"augmentation\.web: unknown key"),
        ("paired = ", "pair = ", r"mixtures\[0\]\.pair: unknown key"),
        ("{ size = 224, steps", "{ side = 224, steps", r"stages\[0\]\.side: unknown key"),
    ],
)
def test_a_config_has_exactly_its_keys(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SHIPPED.read_text("utf-8").replace(old, new))
    with pytest.raises(ConfigError, match=problem):
        read_config(path)
