"""BlazeFace's numbers to faces, one box at a time.

From the definition of MediaPipe's SsdAnchors, TensorsToDetections and NonMaxSuppression (WEIGHTED,
INTERSECTION_OVER_UNION) calculators with the options of its short- and full-range face graphs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Detection: TypeAlias = list[float]
"""left, top, right, bottom, six keypoints (x, y), score."""


def anchors(
    input_size: int, strides: Sequence[int], per_stride: Sequence[int]
) -> list[tuple[float, float]]:
    """Anchor centres (x, y) in shares of the input's side.

    Layers of equal stride that follow each other share one grid: at each of its places all their
    anchors come before those of the next place.
    """
    centres: list[tuple[float, float]] = []
    layer = 0
    while layer < len(strides):
        here, stride = 0, strides[layer]
        while layer < len(strides) and strides[layer] == stride:
            here += per_stride[layer]
            layer += 1
        side = math.ceil(input_size / stride)
        for y in range(side):
            for x in range(side):
                centres += [((x + 0.5) / side, (y + 0.5) / side)] * here
    return centres


def decode(
    raw: Sequence[float], logit: float, centre: tuple[float, float], rule: Mapping[str, Any]
) -> Detection | None:
    """One box in shares of the input's side, or None if it is no detection.

    ``raw`` holds centre x, centre y, width, height and six points (x, y), in pixels of the input;
    all but the width and the height are relative to the anchor's centre.
    """
    score = sigmoid(min(max(logit, -rule["score_clip"]), rule["score_clip"]))
    shares = [value / rule["input_size"] for value in raw]
    width, height = shares[2], shares[3]
    if score < rule["min_score"] or width < 0 or height < 0:
        return None
    x, y = centre[0] + shares[0], centre[1] + shares[1]
    points = [shares[4 + i] + centre[i % 2] for i in range(12)]
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2, *points, score]


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x)."""
    return 1 / (1 + math.exp(-x))


def merge(detections: Sequence[Detection], merge_iou: float) -> list[Detection]:
    """Weighted non-maximum suppression; a box always absorbs itself."""
    rest = sorted(detections, key=lambda detection: -detection[16])
    merged = []
    while rest:
        best, others = rest[0], rest[1:]
        group = [best, *(one for one in others if iou(best, one) > merge_iou)]
        rest = [one for one in others if iou(best, one) <= merge_iou]
        merged.append([*_weighted_mean(group), best[16]])
    return merged


def without_nested(detections: Sequence[Detection], limit: float) -> list[Detection]:
    """Detections, strongest first, none sharing more than ``limit`` of the smaller of two."""
    kept: list[Detection] = []
    for one in detections:
        if all(_shared(one, other) <= limit * min(_area(one), _area(other)) for other in kept):
            kept.append(one)
    return kept


def iou(one: Detection, other: Detection) -> float:
    """Intersection over union; 0 where both have no area."""
    shared = _shared(one, other)
    union = _area(one) + _area(other) - shared
    return shared / union if union > 0 else 0.0


def _weighted_mean(group: Sequence[Detection]) -> list[float]:
    total = sum(one[16] for one in group)
    return [sum(one[i] * one[16] for one in group) / total for i in range(16)]


def _shared(one: Detection, other: Detection) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def _area(one: Detection) -> float:
    return (one[2] - one[0]) * (one[3] - one[1])
