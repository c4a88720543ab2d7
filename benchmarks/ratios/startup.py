"""Time of a one-picture scan as a whole process, compared with the least such a process needs.

The scan is ``python -m edge_runtime scan`` of a bundled sample. The baseline is `bare_start`: it
imports NumPy, Pillow and LiteRT, loads the bundle's network, and runs it once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from tempfile import TemporaryDirectory

from benchmarks.measure import bare_start
from benchmarks.measure.cache_folder import ROOT
from benchmarks.measure.pairs import Pairs, time_pairs
from benchmarks.measure.sample_crops import SAMPLES
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.interpreter import default_threads

LIMIT = 1.5
NEEDED = 9
RUNS = 121
WARM_UP = 2
SAMPLE = SAMPLES / "real_collins.jpg"


def startup_ratio(bundle: Bundle, pairs: int = RUNS, warm_up: int = WARM_UP) -> RatioRecord:
    """Time whole processes alternately.

    Args:
        bundle: The bundle that both use.
        pairs: Processes of each, >= 1.
        warm_up: Processes of each before the first timed one, >= 1: they compile the modules.

    Raises:
        subprocess.CalledProcessError: If a process fails; its stderr is shown.
    """
    spec = RatioSpec(
        "startup",
        SideSpec("scan of one picture", {"bundle": bundle.contract.id, "picture": SAMPLE.name}),
        SideSpec("bare start", {"threads": default_threads()}),
        LIMIT,
        NEEDED,
        warm_up,
    )
    return timed_ratio(spec, lambda: _time_processes(bundle, pairs, warm_up))


def _time_processes(bundle: Bundle, pairs: int, warm_up: int) -> Pairs:
    model = bundle.path(bundle.contract.model.file)
    scan = ["-m", "edge_runtime", "scan", str(SAMPLE), "--bundle", str(bundle.directory)]
    bare = [bare_start.__file__, str(model), str(default_threads())]
    with TemporaryDirectory() as compiled:
        run = partial(_run, environment=_environment(compiled))
        return time_pairs(lambda: run(scan), lambda: run(bare), pairs, warm_up)


def _environment(compiled: str) -> Mapping[str, str]:
    """Both sides load compiled modules, as an installed package does."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": compiled}


def _run(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        sys.stderr.buffer.write(done.stderr)
        done.check_returncode()
