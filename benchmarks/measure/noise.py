"""Whether a measurement was disturbed so much that its numbers must not be quoted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure.pairs import Pairs

SPREAD = 1.5
"""Largest p90 / p50 of the times of one side."""

LOAD = 0.5
"""Largest load average, as a share of the usable processors."""

OWN_LOAD = 1.0
"""What the benchmark itself adds to the load average while it runs."""

OTHERS = 0.15
"""Processors that other processes may keep busy on average: what an idle system needs."""


def disturbances(
    pairs: Pairs,
    needed: int,
    load_before: float | None,
    load_after: float | None,
    processors: int,
    others: float | None = None,
) -> tuple[str, ...]:
    """What makes a measurement unreliable, as text; empty for a good one.

    Args:
        pairs: The times.
        needed: Fewest pairs for a judgement.
        load_before: Load average before the first run; None if unknown.
        load_after: Load average after the last run; None if unknown.
        processors: Logical processors that the benchmark may use.
        others: Processors that other processes kept busy; None if unknown. If it is known, the
            load averages are not judged, because they include the benchmark's own past work.
    """
    few = len(pairs.candidate) < needed
    found = [f"only {len(pairs.candidate)} pairs, {needed} are needed"] if few else []
    found += of_spread("candidate", pairs.candidate) + of_spread("baseline", pairs.baseline)
    if others is not None:
        return (*found, *of_load(others))
    limit = LOAD * processors
    found += _load("before", load_before, limit)
    return (*found, *_load("after", load_after, limit + OWN_LOAD))


def of_load(others: float | None) -> list[str]:
    """The disturbance by other processes, as text; none if it is small or unknown."""
    if others is None or others <= OTHERS:
        return []
    return [f"others kept {others:.2f} processors busy, more than {OTHERS}"]


def of_spread(side: str, times: NDArray[np.float64]) -> list[str]:
    """The disturbance that the spread of one side's times shows, as text; none if it is small."""
    p50, p90 = np.percentile(times, [50, 90])
    return [f"{side}: p90 / p50 is {p90 / p50:.2f}, above {SPREAD}"] if p90 > SPREAD * p50 else []


def _load(when: str, load: float | None, limit: float) -> list[str]:
    if load is None or load <= limit:
        return []
    return [f"load average {when} is {load:.2f}, above {limit:.2f}"]
