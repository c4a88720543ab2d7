"""Intervals of shares."""

from __future__ import annotations

from model_dev.statistics.metrics import LEVEL


def wilson(count: int, of: int) -> tuple[float, float]:
    """Ends of the 95 % interval of a share (Wilson, 1927), in [0, 1].

    Args:
        count: Cases that are so, 0 to ``of``.
        of: All cases, > 0.
    """
    from scipy.stats import binomtest

    interval = binomtest(count, of).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)
