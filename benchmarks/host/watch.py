"""Times a run and turns what was seen meanwhile into a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.case import Case, Gate, Setting, rounded, spread_of
from benchmarks.measure.energy import joules_between, read_energy
from benchmarks.measure.noise import of_load, of_spread
from benchmarks.measure.peak_memory import peak_rss_kb
from benchmarks.measure.run_budget import Effort, time_runs
from edge_runtime.result.scan_result import RuntimeInfo


@dataclass(frozen=True, slots=True)
class Start:
    """What is known before the first timed run; the names are those of `Case`."""

    runtime: RuntimeInfo
    gate: Gate
    load_ms: float
    first_run_ms: float


@dataclass(frozen=True, slots=True)
class Watched:
    """What was seen while runs were timed.

    Attributes:
        times: Milliseconds of each run, float64 [N].
        joules: Energy of the processor packages per run; None where it cannot be read.
        disturbances: In words.
    """

    times: NDArray[np.float64]
    joules: float | None
    disturbances: tuple[str, ...]


def watch(run: Callable[[], object], effort: Effort) -> Watched:
    """Warm up, then time a run with an eye on the machine."""
    time_runs(run, Effort(0, effort.warm_up, effort.seconds))
    energy, moment = read_energy(), now()
    times = time_runs(run, Effort(0, effort.runs, effort.seconds))
    joules = joules_between(energy, read_energy())
    found = (*of_spread("times", times), *of_load(others_between(moment, now())))
    return Watched(times, joules / len(times) if joules is not None else None, found)


def case_of(
    setting: Setting,
    start: Start,
    effort: Effort,
    watched: Watched,
    stages_ms: Mapping[str, float] | None = None,
    per_second: float | None = None,
) -> Case:
    """A measured case."""
    return Case(
        setting=setting,
        status="measured",
        reason="",
        runtime=start.runtime,
        gate=start.gate,
        load_ms=round(start.load_ms, 4),
        first_run_ms=round(start.first_run_ms, 4),
        warm_up=effort.warm_up,
        times_ms=rounded(watched.times),
        mean_ms=round(float(watched.times.mean()), 4),
        spread=spread_of(watched.times),
        stages_ms=stages_ms,
        per_second=per_second,
        peak_rss_kb=peak_rss_kb(),
        joules_per_run=watched.joules,
        disturbances=watched.disturbances,
    )
