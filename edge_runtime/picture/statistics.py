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

FLAT_STEP = 2
"""Grey levels by which neighbours in a flat place differ at most, in every channel."""

COMMON_COLOURS = 4
COLOUR_BITS = 4
"""Upper bits of a channel that tell one frequent colour from another."""

HARD_STEP = 64_000
"""Difference of luma from which two neighbours are a hard edge, in thousandths of a grey level."""

NEARLY_WHITE, NEARLY_BLACK = 250, 5


@dataclass(frozen=True, slots=True)
class CropStatistics:
    """Five numbers about a crop.

    Attributes:
        flat: Share in [0, 1] of the pixels that equal the ones to the right and below.
        common: Share of the pixels that have one of the four most frequent colours.
        hard: Share of the pairs of neighbours that are a hard edge.
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
        wide = planes.astype(np.int16)
        return CropStatistics(
            flat=_flat(planes),
            common=_common(planes),
            hard=_hard(planes),
            extreme=_extreme(planes),
            colourfulness=_colourfulness(wide),
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


def _flat(planes: NDArray[np.uint8]) -> float:
    here = planes[:, :-1, :-1]
    flat = _apart(here, planes[:, :-1, 1:]) <= FLAT_STEP
    flat &= _apart(here, planes[:, 1:, :-1]) <= FLAT_STEP
    return _share(flat[0] & flat[1] & flat[2])


def _apart(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.maximum(a, b) - np.minimum(a, b)


def _common(planes: NDArray[np.uint8]) -> float:
    red, green, blue = planes >> (8 - COLOUR_BITS)
    colours = (red.astype(np.uint16) << 2 * COLOUR_BITS) | (green << COLOUR_BITS) | blue
    counts = np.bincount(colours.ravel(), minlength=COMMON_COLOURS)
    most = int(np.partition(counts, -COMMON_COLOURS)[-COMMON_COLOURS:].sum())
    return most / int(colours.size)


def _hard(planes: NDArray[np.uint8]) -> float:
    luma = planes[0] * np.int32(299) + planes[1] * np.int32(587) + planes[2] * np.int32(114)
    across = np.abs(np.diff(luma, axis=1)) >= HARD_STEP
    down = np.abs(np.diff(luma, axis=0)) >= HARD_STEP
    hard = int(np.count_nonzero(across) + np.count_nonzero(down))
    return hard / int(across.size + down.size)


def _extreme(planes: NDArray[np.uint8]) -> float:
    white = planes.min(axis=0) >= NEARLY_WHITE
    return _share(white | (planes.max(axis=0) <= NEARLY_BLACK))


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


def _share(holds: NDArray[np.bool_]) -> float:
    return int(np.count_nonzero(holds)) / holds.size
