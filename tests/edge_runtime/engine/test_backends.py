"""Every TFLite runtime gives the same verdicts."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import venv
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.support.requirement import TRAIN, missing

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "edge_runtime" / "samples"
USUAL_DIFFERENCE = 0.1
LARGEST_DIFFERENCE = 1.0
"""Runtimes round differently in the last place of int8 activations. Between LiteRT and
tflite-runtime the logits of 800 crops of the validation split differ by .034 in the middle, by .24
at the 99th percentile, and by .62 at most (gds-v6; gds-v5: .040, .36, .61): a rare crop lies where
one step decides."""


def scan(python: Path | str, backend: str) -> dict[str, dict[str, Any]]:
    command = [str(python), "-m", "edge_runtime", "scan", str(SAMPLES), "--json"]
    run = subprocess.run(
        [*command, "--backend", backend], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1, run.stderr  # broken.jpg
    results = [json.loads(line) for line in run.stdout.splitlines()]
    return {Path(result["source"]).name: result for result in results}


def assert_same_verdicts(ours: dict[str, Any], theirs: dict[str, Any], backend: str) -> None:
    assert ours.keys() == theirs.keys()
    differences = []
    for name, one in ours.items():
        other = theirs[name]
        assert other["runtime"]["backend"] == backend
        assert one["verdict"] == other["verdict"], name
        assert len(one["regions"]) == len(other["regions"]), name
        for mine, its in zip(one["regions"], other["regions"], strict=True):
            differences.append(abs(mine["logit"] - its["logit"]))
            assert differences[-1] <= LARGEST_DIFFERENCE, name
    assert median(differences) <= USUAL_DIFFERENCE


@pytest.fixture(scope="module")
def litert() -> dict[str, Any]:
    return scan(sys.executable, "litert")


def test_tensorflow_gives_the_same_verdicts(litert: dict[str, Any]) -> None:
    if importlib.util.find_spec("tensorflow") is None:
        missing("tensorflow", TRAIN)
    assert_same_verdicts(litert, scan(sys.executable, "tensorflow"), "tensorflow")


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="tflite-runtime ends at Python 3.11")
def test_tflite_runtime_gives_the_same_verdicts(litert: dict[str, Any], tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=True)
    python = tmp_path / "bin" / "python"
    lock = ROOT / "requirements" / "tflite-runtime.lock"
    install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
    subprocess.run(install, check=True)
    assert_same_verdicts(litert, scan(python, "tflite-runtime"), "tflite-runtime")
