"""Sums up the load, and compares the server's figures with their limits."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.serving.load import Load

LEAST_SHARE = 0.85
"""Smallest share of the engine's own pictures per second that the server must reach."""

MOST_TAIL = 4.0
"""Largest p99 / median of the response time at saturation."""

MOST_GROWTH_KB = 8 * 1024
"""Largest growth of resident memory that counts as flat, KiB."""


@dataclass(frozen=True, slots=True)
class ServedFigures:
    """Figures of one server over all rounds.

    Attributes:
        pictures_per_second: Median over the rounds.
        p50_ms: Median response time.
        p99_ms: 99th percentile of the response time.
        quantiles_ms: Percentiles 1 to 99 of the response time.
        statuses: Number of responses by HTTP status; "0" counts broken connections.
    """

    pictures_per_second: float
    p50_ms: float
    p99_ms: float
    quantiles_ms: list[float]
    statuses: dict[str, int]


@dataclass(frozen=True, slots=True)
class CheckedLimit:
    """A figure and its limit.

    Attributes:
        figure: The measured value; None if it was not measured.
        limit: The limit.
        holds: Whether the limit holds; None if it was not measured, or the run was disturbed.
    """

    figure: float | None
    limit: float
    holds: bool | None


def served(loads: Sequence[Load]) -> ServedFigures:
    """Sum up the rounds of one server.

    Args:
        loads: What the clients saw, by round.

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
    return ServedFigures(rate, quantiles[49], quantiles[98], quantiles, statuses)


def check_limits(
    loads: Sequence[Load],
    engine_rates: Sequence[float],
    growth_kb: int | None,
    disturbed: bool,
) -> dict[str, CheckedLimit]:
    """Compare the server's figures with their limits.

    Args:
        loads: What clients of the server saw, by round.
        engine_rates: Pictures per second of the engine alone, by round.
        growth_kb: Growth of the server's memory, KiB; None if it was not measured.
        disturbed: Whether other processes used the machine; then only the limits of errors and
            memory are judged.
    """
    sums = served(loads)
    pairs = zip(loads, engine_rates, strict=True)
    share = statistics.median(load.rate / rate for load, rate in pairs)
    tail = sums.p99_ms / sums.p50_ms
    errors = sum(load.errors for load in loads)

    def judged(holds: bool) -> bool | None:
        return None if disturbed else holds

    flat = None if growth_kb is None else growth_kb <= MOST_GROWTH_KB
    return {
        "share_of_engine": CheckedLimit(share, LEAST_SHARE, judged(share >= LEAST_SHARE)),
        "p99_by_median": CheckedLimit(tail, MOST_TAIL, judged(tail <= MOST_TAIL)),
        "errors": CheckedLimit(errors, 0, errors == 0),
        "memory_growth_kb": CheckedLimit(growth_kb, MOST_GROWTH_KB, flat),
    }


def growth_of(readings: Sequence[int]) -> int | None:
    """Growth of resident memory in KiB: median of the last tenth minus that of the second tenth.

    Args:
        readings: KiB, at equal intervals.

    Returns:
        The growth; None for fewer than 20 readings.
    """
    tenth = len(readings) // 10
    if tenth < 2:
        return None
    settled, final = readings[tenth : 2 * tenth], readings[-tenth:]
    return round(statistics.median(final) - statistics.median(settled))
