"""Small geometric changes: a face moved and scaled, a mask bent."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_runtime.types import FaceCrop
from model_dev.forge.forgery import Mask, Points

Affine = NDArray[np.float64]
"""float64 [2, 3], maps points of the source to points of the target."""


def small_affine(
    centre: NDArray[np.float32], unit: float, shift: float, scale: float, rng: np.random.Generator
) -> Affine:
    """A random translation and scaling about a point.

    Args:
        centre: Point that scaling leaves in place, in pixels.
        unit: Length in pixels that ``shift`` is relative to.
        shift: Largest translation along either axis.
        scale: Largest relative change of size.
        rng: Source of the random choices.
    """
    factor = 1 + rng.uniform(-scale, scale)
    moved = rng.uniform(-shift, shift, 2) * unit
    offset = centre * (1 - factor) + moved
    return np.array([[factor, 0, offset[0]], [0, factor, offset[1]]])


def best_affine(source: Points, target: Points) -> Affine:
    """The least-squares affine map of some points to others, each float32 [N, 2]."""
    known = np.column_stack([source, np.ones(len(source))]).astype(np.float64)
    solution, *_ = np.linalg.lstsq(known, target.astype(np.float64), rcond=None)
    return np.asarray(solution.T)


def moved_points(points: Points, affine: Affine) -> Points:
    """Points through an affine map."""
    return (points @ affine[:, :2].T + affine[:, 2]).astype(np.float32)


def moved_picture(picture: FaceCrop, affine: Affine, kernel: int = cv2.INTER_LINEAR) -> FaceCrop:
    """A picture through an affine map, continued by reflection."""
    side = picture.shape[:2][::-1]
    return np.asarray(
        cv2.warpAffine(picture, affine, side, flags=kernel, borderMode=cv2.BORDER_REFLECT_101)
    )


def bent(mask: Mask, reach: float, knots: int, rng: np.random.Generator) -> Mask:
    """A mask deformed elastically: a random displacement at each knot, smooth between.

    Args:
        mask: float32 [S, S].
        reach: Largest displacement in pixels.
        knots: Knots on a side.
        rng: Source of the random choices.
    """
    size = mask.shape[0]
    coarse = rng.uniform(-reach, reach, (knots, knots, 2)).astype(np.float32)
    field = cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)
    x, y = np.meshgrid(np.arange(size, dtype=np.float32), np.arange(size, dtype=np.float32))
    return np.asarray(cv2.remap(mask, x + field[..., 0], y + field[..., 1], cv2.INTER_LINEAR))
