"""Two things timed in turn, and how much slower one is than the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter_ns

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Milliseconds of each run; entry i of both was taken one right after the other.

    Attributes:
        subject: float64 [N], what is judged.
        baseline: float64 [N], what it is held against.

    Raises:
        ValueError: If there is no pair, or one lacks its partner.
    """

    subject: NDArray[np.float64]
    baseline: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.subject.ndim != 1 or self.subject.shape != self.baseline.shape:
            raise ValueError("both sides need the same number of times")
        if not len(self.subject):
            raise ValueError("no pair was timed")

    @property
    def ratios(self) -> NDArray[np.float64]:
        """Subject over baseline of each pair, float64 [N]."""
        return self.subject / self.baseline


@dataclass(frozen=True, slots=True)
class Interval:
    """A median and the ends of its confidence interval."""

    median: float
    low: float
    high: float
    confidence: float


def time_pairs(
    subject: Callable[[], object], baseline: Callable[[], object], pairs: int, warm_up: int
) -> Pairs:
    """Run subject and baseline in turn: S B S B ...

    What disturbs the machine for a while then disturbs both, and their ratio stays.

    Args:
        subject: One whole run of it.
        baseline: One whole run of it.
        pairs: How many to time, >= 1.
        warm_up: How many to run before, untimed.
    """
    for _ in range(warm_up):
        subject()
        baseline()
    times = [(_milliseconds(subject), _milliseconds(baseline)) for _ in range(pairs)]
    return Pairs(np.array([s for s, _ in times]), np.array([b for _, b in times]))


def median_ratio(pairs: Pairs, resamples: int = RESAMPLES, seed: int = 0) -> Interval:
    """Median of the pairwise ratios with its percentile bootstrap interval.

    Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.

    Args:
        pairs: What was timed.
        resamples: Bootstrap samples.
        seed: Of the resampling; the same times always give the same interval.
    """
    ratios = pairs.ratios
    random = np.random.default_rng(seed)
    medians = [
        np.median(ratios[random.integers(0, len(ratios), len(ratios))]) for _ in range(resamples)
    ]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(medians, [tail, 1 - tail])
    return Interval(float(np.median(ratios)), float(low), float(high), CONFIDENCE)


def _milliseconds(run: Callable[[], object]) -> float:
    start = perf_counter_ns()
    run()
    return (perf_counter_ns() - start) / 1e6
