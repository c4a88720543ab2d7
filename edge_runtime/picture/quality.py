"""Flags what makes a region hard to judge; flags never change the verdict."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle.contract import QualityRule
from edge_runtime.types import FaceCrop, QualityFlag

_LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601


def judge(crop: FaceCrop, side_px: float, rule: QualityRule) -> tuple[QualityFlag, ...]:
    """Flags of a region, in a fixed order.

    Args:
        crop: uint8 [S, S, 3], S >= 3.
        side_px: Side of the crop's square in pixels of the picture.
        rule: The contract's quality block.

    Returns:
        Any of "small", "blurred", "dark", "bright".
    """
    luma = luma_of(crop)
    mean = float(luma.mean())
    checks: tuple[tuple[QualityFlag, bool], ...] = (
        ("small", side_px < rule.small_below_px),
        ("blurred", sharpness_of(luma) < rule.blurred_below),
        ("dark", mean < rule.dark_below),
        ("bright", mean > rule.bright_above),
    )
    return tuple(flag for flag, holds in checks if holds)


def luma_of(crop: FaceCrop) -> NDArray[np.float64]:
    """BT.601 luma in [0, 255], float64 [S, S]."""
    luma: NDArray[np.float64] = crop @ _LUMA
    return luma


def sharpness_of(luma: NDArray[np.float64]) -> float:
    """Variance of the 4-neighbour Laplacian over the inner pixels, >= 0.

    Measure LAPV of Pertuz et al., "Analysis of focus measure operators for shape-from-focus",
    Pattern Recognition 46 (2013).
    """
    around = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:]
    return float((around - 4 * luma[1:-1, 1:-1]).var())
