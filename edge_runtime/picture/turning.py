"""Turns and mirrors what the network sees, and turns its evidence back."""

from __future__ import annotations

import numpy as np

from edge_runtime.types import EvidenceMap, FaceCrop, Turn


def turn_clockwise(crop: FaceCrop, turn: Turn) -> FaceCrop:
    """A crop, uint8 [S, S, 3], turned clockwise by ``turn`` degrees; not a copy if it is 0."""
    return crop if turn == 0 else np.ascontiguousarray(np.rot90(crop, -(turn // 90)))


def mirror_crop(crop: FaceCrop) -> FaceCrop:
    """A crop, uint8 [S, S, 3], with left and right swapped."""
    return np.ascontiguousarray(crop[:, ::-1])


def turn_back(evidence: EvidenceMap, turn: Turn) -> EvidenceMap:
    """Evidence, float32 [h, h], of a crop that was turned clockwise, as the crop was before."""
    return evidence if turn == 0 else np.ascontiguousarray(np.rot90(evidence, turn // 90))
