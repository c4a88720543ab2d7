"""What caps a region's verdict at UNSURE, whatever the network says of it."""

from __future__ import annotations

from edge_runtime.bundle.contract import ReasonsRule
from edge_runtime.picture.region_crop import RegionCrop
from edge_runtime.picture.statistics import CropStatistics
from edge_runtime.types import FaceCrop, RegionReason


def reasons_of_look(
    crop: FaceCrop, plan: RegionCrop, picture_size: tuple[int, int], rule: ReasonsRule
) -> tuple[RegionReason, ...]:
    """Reasons of a first look at a region, in the order of `RegionReason`.

    Args:
        crop: What the network saw, uint8 [S, S, 3].
        plan: How it was cut.
        picture_size: Width and height of the picture, as decoded.
        rule: The contract's reasons block.
    """
    statistics = CropStatistics.of(crop)
    longer, shorter = max(picture_size), min(picture_size)
    checks: tuple[tuple[RegionReason, bool], ...] = (
        ("not_a_photograph", statistics.graphic_score(rule.graphic) > 0),
        ("too_small", plan.square.width < rule.enlarged_below_px and not plan.tiled),
        ("no_colour", statistics.colourfulness < rule.colourless_below),
        ("extreme_shape", plan.kind == "image" and longer / shorter > rule.shape_above),
    )
    return tuple(reason for reason, holds in checks if holds)
