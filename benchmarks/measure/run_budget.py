"""How long a case is timed, and the timing loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter_ns
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 16
"""Runs that are timed even if they exceed the time limit."""


@dataclass(frozen=True, slots=True)
class RunBudget:
    """When to stop: after a number of runs or a time, whichever comes first.

    Attributes:
        warm_up: Untimed runs before the first timed one, >= 0.
        runs: Timed runs, >= 1.
        seconds: Longest time of all timed runs together, > 0.
    """

    warm_up: int
    runs: int
    seconds: float


FULL = RunBudget(warm_up=64, runs=1024, seconds=60.0)
QUICK = RunBudget(warm_up=16, runs=128, seconds=5.0)


def time_runs(run: Callable[[], object], budget: RunBudget) -> NDArray[np.float64]:
    """Time repeated runs.

    Args:
        run: One run.
        budget: Untimed runs first, and when to stop.

    Returns:
        Milliseconds of each run in order, float64 [N]; N >= `LEAST` unless the budget asks for
        fewer runs.
    """
    import numpy as np

    for _ in range(budget.warm_up):
        run()
    times: list[float] = []
    start = perf_counter_ns()
    end = start + int(budget.seconds * 1e9)
    while len(times) < budget.runs and (start < end or len(times) < LEAST):
        run()
        now = perf_counter_ns()
        times.append((now - start) / 1e6)
        start = now
    return np.array(times)
