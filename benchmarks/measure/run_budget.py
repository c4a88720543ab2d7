"""How long a case is timed, and the loop that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter_ns

import numpy as np
from numpy.typing import NDArray

LEAST = 16
"""Runs that are timed however slow they are."""


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop: after so many runs or so much time, whichever comes first.

    Attributes:
        warm_up: Untimed runs before the first timed one, >= 0.
        runs: Timed runs, >= 1.
        seconds: Of timed runs, > 0.
    """

    warm_up: int
    runs: int
    seconds: float


FULL = Effort(warm_up=64, runs=1024, seconds=60.0)
QUICK = Effort(warm_up=16, runs=128, seconds=5.0)


def time_runs(run: Callable[[], object], effort: Effort) -> NDArray[np.float64]:
    """Time a run again and again.

    Returns:
        Milliseconds of each run in order, float64 [N]; N >= `LEAST` unless fewer runs are asked.
    """
    for _ in range(effort.warm_up):
        run()
    times: list[float] = []
    start = perf_counter_ns()
    end = start + int(effort.seconds * 1e9)
    while len(times) < effort.runs and (start < end or len(times) < LEAST):
        run()
        now = perf_counter_ns()
        times.append((now - start) / 1e6)
        start = now
    return np.array(times)
