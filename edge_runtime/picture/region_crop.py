"""What the network sees of a region of a picture, and the evidence over that part."""

from __future__ import annotations

from edge_runtime.bundle.contract import CropRule
from edge_runtime.picture.geometry import cut_crop, plan_crop
from edge_runtime.picture.mirror_tiling import cut_mirrored, fold_mirrored
from edge_runtime.picture.pixels import Pixels
from edge_runtime.types import Box, EvidenceMap, FaceCrop, RegionKind


def region_square(kind: RegionKind, box: Box, rule: CropRule) -> Box:
    """The square of the picture that the network sees of a region, and its evidence covers.

    Args:
        kind: A face, or the whole picture.
        box: The face box, or the centre square of the picture, in its pixels.
        rule: The contract's crop block.

    Returns:
        For a face the square around its box with the contract's margin, which may reach outside
        of the picture; for the whole picture `box` itself.
    """
    return plan_crop(box, rule.face_margin) if kind == "face" else box


def cut_region(
    pixels: Pixels, kind: RegionKind, square: Box, rule: CropRule, size: int
) -> FaceCrop:
    """The network's input for a region: its square resampled, or mirrored copies of a tiny picture.

    Args:
        pixels: The upright picture.
        kind: A face, or the whole picture.
        square: In its pixels, not empty.
        rule: The contract's crop block.
        size: Side of the network's input in pixels.

    Returns:
        uint8 [size, size, 3].

    Raises:
        ValueError: If the square is empty or not finite.
    """
    if _is_mirrored(kind, square, rule):
        return cut_mirrored(pixels, square, rule.mirror_side, size)
    return cut_crop(pixels, square, size)


def evidence_of(
    kind: RegionKind, square: Box, evidence: EvidenceMap, rule: CropRule, size: int
) -> EvidenceMap:
    """Evidence over the region's square, from the network's map [h, h] of what `cut_region` gave.

    Returns:
        float32 [h, h], or [k, k] with k < h for a tiny picture. The mean stays the logit unless
        copies are cut off.
    """
    if _is_mirrored(kind, square, rule):
        return fold_mirrored(evidence, rule.mirror_side, size)
    return evidence


def _is_mirrored(kind: RegionKind, square: Box, rule: CropRule) -> bool:
    return kind == "image" and square.width < rule.mirror_below
