from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pandas as pd
import pytest

from edge_runtime.bundle.contract import DecisionRule
from model_dev.architecture.network import build_network
from model_dev.cli import main
from model_dev.config_file import ConfigError
from model_dev.experiments.finetune import compare, finetune
from model_dev.experiments.finetune_config import FinetuneConfig, training_config
from model_dev.experiments.finetune_text import finetune_text
from model_dev.paths import BundlePaths, default_bundle_id
from model_dev.statistics.metrics import Bootstrap
from model_dev.training import train as training
from model_dev.training.batches import CropPool
from model_dev.training.bundle_recipe import read_config
from model_dev.training.config import Mixture, Stage
from tests.support.tiny_training import write_training_store

SHIPPED = Path(__file__).parents[3] / "model_dev/configs/finetune.toml"
BASE = replace(
    read_config(BundlePaths(default_bundle_id()).config),
    mixtures=(
        Mixture(("dfdc",), ("dfdc",), 0.8, paired=True),
        Mixture(("lfw", "utk", "deepshield"), ("deepshield", "studio"), 0.09),
        Mixture(("photos",), ("modern",), 0.11),
    ),
)
TUNING = replace(
    FinetuneConfig.read(SHIPPED),
    batch=4,
    replicates=30,
    tiers=("clean", "web"),
    stages=(Stage(64, 2),),
)
RULE = DecisionRule(1.0, 0.0, 0.7, 0.3)


def rows(*pairs: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["source", "label"])


OURS = rows(("lfw", 0), ("deepshield", 1), ("photos", 0), ("modern", 1), ("cifake", 1))


def test_a_batch_is_shared_by_both_parties() -> None:
    config = training_config(BASE, TUNING, rows(("me", 0), ("me", 1), ("friend", 1)), OURS)
    new, *replayed = config.mixtures
    assert new == Mixture(("me",), ("friend", "me"), 1 - TUNING.replay)
    assert [(m.real, m.fake) for m in replayed] == [
        (("lfw",), ("deepshield",)),
        (("photos",), ("modern",)),
    ]
    assert sum(m.share for m in config.mixtures) == pytest.approx(1)
    assert replayed[0].share / replayed[1].share == pytest.approx(0.09 / 0.11)
    assert config.network == BASE.network
    assert config.learning_rate < BASE.learning_rate


def test_the_visual_stream_learns_whatever_the_bundles_last_run_froze() -> None:
    base = replace(BASE, frozen=("forensic", "visual"), frozen_blocks=3)
    config = training_config(base, TUNING, rows(("me", 0), ("me", 1)), OURS)
    assert (config.frozen, config.frozen_blocks) == (("forensic",), 0)


