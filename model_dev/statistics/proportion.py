"""Intervals of shares."""

from __future__ import annotations

import math

NORMAL_95 = 1.959963984540054


def wilson(count: int, of: int) -> tuple[float, float]:
    """Ends of the 95 % interval of a share (Wilson, 1927), in [0, 1].

    Args:
        count: Cases that are so, 0 to ``of``.
        of: All cases, > 0.
    """
    share, square = count / of, NORMAL_95**2
    centre = (share + square / (2 * of)) / (1 + square / of)
    spread = share * (1 - share) / of + square / (4 * of**2)
    half = NORMAL_95 * math.sqrt(spread) / (1 + square / of)
    return max(0.0, centre - half), min(1.0, centre + half)
