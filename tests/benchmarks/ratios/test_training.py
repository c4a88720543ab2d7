"""Training speed: the times of the other process are judged here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.cli import main
from benchmarks.cli.training import COMPARISONS
from benchmarks.ratios import training
from benchmarks.ratios.training import LIMITS, NEEDED, TrainingRun, training_ratio

FAKE = """
import json, sys
assert sys.argv[1] == "loader"
count = int(sys.argv[sys.argv.index("--pairs") + 1])
side = lambda name, ms: {"name": name, "about": {"side": 192}, "times_ms": [ms] * count}
print("Epoch 1")
print(json.dumps({"candidate": side("loaded", 2.0), "baseline": side("prepared", 1.0)}))
"""


def test_every_comparison_has_a_limit() -> None:
    assert set(COMPARISONS) == set(LIMITS) == set(NEEDED)


def test_the_times_of_the_process_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fake_timer.py").write_text(FAKE, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(training, "TIMER", "fake_timer")
    monkeypatch.setattr(training, "_need_packages", lambda: None)
    record = training_ratio(TrainingRun("loader", tmp_path, tmp_path, 192, 3))
    assert record.benchmark == "training_loader"
    assert record.ratio.median == 2.0
    assert record.subject.name == "loaded"
    assert record.noisy, "three pairs are too few"
    record.write(tmp_path / "record.json")
    assert json.loads((tmp_path / "record.json").read_text())["schema"] == "benchmarks/record/1"


def test_without_tensorflow_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert main(["training", "memory", "--config", "a.toml", "--stores", "b"]) == 2
    assert "edge-deepfake[train]" in capsys.readouterr().err