@pytest.mark.parametrize(
    ("yours", "ours", "problem"),
    [
        (rows(("lfw", 0), ("me", 1)), OURS, "source lfw is in both"),
        (rows(("me", 1)), OURS, "need real and fake"),
        (rows(("me", 0), ("me", 1)), rows(("lfw", 0)), "none of the bundle's own mixtures"),
    ],
)
def test_refuses_pictures_it_cannot_learn_from(
    yours: pd.DataFrame, ours: pd.DataFrame, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        training_config(BASE, TUNING, yours, ours)


def compared() -> list[dict[str, object]]:
    """A network that has learned "me", and forgotten half of "lfw"."""
    random = np.random.default_rng(2)
    table = pd.DataFrame(
        {"source": source, "label": label, "tier": "clean", "group": f"{source}{i // 2}"}
        for source, labels in {"me": (0, 1), "lfw": (0,)}.items()
        for label in labels
        for i in range(40)
    )
    noise, mine = random.normal(0, 0.3, len(table)), table["source"] == "me"
    before = noise - 3.0 * ~mine
    after = noise + 3.0 * (2 * table["label"] - 1) * mine
    return list(compare(table.assign(before=before, after=after), "yours", RULE, Bootstrap(60, 1)))


def test_gain_and_loss_are_told_with_intervals() -> None:
    cells = {c["source"]: c for c in compared()}
    mine = cells["me"]
    assert (mine["real"], mine["fake"], mine["groups"]) == (40, 40, 20)
    assert mine["before"]["auc"]["low"] < 0.5 < mine["before"]["auc"]["high"]
    assert mine["after"]["auc"]["value"] == 1
    assert mine["auc_change"]["low"] > 0.3
    assert (mine["before"]["miss_rate"]["value"], mine["after"]["miss_rate"]["value"]) == (0, 0)
    lfw = cells["lfw"]
    assert lfw["auc_change"] == {"value": None, "low": None, "high": None}
    assert lfw["before"]["false_alarm_rate"]["value"] == 0
    assert set(cells) == {"all", "me", "lfw"}


def test_markdown_shows_both_parties() -> None:
    report = {
        "bundle": "tiny",
        "before_sha256": "1" * 64,
        "after_sha256": "2" * 64,
        "splits": ["validation"],
        "replay": 0.5,
        "stages": [{"size": 224, "steps": 400}],
        "interval": {"level": 0.95, "replicates": 60, "seed": 1},
        "cells": [*compared(), *({**c, "whose": "ours"} for c in compared())],
    }
    text = finetune_text(report)
    assert "## Your pictures" in text
    assert "what was forgotten" in text
    assert "50% of every batch" in text
    assert text.count("| lfw | clean | 40 | 0 | 20 | not measured | not measured |") == 2
    assert "nan" not in text.lower()


def test_the_shipped_config_is_strict(tmp_path: Path) -> None:
    shipped = SHIPPED.read_text("utf-8")
    assert all(s.steps % training.EPOCH == 0 for s in FinetuneConfig.read(SHIPPED).stages)
    path = tmp_path / "finetune.toml"
    path.write_text(shipped.replace("replay = 0.5", "replay = 1.0"))
    with pytest.raises(ValueError, match="replay must lie between"):
        FinetuneConfig.read(path)
    path.write_text(shipped.replace("ema = ", "emma = "))
    with pytest.raises(ConfigError, match="emma: unknown key"):
        FinetuneConfig.read(path)


def test_the_verb_needs_a_bundle_and_both_stores(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(["finetune"])
    assert error.value.code == 2
    assert "BUNDLE_ID, --stores, --keep, --out" in capsys.readouterr().err


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> BundlePaths:
    """A bundle's parts whose weights are not trained."""
    made = BundlePaths("tiny", tmp_path_factory.mktemp("repository"))
    for folder in (made.config.parent, made.checkpoint.parent, made.operating_point):
        folder.mkdir(parents=True)
    config = BundlePaths(default_bundle_id()).config.read_text("utf-8")
    made.config.write_text(config.replace('["dfdc"]', '["swaps"]'))
    keras.utils.set_random_seed(4)
    build_network(BASE.network).save_weights(made.checkpoint)
    point = {"temperature": 1.0, "bias": 0.0, "fake_at": 0.7, "real_at": 0.3}
    record = {"schema": "model_dev/operating-point/1", "operating_point": point}
    (made.operating_point / "tiny.json").write_text(json.dumps(record))
    return made


@pytest.mark.slow
def test_a_bundle_is_trained_further_and_measured_before_and_after(
    paths: BundlePaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "EPOCH", 2)
    yours, ours, out = (tmp_path / name for name in ("yours", "ours", "out"))
    write_training_store(yours / "train", sources=("me",))
    write_training_store(ours / "train", sources=("swaps",))
    tuning = replace(TUNING, tiers=("clean",))
    splits = ("validation", "calibration")
    report = finetune(paths, tuning, yours, ours, out, splits)
    assert [(c["whose"], c["source"]) for c in report["cells"]] == [
        ("yours", "all"),
        ("yours", "me"),
        ("ours", "all"),
        ("ours", "swaps"),
    ]
    assert (out / "final.weights.h5").is_file()
    assert report["before_sha256"] != report["after_sha256"]
    again = finetune(paths, tuning, yours, ours, out, splits)
    assert again["cells"] == report["cells"]
    assert "| me | clean | 8 | 8 |" in finetune_text(report)
    with pytest.raises(ValueError, match="other settings"):
        finetune(paths, replace(tuning, replay=0.3), yours, ours, out, splits)


def test_a_tier_that_is_missing_is_named(paths: BundlePaths, tmp_path: Path) -> None:
    from model_dev.evaluation.head_scores import rows_of

    write_training_store(tmp_path / "store")
    assert len(rows_of(tmp_path, ("validation", "calibration"), ("clean", "web"))) == 48
    with pytest.raises(ValueError, match="no crop of tier hard"):
        rows_of(tmp_path, ("validation",), ("clean", "hard"))


@pytest.mark.slow
def test_every_heads_logits_are_those_of_each_row(tmp_path: Path) -> None:
    from model_dev.architecture.network_input import to_network
    from model_dev.evaluation.head_scores import HEADS, score_heads

    write_training_store(tmp_path / "store")
    keras.utils.set_random_seed(4)
    model = build_network(BASE.network)
    scores = score_heads(model, tmp_path, ("validation",), ("web",), 64)
    pool = CropPool([tmp_path], "validation", "web")
    assert list(scores["sha256"]) == list(pool.rows["sha256"])
    one = model(to_network(pool.crop(9)[None]), training=False)
    for head in HEADS:
        assert scores[head][9] == pytest.approx(float(one[head][0, 0]), abs=1e-4)
