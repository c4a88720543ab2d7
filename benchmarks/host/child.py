"""A case measured by a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace

from benchmarks.host.plan import CasePlan
from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.cache_folder import ROOT
from benchmarks.measure.case import Case
from benchmarks.measure.noise import of_load
from edge_runtime.files import json_document, strict_reader

GRACE = 300.0
"""Seconds that a case may take beyond its timed runs: loading, making pictures, warming up."""


def measure_apart(plan: CasePlan, module: str = "benchmarks.host.measure") -> Case:
    """Measure a case in another process; one that crashes or hangs is a failed case.

    Args:
        plan: What to measure.
        module: Run with the plan's JSON as its argument; prints the case's JSON in its last line.
    """
    command = [sys.executable, "-m", module, json.dumps(json_document.value_of(plan))]
    limit = GRACE + 3 * plan.effort.seconds
    before = now()
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": _path()},
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Case(plan.setting, "failed", f"no answer within {limit:.0f} s")
    if done.returncode:
        return Case(plan.setting, "failed", _why(done))
    case = strict_reader.read(Case, json.loads(done.stdout.splitlines()[-1]))
    return _with_load(case, of_load(others_between(before, now())))


def _with_load(case: Case, found: list[str]) -> Case:
    """The parent sees load during loading and warming up as well, which heats the processor."""
    if case.status != "measured" or any("others kept" in each for each in case.disturbances):
        return case
    return replace(case, disturbances=(*case.disturbances, *found))


def _why(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode < 0:
        return f"the process was ended by {signal.Signals(-done.returncode).name}"
    lines = done.stderr.strip().splitlines()
    return lines[-1] if lines else f"the process ended with exit code {done.returncode}"


def _path() -> str:
    """The packages of this process, so that the child measures the same ones."""
    return os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
