"""Statistics of a crop that tell graphics, drawings and pages of text from photographs.

Shares are counts of whole numbers, so that every language computes the same ones. The crop is taken
apart into contiguous planes once: along its last axis, of three channels, NumPy is thirty times as
slow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle.contract import GraphicRule
from edge_runtime.types import FaceCrop

EDGE_STEP, HARD_STEP = 4, 32
"""Grey levels from which a pixel is an edge, and a hard one."""

BLOCK = 16
"""Side in pixels of the blocks that are uneven, or of two tones."""

UNEVEN_RANGE, TWO_TONE_RANGE = 16, 64
"""Range of grey levels from which a block is uneven, and may be of two tones."""

TONE_WIDTH = 16
TONE_SHARE = (3, 5)
"""A block has two tones if this share of it is near its darkest or its brightest level."""

NEARLY_WHITE, NEARLY_BLACK = 250, 5


@dataclass(frozen=True, slots=True)
class CropStatistics:
    """Five numbers about a crop.

    Attributes:
        flat: Share in [0, 1] of the pixels, without the extreme ones, that equal the ones to the
            right and below. 0 if all are extreme.
        common: Share of the uneven blocks that have two common tones. 0 if none is uneven.
        hard: Share of the edges that are hard. 0 if there is none.
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
        planes = np.ascontiguousarray(crop.transpose(2, 0, 1)).astype(np.int16)
        steps, extreme = _steps(planes), _extreme(planes)
        inner = ~extreme[:-1, :-1]
        return CropStatistics(
            flat=_share((steps == 0) & inner, inner),
            common=_two_tone(planes[1]),
            hard=_share(steps >= HARD_STEP, steps >= EDGE_STEP),
            extreme=_share(extreme, np.ones_like(extreme)),
            colourfulness=_colourfulness(planes),
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


def _steps(planes: NDArray[np.int16]) -> NDArray[np.int16]:
    """Largest difference of each pixel from the ones to the right and below, in any channel."""
    here = planes[:, :-1, :-1]
    right, below = np.abs(planes[:, :-1, 1:] - here), np.abs(planes[:, 1:, :-1] - here)
    red, green, blue = np.maximum(right, below)
    return np.asarray(np.maximum(np.maximum(red, green), blue), np.int16)


def _extreme(planes: NDArray[np.int16]) -> NDArray[np.bool_]:
    red, green, blue = planes
    low = np.minimum(np.minimum(red, green), blue)
    high = np.maximum(np.maximum(red, green), blue)
    return np.asarray((low >= NEARLY_WHITE) | (high <= NEARLY_BLACK))


def _two_tone(green: NDArray[np.int16]) -> float:
    count = green.shape[0] // BLOCK
    whole = green[: count * BLOCK, : count * BLOCK].reshape(count, BLOCK, count, BLOCK)
    blocks = whole.swapaxes(1, 2).reshape(count**2, BLOCK**2)
    if not count:
        return 0.0
    low, high = blocks.min(axis=1, keepdims=True), blocks.max(axis=1, keepdims=True)
    near = ((blocks <= low + TONE_WIDTH) | (blocks >= high - TONE_WIDTH)).sum(axis=1)
    least, of = TONE_SHARE
    spread = (high - low)[:, 0]
    two = (spread >= TWO_TONE_RANGE) & (near * of >= least * BLOCK**2)
    return _share(two, spread >= UNEVEN_RANGE)


def _colourfulness(wide: NDArray[np.int16]) -> float:
    red, green, blue = wide
    mean_rg, spread_rg = _moments(red - green)
    mean_yb, spread_yb = _moments(red + green - 2 * blue)
    spread = math.sqrt(spread_rg + spread_yb / 4)
    return spread + 0.3 * math.sqrt(mean_rg**2 + mean_yb**2 / 4)


def _moments(values: NDArray[np.int16]) -> tuple[float, float]:
    """Mean and population variance, from exact sums."""
    count = values.size
    flat = values.ravel().astype(np.float64)  # whole numbers below 2^53: their sums are exact
    total, squares = int(values.sum(dtype=np.int64)), int(np.dot(flat, flat))
    return total / count, (count * squares - total**2) / count**2


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    count = int(np.count_nonzero(whole))
    return int(np.count_nonzero(part)) / count if count else 0.0
