"""Two things timed alternately, and the ratio of their times."""

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
    """Milliseconds of each run; entries i of both sides were measured one right after the other.

    Attributes:
        candidate: float64 [N], what is judged.
        baseline: float64 [N], what it is compared with.

    Raises:
        ValueError: If there is no pair, or the sides differ in length.
    """

    candidate: NDArray[np.float64]
    baseline: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.candidate.ndim != 1 or self.candidate.shape != self.baseline.shape:
            raise ValueError("both sides need the same number of times")
        if not len(self.candidate):
            raise ValueError("no pair was timed")

    @property
    def ratios(self) -> NDArray[np.float64]:
        """Candidate / baseline of each pair, float64 [N]."""
        return self.candidate / self.baseline


@dataclass(frozen=True, slots=True)
class Interval:
    """A median and the ends of its confidence interval."""

    median: float
    low: float
    high: float
    confidence: float


def time_pairs(
    candidate: Callable[[], object], baseline: Callable[[], object], pairs: int, warm_up: int
) -> Pairs:
    """Run candidate and baseline alternately: C B C B ...

    A temporary disturbance of the machine then affects both sides, and hardly their ratio.

    Args:
        candidate: One whole run of it.
        baseline: One whole run of it.
        pairs: Number of timed pairs, >= 1.
        warm_up: Number of pairs that run before, untimed.
    """
    for _ in range(warm_up):
        candidate()
        baseline()
    times = [(milliseconds(candidate), milliseconds(baseline)) for _ in range(pairs)]
    return Pairs(np.array([c for c, _ in times]), np.array([b for _, b in times]))


def median_ratio(pairs: Pairs, resamples: int = RESAMPLES, seed: int = 0) -> Interval:
    """Median of the pairwise ratios with its percentile bootstrap interval.

    Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.

    Args:
        pairs: The times.
        resamples: Number of bootstrap samples.
        seed: Seed of the resampling: the same times always give the same interval.
    """
    ratios = pairs.ratios
    random = np.random.default_rng(seed)
    medians = [
        np.median(ratios[random.integers(0, len(ratios), len(ratios))]) for _ in range(resamples)
    ]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(medians, [tail, 1 - tail])
    return Interval(float(np.median(ratios)), float(low), float(high), CONFIDENCE)


def milliseconds(run: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = perf_counter_ns()
    run()
    return (perf_counter_ns() - start) / 1e6
