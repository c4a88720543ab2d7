"""YuNet's numbers to boxes, one cell at a time, from the definition of its outputs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

Detection: TypeAlias = list[float]
"""left, top, right, bottom, score."""


def decode(
    rows: Sequence[Sequence[float]], size: int, strides: Sequence[int], threshold: float
) -> list[Detection]:
    """The boxes of the cells whose score reaches a threshold, in the order of the rows.

    A row is the chance of a face, the chance of an object, and centre x, y, width and height
    relative to the cell; the last two are logarithms.
    """
    found = []
    index = 0
    for stride in strides:
        for y in range(size // stride):
            for x in range(size // stride):
                one = _cell(rows[index], x, y, stride)
                if all(map(math.isfinite, one)) and one[4] >= threshold:
                    found.append(one)
                index += 1
    return found


def _cell(row: Sequence[float], x: int, y: int, stride: int) -> Detection:
    chance, present, dx, dy, dw, dh = row
    middle_x, middle_y = (x + dx) * stride, (y + dy) * stride
    width, height = _exp(dw) * stride, _exp(dh) * stride
    score = math.sqrt(_share(chance) * _share(present))
    left, top = middle_x - width / 2, middle_y - height / 2
    return [left, top, middle_x + width / 2, middle_y + height / 2, score]


def _share(value: float) -> float:
    return value if math.isnan(value) else min(max(value, 0.0), 1.0)


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def suppress(detections: Sequence[Detection], limit: float) -> list[Detection]:
    """Best score first; none overlaps a better one by more than the limit."""
    kept: list[Detection] = []
    for one in sorted(detections, key=lambda detection: -detection[4]):
        if all(iou(one, other) <= limit for other in kept):
            kept.append(one)
    return kept


def iou(one: Detection, other: Detection) -> float:
    """Intersection over union; 0 if either has no area."""
    if area(one) <= 0 or area(other) <= 0:
        return 0.0
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(width, 0.0) * max(height, 0.0)
    return shared / (area(one) + area(other) - shared)


def area(one: Detection) -> float:
    """Width times height."""
    return (one[2] - one[0]) * (one[3] - one[1])
