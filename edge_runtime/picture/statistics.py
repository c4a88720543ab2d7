"""Statistics of a crop that tell graphics, drawings and pages of text from photographs.

Shares are counts of whole numbers, so that every language computes the same ones. The crop is taken
apart into contiguous planes once: along its last axis, of three channels, NumPy is thirty times as
slow. There is no product of matrices in it, which would start threads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle.contract import GraphicRule
from edge_runtime.types import FaceCrop

EDGE_STEP, HARD_STEP = 4, 32
"""Grey levels between neighbours, in any channel, from which there is an edge, and a hard one."""

NEARLY_WHITE, NEARLY_BLACK = 250, 5

BLOCK = 16
"""Side in pixels of the blocks whose tones are looked at."""

UNEVEN_RANGE, TWO_TONE_RANGE = 16, 64
"""Range of green from which a block is uneven, and from which it can have two tones."""

TONE_WIDTH = 16
"""Grey levels from either end of a block's range that belong to the tone there."""


@dataclass(frozen=True, slots=True)
class CropStatistics:
    """Five numbers about a crop.

    Attributes:
        flat: Share in [0, 1] of the pixels that equal the ones to the right and below, among those
            that are neither nearly white nor nearly black.
        common: Share of the blocks that have two tones, among those that are not even.
        hard: Share of the pixels at a hard edge, among those at an edge.
        extreme: Share of the pixels that are nearly white or nearly black.
        colourfulness: Metric M3 of Hasler and Süsstrunk, "Measuring colourfulness in natural
            images", 2003; 0 for grey, about 33 for a moderately colourful photograph.
    """

    flat: float
    common: float
    hard: float
    extreme: float
    colourfulness: float

    @staticmethod
    def of(crop: FaceCrop) -> CropStatistics:
        """Measure a crop, uint8 [S, S, 3] with S >= 2."""
        planes = np.ascontiguousarray(crop.transpose(2, 0, 1))
        step, extreme = _largest_steps(planes), _extreme_pixels(planes)
        return CropStatistics(
            flat=_share((step == 0) & ~extreme[:-1, :-1], ~extreme[:-1, :-1]),
            common=_common(planes[1]),
            hard=_share(step >= HARD_STEP, step >= EDGE_STEP),
            extreme=int(np.count_nonzero(extreme)) / extreme.size,
            colourfulness=_colourfulness(planes.astype(np.int16)),
        )

    def graphic_score(self, rule: GraphicRule) -> float:
        """Logistic score; above 0 the crop is no photograph."""
        return (
            rule.bias
            + rule.flat * self.flat
            + rule.common * self.common
            + rule.hard * self.hard
            + rule.extreme * self.extreme
            + rule.colourfulness * self.colourfulness
        )


def _largest_steps(planes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Largest difference of any channel to the right or below; not of the last row and column."""
    here = planes[:, :-1, :-1]
    right, below = _apart(here, planes[:, :-1, 1:]), _apart(here, planes[:, 1:, :-1])
    step: NDArray[np.uint8] = np.maximum(right, below).max(axis=0)
    return step


def _apart(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    apart: NDArray[np.uint8] = np.maximum(a, b) - np.minimum(a, b)
    return apart


def _extreme_pixels(planes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    white = planes.min(axis=0) >= NEARLY_WHITE
    extreme: NDArray[np.bool_] = white | (planes.max(axis=0) <= NEARLY_BLACK)
    return extreme


def _common(green: NDArray[np.uint8]) -> float:
    down, across = green.shape[0] // BLOCK, green.shape[1] // BLOCK
    blocks = green[: down * BLOCK, : across * BLOCK].reshape(down, BLOCK, across, BLOCK)
    values = blocks.swapaxes(1, 2).reshape(-1, BLOCK * BLOCK)
    low, high = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)
    near = (values - low <= TONE_WIDTH) | (high - values <= TONE_WIDTH)
    mostly_near = 5 * np.count_nonzero(near, axis=1) >= 3 * BLOCK * BLOCK
    extent = (high - low)[:, 0]
    return _share((extent >= TWO_TONE_RANGE) & mostly_near, extent >= UNEVEN_RANGE)


def _colourfulness(wide: NDArray[np.int16]) -> float:
    red, green, blue = wide
    mean_rg, spread_rg = _moments(red - green)
    mean_yb, spread_yb = _moments(red + green - 2 * blue)
    spread = math.sqrt(spread_rg + spread_yb / 4)
    return spread + 0.3 * math.sqrt(mean_rg**2 + mean_yb**2 / 4)


def _moments(values: NDArray[np.int16]) -> tuple[float, float]:
    """Mean and population variance, from exact sums."""
    count, wide = values.size, values.astype(np.int32)
    total, squares = int(wide.sum(dtype=np.int64)), int((wide * wide).sum(dtype=np.int64))
    return total / count, (count * squares - total**2) / count**2


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    """Part of the whole; 0 of nothing."""
    count = int(np.count_nonzero(whole))
    return int(np.count_nonzero(part)) / count if count else 0.0
