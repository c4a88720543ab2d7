"""A run's folder says what it was begun with, and a run never goes on with anything else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from model_dev.training import train as training
from model_dev.training.config import Stage, TrainConfig
from model_dev.training.run_settings import ChangedRunError, claim_run, data_identity
from model_dev.training.starting_weights import Start
from model_dev.training.train import Execution, TrainingData, run_settings, train
from tests.support.tiny_training import AUGMENTATION, CONFIG, write_training_store


def settings(config: TrainConfig, store: Path) -> dict[str, object]:
    return run_settings(config, TrainingData([store]), Start(), "float32")


def test_the_same_settings_may_go_on(tmp_path: Path) -> None:
    store, run = write_training_store(tmp_path / "store"), tmp_path / "run"
    claim_run(run, settings(CONFIG, store))
    written = json.loads((run / "settings.json").read_text())
    assert written["config"]["learning_rate"] == 1e-3
    assert list(written["data"]) == ["store/."]
    claim_run(run, settings(CONFIG, store))
    assert json.loads((run / "settings.json").read_text()) == written


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (replace(CONFIG, seed=6), "config.seed is 5 in the run and 6 now"),
        (
            replace(CONFIG, stages=(Stage(64, 4),)),
            r"config.stages\[0\].steps is 2 in the run",
        ),
        (
            replace(CONFIG, augmentation=replace(AUGMENTATION, grey=0.5)),
            "config.augmentation.grey is 0.0 in the run and 0.5 now",
        ),
    ],
)
def test_a_changed_config_is_refused_with_the_difference(
    tmp_path: Path, changed: TrainConfig, words: str
) -> None:
    store, run = write_training_store(tmp_path / "store"), tmp_path / "run"
    claim_run(run, settings(CONFIG, store))
    before = (run / "settings.json").read_bytes()
    with pytest.raises(ChangedRunError, match=f"^run was begun with other settings: {words}"):
        claim_run(run, settings(changed, store))
    assert (run / "settings.json").read_bytes() == before


def test_changed_data_are_refused(tmp_path: Path) -> None:
    store, run = write_training_store(tmp_path / "store"), tmp_path / "run"
    claim_run(run, settings(CONFIG, store))
    rows = pd.read_parquet(store / "rows.parquet")
    rows.loc[0, "label"] = 1 - rows.loc[0, "label"]
    rows.to_parquet(store / "rows.parquet")
    with pytest.raises(ChangedRunError, match=r"data.store/..sha256 is"):
        claim_run(run, settings(CONFIG, store))
    other = write_training_store(tmp_path / "other")
    with pytest.raises(ChangedRunError, match=r"data\.store/\. is only in the run"):
        claim_run(run, settings(CONFIG, other))


def test_many_differences_are_counted(tmp_path: Path) -> None:
    claim_run(tmp_path / "run", {str(key): 0 for key in range(12)})
    with pytest.raises(ChangedRunError, match=r"7 is 0 in the run and 1 now; and 4 more\."):
        claim_run(tmp_path / "run", {str(key): 1 for key in range(12)})


def test_accepted_changes_are_recorded(tmp_path: Path) -> None:
    claim_run(tmp_path / "run", {"seed": 1})
    claim_run(tmp_path / "run", {"seed": 2}, accept_changes=True)
    assert json.loads((tmp_path / "run/settings.json").read_text()) == {"seed": 2}


def test_the_identity_of_data_is_of_every_store_below(tmp_path: Path) -> None:
    write_training_store(tmp_path / "train/a")
    write_training_store(tmp_path / "train/b", train=8)
    found = data_identity([tmp_path / "train"])
    assert list(found) == ["train/a", "train/b"]
    assert found["train/a"]["crops"] > found["train/b"]["crops"]
    assert found["train/a"]["sha256"] != found["train/b"]["sha256"]
    with pytest.raises(FileNotFoundError):
        data_identity([tmp_path / "none"])


class BegunError(Exception):
    """The run got past its settings and began to build its network."""


def test_training_does_not_resume_with_a_changed_config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(*_: object) -> None:
        raise BegunError

    monkeypatch.setattr(training, "untrained", begin)
    data, run = TrainingData([write_training_store(tmp_path / "store")]), tmp_path / "run"
    for _ in range(2):
        with pytest.raises(BegunError):
            train(CONFIG, data, run)
    longer = replace(CONFIG, stages=(Stage(64, 4),))
    with pytest.raises(ChangedRunError, match="steps is 2 in the run and 4 now"):
        train(longer, data, run)
    with pytest.raises(BegunError):
        train(longer, data, run, execution=Execution(accept_changes=True))
    recorded = json.loads((run / "settings.json").read_text())
    assert recorded["config"]["stages"] == [{"size": 64, "steps": 4}]
