"""Pools the log-odds of a face's frames into those of the clip.

The frames of a clip are near copies of each other: they do not multiply the evidence, so their
calibrated log-odds are averaged and not added. The average is the mean of the middle half (the
interquartile mean): a quarter of the frames, such as those that motion blurred, may say anything
without moving it, and yet it uses more of them than the median does. The contract's thresholds,
which were fitted on single pictures, judge the probability of that average.
"""

from __future__ import annotations

from collections.abc import Sequence

TRIMMED = 0.25
"""Share of the frames that is left out at either end."""


def pooled_log_odds(log_odds: Sequence[float]) -> float:
    """Mean of the middle half.

    Args:
        log_odds: Calibrated, of one face in each frame; at least one.
    """
    ordered = sorted(log_odds)
    cut = int(len(ordered) * TRIMMED)
    middle = ordered[cut : len(ordered) - cut]
    return sum(middle) / len(middle)
