"""Tiny pictures: mirrored copies fill the input instead of a few enlarged pixels.

Enlarging a picture of 32 pixels sevenfold adds nothing; it only makes its traces too coarse for a
network whose filters span a few pixels. Copies side by side keep their scale. As the logit is a
mean over positions, it is a mean over copies.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge_runtime.picture.geometry import cut_crop
from edge_runtime.picture.pixels import Pixels
from edge_runtime.types import Box, EvidenceMap, FaceCrop


def cut_mirrored(pixels: Pixels, box: Box, side: int, size: int) -> FaceCrop:
    """Resample a square, and repeat it to the right and downwards, mirrored at each seam.

    Args:
        pixels: The upright picture.
        box: Square in its pixels, not empty.
        side: Side of a copy in pixels (contract).
        size: Side of the result in pixels, >= ``side``; the last copies may be cut off.

    Returns:
        uint8 [size, size, 3].

    Raises:
        ValueError: If the box is empty or not finite.
    """
    positions = _mirrored(size, side)
    return np.ascontiguousarray(cut_crop(pixels, box, side)[np.ix_(positions, positions)])


def fold_mirrored(evidence: EvidenceMap, side: int, size: int) -> EvidenceMap:
    """Evidence of one copy: the mean over all positions that show the same part.

    Args:
        evidence: float32 [h, h] of a crop of ``size`` pixels made by `cut_mirrored`.
        side: Side of a copy in pixels; a multiple of ``size / h``.
        size: Side of the crop in pixels.

    Returns:
        float32 [k, k] with ``k = side * h / size``.
    """
    cells = side * len(evidence) // size
    positions = _mirrored(len(evidence), cells)
    copies = positions[None, :] == np.arange(cells)[:, None]
    share = copies / copies.sum(axis=1, keepdims=True)
    return np.asarray(share @ evidence @ share.T, np.float32)


def _mirrored(length: int, period: int) -> NDArray[np.intp]:
    """Which of ``period`` positions each of ``length`` shows: 0 1 2 2 1 0 0 1 2 ..."""
    place = np.arange(length) % (2 * period)
    return np.minimum(place, 2 * period - 1 - place)
