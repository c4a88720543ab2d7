"""What the load shows, and whether it keeps what the server promises."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.serving.load import Load

LEAST_SHARE = 0.85
"""Of the engine's own pictures a second, on the same processors, that the server must reach."""

MOST_TAIL = 4.0
"""Largest p99 / median of the time to answer, at saturation."""

MOST_GROWTH_KB = 8 * 1024
"""Growth of the resident set that counts as flat."""


@dataclass(frozen=True, slots=True)
class Served:
    """One server over all rounds.

    Attributes:
        pictures_per_second: Median over the rounds.
        p50_ms: Median time to answer.
        p99_ms: 99 in 100 were faster.
        quantiles_ms: Times within which 1, 2, ... 99 in 100 were answered.
        statuses: How often each status came; "0" where the connection broke.
    """

    pictures_per_second: float
    p50_ms: float
    p99_ms: float
    quantiles_ms: list[float]
    statuses: dict[str, int]


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure and its limit.

    Attributes:
        figure: What was measured; None if it was not.
        limit: The promise.
        holds: None if it was not measured, or the run was disturbed.
    """

    figure: float | None
    limit: float
    holds: bool | None


def served(loads: Sequence[Load]) -> Served:
    """Sum up the rounds of one server.

    Raises:
        ValueError: If no request was answered.
    """
    times = [time for load in loads for time in load.times_ms]
    if not times:
        raise ValueError("no request was answered")
    statuses: dict[str, int] = {}
    for load in loads:
        for status, count in load.statuses.items():
            statuses[str(status)] = statuses.get(str(status), 0) + count
    quantiles: list[float] = np.percentile(times, range(1, 100)).tolist()
    rate = statistics.median(load.rate for load in loads)
    return Served(rate, quantiles[49], quantiles[98], quantiles, statuses)


def promises(
    loads: Sequence[Load],
    engine_rates: Sequence[float],
    growth_kb: int | None,
    disturbed: bool,
) -> dict[str, Promise]:
    """Hold the server's figures against their limits.

    Args:
        loads: Of the server, by round.
        engine_rates: Pictures a second of the engine alone, by round.
        growth_kb: Of the server's memory; None if it was not measured.
        disturbed: Whether others used the machine; then nothing is said to hold or fail, but that
            there was no error.
    """
    sums = served(loads)
    pairs = zip(loads, engine_rates, strict=True)
    share = statistics.median(load.rate / rate for load, rate in pairs)
    tail = sums.p99_ms / sums.p50_ms
    errors = sum(load.errors for load in loads)

    def told(holds: bool) -> bool | None:
        return None if disturbed else holds

    flat = None if growth_kb is None else growth_kb <= MOST_GROWTH_KB
    return {
        "share_of_engine": Promise(share, LEAST_SHARE, told(share >= LEAST_SHARE)),
        "p99_by_median": Promise(tail, MOST_TAIL, told(tail <= MOST_TAIL)),
        "errors": Promise(errors, 0, errors == 0),
        "memory_growth_kb": Promise(growth_kb, MOST_GROWTH_KB, flat),
    }


def growth_of(readings: Sequence[int]) -> int | None:
    """Growth of a resident set in KiB: the median of the last tenth less that of the second.

    Args:
        readings: KiB at even intervals; fewer than 20 say nothing.
    """
    tenth = len(readings) // 10
    if tenth < 2:
        return None
    settled, final = readings[tenth : 2 * tenth], readings[-tenth:]
    return round(statistics.median(final) - statistics.median(settled))
