"""Times runs, watches the machine meanwhile, and makes a case of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.energy import joules_between, read_energy
from benchmarks.measure.noise import of_load, of_spread
from benchmarks.measure.peak_memory import peak_rss_kb
from benchmarks.measure.run_budget import RunBudget, time_runs
from benchmarks.records.case import Case, GoldenCheck, Setting, rounded, spread_of
from edge_runtime.result.scan_result import RuntimeInfo


@dataclass(frozen=True, slots=True)
class Start:
    """What is known before the first timed run; the names are those of `Case`."""

    runtime: RuntimeInfo
    gate: GoldenCheck | None
    load_ms: float
    first_run_ms: float


@dataclass(frozen=True, slots=True)
class TimedRuns:
    """Times of runs, and what happened meanwhile.

    Attributes:
        times: Milliseconds of each run, float64 [N].
        joules: Energy of the processor packages per run; None if it cannot be read.
        disturbances: What makes the times unreliable, as text.
    """

    times: NDArray[np.float64]
    joules: float | None
    disturbances: tuple[str, ...]


def time_watched(run: Callable[[], object], budget: RunBudget) -> TimedRuns:
    """Warm up, then time runs and watch energy and background load."""
    time_runs(run, RunBudget(0, budget.warm_up, budget.seconds))
    energy, moment = read_energy(), now()
    times = time_runs(run, RunBudget(0, budget.runs, budget.seconds))
    joules = joules_between(energy, read_energy())
    found = (*of_spread("times", times), *of_load(others_between(moment, now())))
    return TimedRuns(times, joules / len(times) if joules is not None else None, found)


def measured_case(
    setting: Setting,
    start: Start,
    budget: RunBudget,
    timed: TimedRuns,
    stages_ms: Mapping[str, float] | None = None,
    per_second: float | None = None,
) -> Case:
    """A case with figures; the arguments are described at `Case`."""
    return Case(
        setting=setting,
        status="measured",
        reason="",
        runtime=start.runtime,
        gate=start.gate,
        load_ms=round(start.load_ms, 4),
        first_run_ms=round(start.first_run_ms, 4),
        warm_up=budget.warm_up,
        times_ms=rounded(timed.times),
        mean_ms=round(float(timed.times.mean()), 4),
        spread=spread_of(timed.times),
        stages_ms=stages_ms,
        per_second=per_second,
        peak_rss_kb=peak_rss_kb(),
        joules_per_run=timed.joules,
        disturbances=timed.disturbances,
    )
