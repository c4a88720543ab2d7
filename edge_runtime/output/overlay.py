"""Draws a result onto its picture: evidence, boxes and labels."""

from __future__ import annotations

from PIL import Image, ImageDraw

from edge_runtime.bundle.contract import CropRule
from edge_runtime.output.evidence_heat import lay_evidence
from edge_runtime.output.labels import Labels
from edge_runtime.output.outlines import (
    COLOURS,
    outline_plain,
    outline_possible,
    outline_rimmed,
)
from edge_runtime.result.plain_words import WHOLE_PICTURE
from edge_runtime.result.scan_result import Region, ScanResult
from edge_runtime.types import RgbImage

MIN_SIDE = 512
"""Pixels that the shorter side of the drawing should have, so that its labels can be read."""

MAX_SIDE = 4096
"""Pixels that the longer side of an enlarged picture may have."""


def draw_evidence(rgb: RgbImage, result: ScanResult, crop: CropRule) -> Image.Image:
    """Draw a result onto its picture.

    The evidence covers each region's square: red is evidence of a fake, blue of a real picture,
    and a clear place has none. Each region gets its box and a label with its verdict, probability
    of fake and gate (weight of the visual stream); beside faces, the line of the whole picture is
    thin. Possible faces get a thin dashed line and no label. A result read from JSON has no
    evidence maps, so it gets boxes and labels only.

    Args:
        rgb: Upright picture, uint8 [H, W, 3], in whose pixels the result's boxes are.
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
    lay_evidence(canvas, result, crop, scale)
    draw = ImageDraw.Draw(canvas)
    thick = max(4, min(canvas.size) // 120)
    _draw_outlines(draw, result, scale, thick)
    _write_labels(Labels(draw, canvas.size, max(12.0, min(canvas.size) / 28)), result, scale)
    return canvas


def _enlarged(rgb: RgbImage) -> tuple[Image.Image, float]:
    image = Image.fromarray(rgb)
    scale = min(MIN_SIDE / min(image.size), MAX_SIDE / max(image.size))
    if scale <= 1:
        return image, 1.0
    size = (round(image.width * scale), round(image.height * scale))
    return image.resize(size, Image.Resampling.BICUBIC), scale


def _draw_outlines(draw: ImageDraw.ImageDraw, result: ScanResult, scale: float, thick: int) -> None:
    """The whole picture and possible faces lie below the faces, small faces above large ones."""
    thin = max(1, thick // 3)
    alone = len(result.regions) == 1
    whole = [region for region in result.regions if region.kind == "image"]
    for region in whole:
        outline = outline_rimmed if alone else outline_plain
        outline(draw, region.box.scaled(scale), COLOURS[region.verdict], thick if alone else thin)
    for face in result.possible_faces:
        outline_possible(draw, face.box.scaled(scale), thin)
    for region in result.regions:
        if region.kind == "face":
            outline_rimmed(draw, region.box.scaled(scale), COLOURS[region.verdict], thick)


def _write_labels(labels: Labels, result: ScanResult, scale: float) -> None:
    """First those of the faces, then that of the whole picture where they leave room."""
    faces = [region for region in result.regions if region.kind == "face"]
    boxes = [part.box for part in faces] + [face.box for face in result.possible_faces]
    for box in boxes:
        labels.keep_clear(box.scaled(scale))
    for region in faces:
        labels.write(_label_of(region), region.box.scaled(scale), COLOURS[region.verdict])
    for region in result.regions:
        if region.kind == "image":
            text = f"{WHOLE_PICTURE}  {_verdict_of(region)}" if faces else _label_of(region)
            labels.write(text, region.box.scaled(scale), COLOURS[region.verdict])


def _label_of(region: Region) -> str:
    return f"{_verdict_of(region)}  gate {region.gate:.2f}"


def _verdict_of(region: Region) -> str:
    return f"{region.verdict}  fake {region.probability:.0%}"
