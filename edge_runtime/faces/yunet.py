"""YuNet's output rows to boxes.

Source: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence Research
20 (2023), and the decoding in OpenCV's `FaceDetectorYN`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Detections = NDArray[np.float64]
"""float64 [N, 5]: left, top, right, bottom, score."""


def count_rows(input_size: int, strides: Sequence[int]) -> int:
    """Rows of a detector's output: one for each cell of each stride."""
    return sum((input_size // stride) ** 2 for stride in strides)


def decode(
    rows: NDArray[np.float32], input_size: int, strides: Sequence[int], threshold: float
) -> Detections:
    """Boxes of the cells whose score reaches a threshold, in pixels of the input.

    Args:
        rows: float32 [N, 6], stride by stride and row by row: the chance of a face, the chance of
            an object, and the box relative to its cell: centre x and y in cells, the logarithms
            of width and height in cells.
        input_size: Side of the detector's input in pixels.
        strides: Pixels between two cells, in the order of the rows.
        threshold: Least score, in (0, 1).

    Returns:
        In the order of the rows; boxes with a number that is not finite are left out.
    """
    chances = np.clip(rows[:, :2].astype(np.float64), 0, 1)
    scores = np.sqrt(chances[:, 0] * chances[:, 1])
    kept = np.flatnonzero(scores >= threshold)
    offsets = rows[kept, 2:].astype(np.float64)
    cells, lengths = _cells(kept, input_size, strides)
    centre = (cells + offsets[:, :2]) * lengths[:, None]
    with np.errstate(over="ignore"):
        half = np.exp(offsets[:, 2:]) * (lengths[:, None] / 2)
    found = np.concatenate([centre - half, centre + half, scores[kept, None]], axis=1)
    return np.asarray(found[np.isfinite(found).all(axis=1)], np.float64)


def _cells(
    kept: NDArray[np.intp], input_size: int, strides: Sequence[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Column and row of the cells [M, 2], and their strides [M]."""
    across = np.array([input_size // stride for stride in strides])
    ends = np.cumsum(across**2)
    layer = np.searchsorted(ends, kept, side="right")
    inside = kept - (ends - across**2)[layer]
    cells = np.stack([inside % across[layer], inside // across[layer]], axis=1)
    return cells.astype(np.float64), np.array(strides, np.float64)[layer]


def suppress(detections: Detections, limit: float) -> Detections:
    """Keep of overlapping boxes the one with the best score.

    Args:
        detections: In any order and unit.
        limit: Intersection over union above which the weaker of two boxes is dropped.

    Returns:
        Best score first; equal scores keep their order.
    """
    rest = detections[np.argsort(-detections[:, 4], kind="stable")]
    kept = []
    while len(rest):
        kept.append(rest[0])
        rest = rest[1:][overlap(rest[0], rest[1:]) <= limit]
    return np.array(kept, np.float64).reshape(-1, 5)


def overlap(one: NDArray[np.float64], others: Detections) -> NDArray[np.float64]:
    """Intersection over union of a box with others, in [0, 1]; 0 for boxes without area."""
    low, high = np.maximum(one[:2], others[:, :2]), np.minimum(one[2:4], others[:, 2:4])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    united = np.prod(one[2:4] - one[:2]) + areas(others) - shared
    return np.asarray(np.divide(shared, united, out=np.zeros(len(others)), where=united > 0))


def areas(detections: Detections) -> NDArray[np.float64]:
    """Width times height of each box."""
    return np.asarray(np.prod(detections[:, 2:4] - detections[:, :2], axis=1), np.float64)
