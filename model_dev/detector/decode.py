"""From the outputs of YuNet to faces."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from model_dev.detector.onnx_graph import STRIDES

Faces = NDArray[np.float32]
"""float32 [N, 15] in pixels of the input: left, top, right, bottom, five points (x, y), score."""


def decode(outputs: Mapping[str, NDArray[np.float32]], side: int, threshold: float) -> Faces:
    """Every cell whose score reaches a threshold, as a face.

    Args:
        outputs: ``cls_8`` to ``kps_32``, float32 [1, N, C].
        side: Height and width of the input in pixels.
        threshold: Least score, in 0..1.
    """
    return np.concatenate([_decode_stride(outputs, side, stride, threshold) for stride in STRIDES])


def _decode_stride(
    outputs: Mapping[str, NDArray[np.float32]], side: int, stride: int, threshold: float
) -> Faces:
    chance, present, box, points = (
        outputs[f"{kind}_{stride}"][0] for kind in ("cls", "obj", "bbox", "kps")
    )
    score = np.sqrt(chance * present)
    kept = np.flatnonzero(score[:, 0] >= threshold)
    cell = np.stack([kept % (side // stride), kept // (side // stride)], axis=1).astype(np.float32)
    centre = (cell + box[kept, :2]) * stride
    half = np.exp(box[kept, 2:]) * (stride / 2)
    placed = (points[kept].reshape(-1, 5, 2) + cell[:, None]) * stride
    parts = [centre - half, centre + half, placed.reshape(-1, 10), score[kept]]
    return np.concatenate(parts, axis=1).astype(np.float32)


def suppress(faces: Faces, iou: float) -> Faces:
    """Keep of overlapping faces the one with the highest score, highest score first.

    Args:
        faces: From `decode`.
        iou: A face that overlaps a kept one by more than this is dropped.
    """
    rest = faces[np.argsort(-faces[:, 14], kind="stable")]
    kept = []
    while len(rest):
        kept.append(rest[0])
        rest = rest[1:][overlap(rest[0], rest[1:]) <= iou]
    return np.stack(kept) if kept else faces


def overlap(face: NDArray[np.float32], others: Faces) -> NDArray[np.float32]:
    """Intersection over union of one box with others, float32 [N] in 0..1."""
    low, high = np.maximum(face[:2], others[:, :2]), np.minimum(face[2:4], others[:, 2:4])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    areas = np.prod(others[:, 2:4] - others[:, :2], axis=1)
    united = np.prod(face[2:4] - face[:2]) + areas - shared
    return np.asarray(shared / united, np.float32)
