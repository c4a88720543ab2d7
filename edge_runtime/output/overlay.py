"""Draws a result onto its picture: evidence, boxes and labels."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from edge_runtime.bundle.contract import CropRule
from edge_runtime.picture.region_crop import region_square
from edge_runtime.result.scan_result import Region, ScanResult
from edge_runtime.types import Box, EvidenceMap, RgbImage, Verdict

MIN_SIDE = 512
"""Pixels that the shorter side of the drawing should have, so that its labels can be read."""

MAX_SIDE = 4096
"""Pixels that the longer side of an enlarged picture may have."""

HEAT_SIDE = 256
MAX_ALPHA = 150
COLOURS = {Verdict.FAKE: "#b3122b", Verdict.REAL: "#17663a", Verdict.UNSURE: "#8a5a00"}
RED, BLUE = (214, 24, 48), (32, 96, 220)


def draw_evidence(rgb: RgbImage, result: ScanResult, crop: CropRule) -> Image.Image:
    """Draw a result onto its picture.

    The evidence covers each region's square: red is evidence of a fake, blue of a real picture,
    and a clear place has none. Its strength is relative to the strongest place in the picture.
    Each region gets its box and a label with its verdict, probability of fake and gate (weight of
    the visual stream). A result read from JSON has no evidence maps, so it gets boxes and labels
    only.

    Args:
        rgb: Upright picture, uint8 [H, W, 3], in whose pixels the regions' boxes are.
        result: A result with status "scanned".
        crop: The contract's crop block, which gives the squares.

    Returns:
        An RGB picture, enlarged if the given one is small.

    Raises:
        ValueError: If the result failed.
    """
    if result.status == "failed":
        raise ValueError("a failed result has nothing to draw")
    canvas, scale = _enlarged(rgb)
    peak = max((float(np.abs(evidence).max()) for evidence in result.evidence), default=0.0)
    for region, evidence in zip(result.regions, result.evidence, strict=False):
        square = region_square(region.kind, region.box, crop)
        _lay_heat(canvas, evidence / (peak or 1), square.scaled(scale))
    for region in reversed(result.regions):
        _draw_region(canvas, region, region.box.scaled(scale))
    return canvas


def _enlarged(rgb: RgbImage) -> tuple[Image.Image, float]:
    image = Image.fromarray(rgb)
    scale = min(MIN_SIDE / min(image.size), MAX_SIDE / max(image.size))
    if scale <= 1:
        return image, 1.0
    size = (round(image.width * scale), round(image.height * scale))
    return image.resize(size, Image.Resampling.BICUBIC), scale


def _lay_heat(canvas: Image.Image, strength: EvidenceMap, square: Box) -> None:
    """Paste red and blue over the square; the opacity follows the strength in [-1, 1]."""
    side = max(1, round(square.width))
    small = Image.fromarray(strength.astype(np.float32)).resize(
        (HEAT_SIDE, HEAT_SIDE), Image.Resampling.BICUBIC
    )
    smooth = np.clip(np.asarray(small), -1, 1)
    colour = np.where(smooth[..., None] > 0, RED, BLUE).astype(np.uint8)
    alpha = (np.abs(smooth) * MAX_ALPHA).astype(np.uint8)[..., None]
    heat = Image.fromarray(np.concatenate([colour, alpha], axis=2)).resize(
        (side, side), Image.Resampling.BILINEAR
    )
    canvas.paste(heat, (round(square.left), round(square.top)), heat)


def _draw_region(canvas: Image.Image, region: Region, box: Box) -> None:
    draw = ImageDraw.Draw(canvas)
    colour = COLOURS[region.verdict]
    line = max(4, min(canvas.size) // 120)
    draw.rectangle(
        (box.left, box.top, box.right, box.bottom), outline="white", width=line + line // 4
    )
    draw.rectangle((box.left, box.top, box.right, box.bottom), outline=colour, width=line)
    _draw_label(draw, canvas.size, _label_of(region), box, colour)


def _label_of(region: Region) -> str:
    return f"{region.verdict}  fake {region.probability:.0%}  gate {region.gate:.2f}"


def _draw_label(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], text: str, box: Box, colour: str
) -> None:
    """Text on a filled bar above the box, or inside it where there is no room above."""
    font = _font_for(text, size)
    pad = font.size / 4
    width, height = font.getlength(text) + 2 * pad, font.size + 2 * pad
    left = max(0, min(box.left, size[0] - width))
    top = box.top - height if box.top >= height else max(0, box.top)
    draw.rectangle((left, top, left + width, top + height), fill=colour)
    draw.text((left + pad, top + height / 2), text, fill="white", font=font, anchor="lm")


def _font_for(text: str, size: tuple[int, int]) -> ImageFont.FreeTypeFont:
    """A font of 1/28 of the shorter side, or smaller if the text would not fit across."""
    wanted = max(12.0, min(size) / 28)
    fits = size[0] / (_font(100).getlength(text) / 100 + 0.5)
    return _font(min(wanted, max(8.0, fits)))


def _font(size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("this build of Pillow lacks FreeType")
    return font
