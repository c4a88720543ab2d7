"""The benchmark of training runs, and says what it timed; its figures are not judged here."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from model_dev.benchmarks import training_speed
from model_dev.cli.benchmarking import COMPARISONS
from tests.support.run_training import tiny_config
from tests.support.tiny_training import write_training_store


def test_the_verb_offers_every_comparison() -> None:
    assert set(COMPARISONS) == set(training_speed.SIDES)


@pytest.mark.slow
@pytest.mark.parametrize("name", training_speed.SIDES)
def test_both_sides_are_timed_in_turn(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_speed, "EPOCH", 2)
    config = tiny_config("both")
    record = training_speed.measure(name, config, write_training_store(tmp_path / "store"), 64, 3)
    assert record.benchmark == f"training_{name}"
    for side in (record.subject, record.baseline):
        assert len(side.times_ms) == 3
        assert min(side.times_ms) > 0
        assert side.about["pictures"] == config.batch * (1 if name == "network" else 2)
    assert record.noisy, "three pairs are too few to be quoted"
    record.write(tmp_path / "record.json")
    assert json.loads((tmp_path / "record.json").read_text())["ratio"]["median"] > 0


@pytest.mark.slow
def test_the_record_says_which_network_learned_and_which_weights(tmp_path: Path) -> None:
    config = replace(tiny_config("visual"), frozen_blocks=2)
    store = write_training_store(tmp_path / "store")
    subject = training_speed.measure("network", config, store, 64, 1).subject
    assert subject.name == "visual stream"
    assert subject.about["learns"] == "all but stem, block 0, block 1"
