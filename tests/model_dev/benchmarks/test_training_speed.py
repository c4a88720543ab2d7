"""The training benchmark runs, and says what it timed; its figures are not judged here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from model_dev.benchmarks import training_speed
from tests.support.run_training import tiny_config
from tests.support.tiny_training import write_training_store


@pytest.mark.slow
@pytest.mark.parametrize("name", training_speed.SIDES)
def test_both_sides_are_timed_alternately(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_speed, "EPOCH", 2)
    config = tiny_config("both")
    store = write_training_store(tmp_path / "store")
    for side in training_speed.measure(name, config, store, 64, pairs=3, warm_up=1):
        assert len(side.times_ms) == 3
        assert min(side.times_ms) > 0
        assert side.about["pictures"] == config.batch * (1 if name == "network" else 2)


@pytest.mark.slow
def test_it_says_which_network_was_trained_and_which_weights(tmp_path: Path) -> None:
    config = replace(tiny_config("visual"), frozen_blocks=2)
    store = write_training_store(tmp_path / "store")
    candidate, baseline = training_speed.measure("network", config, store, 64, 1, 0)
    assert candidate.name == "visual stream"
    assert candidate.about["learns"] == "all but stem, block 0, block 1"
    assert "learns" not in baseline.about
