"""What the network sees of a region of a picture, and the evidence over that part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from edge_runtime.bundle.contract import CropRule
from edge_runtime.picture.geometry import cut_crop, inset, plan_crop
from edge_runtime.picture.mirror_tiling import cut_mirrored, fold_mirrored
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.pixels import Pixels
from edge_runtime.picture.turning import turn_back, turn_clockwise
from edge_runtime.types import Box, EvidenceMap, FaceCrop, RegionKind, Turn


def region_square(kind: RegionKind, box: Box, rule: CropRule, turn: Turn = 0) -> Box:
    """The square of the picture that the network sees of a region, and its evidence covers.

    Args:
        kind: A face, or the whole picture.
        box: The face box, or the centre square of the picture, in its pixels.
        rule: The contract's crop block.
        turn: Degrees clockwise that make the face upright.

    Returns:
        For a face the square around its box with the contract's margin and shift, which may reach
        outside of the picture; for the whole picture `box` itself.
    """
    return plan_crop(box, rule.face_margin, rule.face_shift, turn) if kind == "face" else box


@dataclass(frozen=True, slots=True)
class RegionCrop:
    """How a region becomes the network's input.

    Attributes:
        kind: A face, which is cut from the picture, or the whole picture, cut from its overview.
        square: In pixels of the picture.
        turn: Degrees clockwise by which the crop is turned.
        tiled: Whether mirrored copies of the square fill the input.
    """

    kind: RegionKind
    square: Box
    turn: Turn
    tiled: bool

    @staticmethod
    def plan(kind: RegionKind, box: Box, rule: CropRule, turn: Turn = 0) -> RegionCrop:
        """Plan the crop of a region, as `region_square` takes it."""
        return RegionCrop.of_square(kind, region_square(kind, box, rule, turn), rule, turn)

    @staticmethod
    def of_square(kind: RegionKind, square: Box, rule: CropRule, turn: Turn = 0) -> RegionCrop:
        """Plan the crop of a square; a small one of a whole picture is tiled."""
        return RegionCrop(kind, square, turn, kind == "image" and square.width < rule.mirror_below)

    def drawn_in(self, share: float) -> RegionCrop:
        """The crop of a square whose sides are drawn in by ``share`` of its side."""
        return replace(self, square=inset(self.square, share))

    def cut(self, pixels: Pixels, overview: Overview, rule: CropRule, size: int) -> FaceCrop:
        """The network's input.

        Args:
            pixels: The picture.
            overview: Its overview.
            rule: The contract's crop block.
            size: Side of the network's input in pixels.

        Returns:
            uint8 [size, size, 3].

        Raises:
            ValueError: If the square is empty or not finite.
        """
        square = self.square
        if self.kind == "image":
            pixels, square = overview.pixels, overview.box_of(square)
        if self.tiled:
            crop = cut_mirrored(pixels, square, rule.mirror_side, size)
        else:
            crop = cut_crop(pixels, square, size)
        return turn_clockwise(crop, self.turn)

    def evidence_over_square(self, evidence: EvidenceMap, rule: CropRule, size: int) -> EvidenceMap:
        """Evidence over the square, from the network's map [h, h] of what `cut` gave.

        Returns:
            float32 [h, h], or [k, k] with k < h for a tiny picture. The mean stays the logit
            unless copies are cut off.
        """
        upright = turn_back(evidence, self.turn)
        return fold_mirrored(upright, rule.mirror_side, size) if self.tiled else upright


def cut_region(
    pixels: Pixels, kind: RegionKind, square: Box, rule: CropRule, size: int, turn: Turn = 0
) -> FaceCrop:
    """The network's input for a region of a picture of which no other region is cut.

    Args:
        pixels: The upright picture.
        kind: A face, or the whole picture.
        square: In its pixels, as `region_square` gives it.
        rule: The contract's crop block.
        size: Side of the network's input in pixels.
        turn: Degrees clockwise by which the crop is turned.

    Returns:
        uint8 [size, size, 3].

    Raises:
        ValueError: If the square is empty or not finite.
    """
    overview = Overview.of(pixels, size) if kind == "image" else Overview(pixels, 1)
    return RegionCrop.of_square(kind, square, rule, turn).cut(pixels, overview, rule, size)
