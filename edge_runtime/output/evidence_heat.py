"""Lays evidence over a picture: red speaks for a fake, blue for a real picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from edge_runtime.bundle.contract import CropRule
from edge_runtime.picture.region_crop import region_square
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.types import Box, EvidenceMap

HEAT_SIDE = 256
MAX_ALPHA = 150
WHOLE_BESIDE_FACES = 0.5
"""Share of its opacity that the evidence of the whole picture has where there are faces."""

RED, BLUE = (214, 24, 48), (32, 96, 220)


def lay_evidence(canvas: Image.Image, result: ScanResult, crop: CropRule, scale: float) -> None:
    """Lay the evidence of all regions over the picture.

    A place gets that of one region only: the last that covers it, so a face goes before the whole
    picture, and a small face before a large one. Its opacity is relative to the strongest place.

    Args:
        canvas: The picture, RGB.
        result: A result with status "scanned", with or without evidence maps.
        crop: The contract's crop block, which gives the squares.
        scale: Pixels of the canvas for one of the result's.
    """
    regions = result.regions[: len(result.evidence)]
    turn = result.rotated
    squares = [region_square(part.kind, part.box, crop, turn).scaled(scale) for part in regions]
    peak = max((float(np.abs(values).max()) for values in result.evidence), default=0.0) or 1.0
    for i, (region, values) in enumerate(zip(regions, result.evidence, strict=False)):
        weak = region.kind == "image" and len(regions) > 1
        strength = values / peak * (WHOLE_BESIDE_FACES if weak else 1.0)
        _lay(canvas, strength.astype(np.float32), squares[i], squares[i + 1 :])


def _lay(canvas: Image.Image, strength: EvidenceMap, square: Box, later: Sequence[Box]) -> None:
    """Paste red and blue over the square but not over ``later`` ones; the opacity is |strength|."""
    heat = _heat_of(strength, max(1, round(square.width)))
    left, top = round(square.left), round(square.top)
    mask = heat.getchannel("A")
    draw = ImageDraw.Draw(mask)
    for other in later:
        corner = (round(other.left) - left, round(other.top) - top)
        side = max(1, round(other.width))
        draw.rectangle((*corner, corner[0] + side - 1, corner[1] + side - 1), fill=0)
    canvas.paste(heat.convert("RGB"), (left, top), mask)


def _heat_of(strength: EvidenceMap, side: int) -> Image.Image:
    small = Image.fromarray(strength).resize((HEAT_SIDE, HEAT_SIDE), Image.Resampling.BICUBIC)
    smooth = np.clip(np.asarray(small), -1, 1)
    colour = np.where(smooth[..., None] > 0, RED, BLUE).astype(np.uint8)
    alpha = (np.abs(smooth) * MAX_ALPHA).astype(np.uint8)[..., None]
    heat = Image.fromarray(np.concatenate([colour, alpha], axis=2))
    return heat.resize((side, side), Image.Resampling.BILINEAR)
