"""Measures a case in its own process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace

from benchmarks.host.case_spec import CaseSpec
from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.cache_folder import ROOT
from benchmarks.measure.noise import of_load
from benchmarks.records.case import Case
from edge_runtime.files import json_document, strict_reader

GRACE = 300.0
"""Seconds that a case may take in addition to its timed runs: loading, pictures, warm-up."""


def measure_apart(spec: CaseSpec, module: str = "benchmarks.host.measure_case") -> Case:
    """Measure a case in a child process; a crash or time-out gives a failed case.

    Args:
        spec: What to measure.
        module: Module that gets the spec's JSON as argument, and prints the case's JSON as its
            last line.
    """
    command = [sys.executable, "-m", module, json.dumps(json_document.value_of(spec))]
    limit = GRACE + 3 * spec.budget.seconds
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
        return Case(spec.setting, "failed", f"no result within {limit:.0f} s")
    if done.returncode:
        return Case(spec.setting, "failed", _why(done))
    case = strict_reader.read(Case, json.loads(done.stdout.splitlines()[-1]))
    return _with_load(case, of_load(others_between(before, now())))


def _with_load(case: Case, found: list[str]) -> Case:
    """Add load that the parent saw, which includes the child's loading and warm-up."""
    if case.status != "measured" or any("others kept" in each for each in case.disturbances):
        return case
    return replace(case, disturbances=(*case.disturbances, *found))


def _why(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode < 0:
        return f"the process was ended by {signal.Signals(-done.returncode).name}"
    lines = done.stderr.strip().splitlines()
    return lines[-1] if lines else f"the process ended with exit code {done.returncode}"


def _path() -> str:
    """PYTHONPATH with which the child imports the same packages as this process."""
    return os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
