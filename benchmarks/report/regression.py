"""Compares two results: which cases became slower, and how certain that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure.pairs import CONFIDENCE, Interval
from benchmarks.records.case import Case
from benchmarks.records.result import Result

Outcome: TypeAlias = Literal["same", "slower", "faster", "undecided", "lost", "new"]

BLOCKS = 32
"""Number of consecutive blocks of times: neighbouring times are correlated, blocks hardly."""

RESAMPLES = 4000


@dataclass(frozen=True, slots=True)
class Change:
    """How a case or a ratio changed.

    Attributes:
        name: Name of the case or ratio.
        outcome: "slower" or "faster" if the whole interval is beyond the tolerance; "undecided" if
            the tolerance lies inside the interval, or a side is noisy; "lost" if only the first
            result has a figure, "new" if only the second has.
        ratio: Second / first; None if a side has no figure.
        reason: Why it is undecided or lost; else empty.
    """

    name: str
    outcome: Outcome
    ratio: Interval | None
    reason: str = ""


def compare(first: Result, second: Result, tolerance: float) -> list[Change]:
    """Compare the cases and ratios of two results.

    Args:
        first: The earlier result.
        second: The later result.
        tolerance: Largest relative slow-down that does not count, > 0.
    """
    cases = {str(case.setting): case for case in first.cases}
    later = {str(case.setting): case for case in second.cases}
    changes = [
        _case_change(name, cases.get(name), later.get(name), tolerance)
        for name in dict.fromkeys((*cases, *later))
    ]
    return [*changes, *_ratio_changes(first, second, tolerance)]


def ratio_of_medians(
    first: NDArray[np.float64], second: NDArray[np.float64], seed: int = 0
) -> Interval:
    """Median of the second times / median of the first, with a block bootstrap interval.

    Künsch, "The Jackknife and the Bootstrap for General Stationary Observations", 1989: whole
    blocks are resampled, because neighbouring times are correlated.

    Args:
        first: float64 [N], N >= 1.
        second: float64 [M], M >= 1.
        seed: Seed of the resampling.
    """
    random = np.random.default_rng(seed)
    above, below = _resampled(second, random), _resampled(first, random)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(above / below, [tail, 1 - tail])
    middle = float(np.median(second) / np.median(first))
    return Interval(middle, min(float(low), middle), max(float(high), middle), CONFIDENCE)


def _resampled(times: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Medians of resampled times, float64 [`RESAMPLES`]."""
    blocks = [block for block in np.array_split(times, BLOCKS) if len(block)]
    medians = np.array([np.median(block) for block in blocks])
    drawn = random.integers(0, len(medians), (RESAMPLES, len(medians)))
    medians_of_draws: NDArray[np.float64] = np.median(medians[drawn], axis=1)
    return medians_of_draws


def _case_change(name: str, first: Case | None, second: Case | None, tolerance: float) -> Change:
    had, has = _has_figure(first), _has_figure(second)
    if not had or not has or first is None or second is None:
        return _missing(name, had, has, second)
    if not first.times_ms or not second.times_ms:
        return Change(name, "undecided", None, "a side has only a mean")
    ratio = ratio_of_medians(np.array(first.times_ms), np.array(second.times_ms))
    return _judge(name, ratio, tolerance, noisy=not (first.good and second.good))


def _has_figure(case: Case | None) -> bool:
    return case is not None and case.status == "measured"


def _missing(name: str, had: bool, has: bool, second: Case | None) -> Change:
    if had:
        return Change(name, "lost", None, second.reason if second else "not measured again")
    if has:
        return Change(name, "new", None)
    return Change(name, "same", None, "no figure in either")


def _judge(name: str, ratio: Interval, tolerance: float, noisy: bool) -> Change:
    if noisy:
        return Change(name, "undecided", ratio, "a side is noisy")
    if ratio.low > 1 + tolerance:
        return Change(name, "slower", ratio)
    if ratio.high < 1 / (1 + tolerance):
        return Change(name, "faster", ratio)
    if ratio.high > 1 + tolerance:
        return Change(name, "undecided", ratio, "the tolerance lies inside the interval")
    return Change(name, "same", ratio)


def _ratio_changes(first: Result, second: Result, tolerance: float) -> Iterator[Change]:
    earlier = {str(record["benchmark"]): record for record in first.ratios}
    for record in second.ratios:
        name = str(record["benchmark"])
        if name in earlier:
            before = earlier[name]
            ratio = ratio_of_medians(_ratios(before), _ratios(record))
            noisy = bool(before["noisy"] or record["noisy"])
            yield _judge(f"ratio {name}", ratio, tolerance, noisy)


def _ratios(record: Any) -> NDArray[np.float64]:
    subject, baseline = (np.array(record[side]["times_ms"]) for side in ("subject", "baseline"))
    ratios: NDArray[np.float64] = subject / baseline
    return ratios
