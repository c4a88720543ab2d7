"""BlazeFace's output tensors to boxes.

Source: MediaPipe ``ssd_anchors_calculator`` and ``tensors_to_detections_calculator`` with the
options of ``face_detection_short_range`` and ``face_detection_full_range`` (fixed anchor size 1,
anchor offset 0.5, x before y); Bazarevsky et al., "BlazeFace", arXiv:1907.05047.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle.contract import DetectorRule

Detections = NDArray[np.float32]
"""float32 [N, 17]: left, top, right, bottom, six keypoints (x, y), score."""


def make_anchors(
    input_size: int, strides: Sequence[int], anchors_per_stride: Sequence[int]
) -> NDArray[np.float32]:
    """Anchor centres, row by row, with the anchors of neighbouring equal strides side by side.

    Args:
        input_size: Side of the detector's input in pixels.
        strides: Stride of each layer in pixels.
        anchors_per_stride: Anchors at each place of that layer.

    Returns:
        float32 [N, 2], (x, y) as shares of the input's side, in (0, 1).
    """
    layers = zip(strides, anchors_per_stride, strict=True)
    grids = [
        _grid(input_size, stride, sum(count for _, count in group))
        for stride, group in groupby(layers, key=lambda layer: layer[0])
    ]
    return np.concatenate(grids)


def _grid(input_size: int, stride: int, count: int) -> NDArray[np.float32]:
    side = -(-input_size // stride)
    centres = (np.arange(side, dtype=np.float32) + np.float32(0.5)) / np.float32(side)
    y, x = np.meshgrid(centres, centres, indexing="ij")
    return np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), count, axis=0)


def decode(
    regressors: NDArray[np.float32],
    scores: NDArray[np.float32],
    anchors: NDArray[np.float32],
    rule: DetectorRule,
) -> Detections:
    """Boxes above the detector's score, in shares of its input's side.

    Boxes of negative width or height, which the network can put out, are left out.

    Args:
        regressors: float32 [N, 16]: centre x, centre y, width, height, six keypoints (x, y), in
            pixels of the input relative to the anchor.
        scores: float32 [N], logits.
        anchors: float32 [N, 2] from `make_anchors`.
        rule: The detector's contract.
    """
    clipped = np.clip(scores.astype(np.float64), -rule.score_clip, rule.score_clip)
    probability = 1 / (1 + np.exp(-clipped))
    keep = (probability >= rule.min_score) & np.all(regressors[:, 2:4] >= 0, axis=1)
    raw = regressors[keep] / np.float32(rule.input_size)
    centre = raw[:, 0:2] + anchors[keep]
    half = raw[:, 2:4] / 2
    points = raw[:, 4:16].reshape(-1, 6, 2) + anchors[keep][:, None, :]
    columns = [centre - half, centre + half, points.reshape(-1, 12), probability[keep, None]]
    return np.concatenate(columns, axis=1).astype(np.float32)


def merge_weighted(detections: Detections, merge_iou: float) -> Detections:
    """Weighted non-maximum suppression.

    Each strongest box absorbs those that overlap it by more than ``merge_iou``; position and
    keypoints become the score-weighted mean, the score stays the strongest one.

    Args:
        detections: float32 [N, 17], any one unit.
        merge_iou: Intersection over union, in [0, 1).

    Returns:
        float32 [M, 17], strongest first.
    """
    rest = detections[np.argsort(-detections[:, 16], kind="stable")]
    merged = []
    while len(rest):
        near = overlap(rest[0], rest) > merge_iou
        near[0] = True
        group = rest[near]
        mean = np.average(group[:, :16], axis=0, weights=group[:, 16])
        merged.append(np.append(mean, rest[0, 16]))
        rest = rest[~near]
    return np.array(merged, np.float32).reshape(-1, 17)


def drop_nested(detections: Detections, limit: float) -> Detections:
    """Without the boxes that lie mostly inside a stronger one, or around it.

    Views and detectors see one face at different sizes; IoU alone keeps both.

    Args:
        detections: float32 [N, 17], strongest first.
        limit: Shared area as a share of the smaller box, in (0, 1].
    """
    kept = np.empty((0, 17), np.float32)
    for row in detections:
        area = np.prod(kept[:, 2:4] - kept[:, :2], axis=1)
        smaller = np.minimum(area, np.prod(row[2:4] - row[:2]))
        if not np.any(_shared(row, kept) > limit * smaller):
            kept = np.concatenate([kept, row[None]])
    return kept


def overlap(box: NDArray[np.float32], boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Intersection over union of one box with many; boxes without area overlap nothing."""
    shared = _shared(box, boxes)
    area = np.prod(boxes[:, 2:4] - boxes[:, :2], axis=1)
    union = np.prod(box[2:4] - box[:2]) + area - shared
    return np.where(union > 0, shared / np.where(union > 0, union, 1), 0).astype(np.float32)


def _shared(box: NDArray[np.float32], boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    low = np.maximum(box[:2], boxes[:, :2])
    high = np.minimum(box[2:4], boxes[:, 2:4])
    return np.asarray(np.prod(np.clip(high - low, 0, None), axis=1), np.float32)
