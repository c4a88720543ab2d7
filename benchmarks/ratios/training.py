"""Training speed: a process of ``model_dev`` times both sides, and the ratio is judged here."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.cache_folder import ROOT
from benchmarks.measure.environment import load_average, this_machine
from benchmarks.measure.pairs import Pairs
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec, make_record

TIMER = "model_dev.benchmarks.training_speed"
LIMITS = {"network": 0.5, "loader": 1 / 0.95, "memory": 1.0}
NEEDED = {"network": 31, "loader": 7, "memory": 7}
WARM_UP = 2


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """What is timed.

    Attributes:
        what: A key of `LIMITS`: a training step, the loader, or the memory policy.
        config: Training config of `model_dev`, or the name of a run of a shipped lineage.
        stores: Folder of the crop stores that the pictures come from.
        size: Side of the pictures in pixels.
        pairs: Steps or epochs of each side, >= 1.
    """

    what: str
    config: Path | str
    stores: Path
    size: int
    pairs: int


def training_ratio(run: TrainingRun) -> RatioRecord:
    """Measure one comparison.

    Raises:
        ValueError: If `model_dev` or TensorFlow is not installed.
        subprocess.CalledProcessError: If the timing process fails; its messages are shown.
    """
    _need_packages()
    load_before, first = load_average(), now()
    both = _time(run)
    others = others_between(first, now())
    candidate, baseline = both["candidate"], both["baseline"]
    spec = RatioSpec(
        f"training_{run.what}",
        SideSpec(candidate["name"], candidate["about"]),
        SideSpec(baseline["name"], baseline["about"]),
        LIMITS[run.what],
        NEEDED[run.what],
        WARM_UP,
    )
    pairs = Pairs(np.array(candidate["times_ms"]), np.array(baseline["times_ms"]))
    return make_record(spec, pairs, this_machine(), load_before, load_average(), others=others)


def _time(run: TrainingRun) -> Any:
    named = ["--id", run.config] if isinstance(run.config, str) else []
    config = named or ["--config", str(Path(run.config).resolve())]
    command = [sys.executable, "-m", TIMER, run.what, *config]
    command += ["--stores", str(run.stores.resolve()), "--size", str(run.size)]
    command += ["--pairs", str(run.pairs), "--warm-up", str(WARM_UP)]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _need_packages() -> None:
    for package in ("model_dev", "tensorflow"):
        if importlib.util.find_spec(package) is None:
            raise ValueError(
                f"{package} is not installed, and training cannot be timed without it:"
                " pip install 'edge-deepfake[train]'"
            )
