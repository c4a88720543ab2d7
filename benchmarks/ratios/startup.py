"""How long a scan of one picture takes as a whole process, against the least such a process needs.

The scan is ``python -m edge_runtime scan`` of a bundled sample. The least is `bare_start`: import
NumPy, Pillow and LiteRT, load the bundle's network, run it once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import bare_start
from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.environment import load_average, this_machine
from benchmarks.measure.pairs import time_pairs
from benchmarks.measure.sample_crops import SAMPLES
from benchmarks.report.record import Plan, Record, make_record
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.interpreter import default_threads

LIMIT = 1.5
NEEDED = 9
RUNS = 121
WARM_UP = 2
SAMPLE = SAMPLES / "real_collins.jpg"
ROOT = Path(__file__).parents[2]


def measure(bundle: Bundle, pairs: int = RUNS, warm_up: int = WARM_UP) -> Record:
    """Time whole processes in turn.

    Args:
        bundle: The bundle both use.
        pairs: Processes of each, >= 1.
        warm_up: Processes of each before the first timed one, >= 1: they compile the modules.

    Raises:
        subprocess.CalledProcessError: If one fails; what it wrote to stderr is shown.
    """
    model = bundle.path(bundle.contract.model.file)
    scan = ["-m", "edge_runtime", "scan", str(SAMPLE), "--bundle", str(bundle.directory)]
    bare = [bare_start.__file__, str(model), str(default_threads())]
    before, moment = load_average(), now()
    with TemporaryDirectory() as compiled:
        run = partial(_run, environment=_environment(compiled))
        times = time_pairs(lambda: run(scan), lambda: run(bare), pairs, warm_up)
    others = others_between(moment, now())
    plan = Plan(
        benchmark="startup",
        subject=("scan of one picture", {"bundle": bundle.contract.id, "picture": SAMPLE.name}),
        baseline=("bare start", {"threads": default_threads()}),
        limit=LIMIT,
        needed=NEEDED,
        warm_up=warm_up,
    )
    return make_record(plan, times, this_machine(), before, load_average(), others=others)


def _environment(compiled: str) -> Mapping[str, str]:
    """Let both sides load compiled modules, as an installed package does."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": compiled}


def _run(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        sys.stderr.buffer.write(done.stderr)
        done.check_returncode()
