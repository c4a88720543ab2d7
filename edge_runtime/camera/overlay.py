"""Draws boxes, smoothed verdicts and a status line over a camera's frame."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from edge_runtime.camera.frame import CameraFrame
from edge_runtime.output.labels import Labels, font_that_fits
from edge_runtime.output.outlines import COLOURS, outline_plain
from edge_runtime.result.plain_words import reasons_in_words
from edge_runtime.tracking.voting import VotedRegion
from edge_runtime.types import Box, RgbImage

FACE_LINE, WHOLE_LINE = 4, 1
"""Widths in pixels."""

SLOWING_WORDS = {
    "under_voltage": "supply voltage too low",
    "frequency_capped": "clock capped",
    "throttled": "throttled",
    "soft_limit": "warm: clock lowered",
}
_BAR = "#101418"
_ALARM = "#b3122b"


def draw_overlay(rgb: RgbImage, frame: CameraFrame) -> RgbImage:
    """Draw the report of a frame over it.

    Faces get a thick line; beside them the square of the whole picture gets a thin one and no
    label, since the status line has the verdict of the frame.

    Args:
        rgb: The frame, uint8 [H, W, 3].
        frame: The report.

    Returns:
        A new picture of the same size.
    """
    canvas = Image.fromarray(rgb)
    draw = ImageDraw.Draw(canvas)
    font_size = max(12, min(canvas.size) // 26)
    labels = Labels(draw, canvas.size, font_size)
    labels.keep_clear(_draw_status(draw, canvas.size, frame, font_size))
    _draw_regions(draw, labels, frame)
    return np.asarray(canvas)


def status_line(frame: CameraFrame) -> str:
    """Such as "7.4 fps  61 °C  UNSURE  fake 12%  black and white"."""
    parts = [f"{frame.fps:.1f} fps"]
    if frame.heat.celsius is not None:
        parts.append(f"{frame.heat.celsius:.0f} °C")
    parts.append(f"{frame.verdict}  fake {frame.probability:.0%}")
    parts.extend(SLOWING_WORDS[slowing] for slowing in frame.heat.slowing)
    parts.extend(reasons_in_words(frame.reasons, frame.faces_omitted))
    return "  ".join(parts)


def _draw_regions(draw: ImageDraw.ImageDraw, labels: Labels, frame: CameraFrame) -> None:
    """The whole picture lies below the faces, small faces above large ones."""
    faces = [voted for voted in frame.regions if voted.region.kind == "face"]
    for voted in frame.regions:
        if voted.region.kind == "image":
            line = FACE_LINE if not faces else WHOLE_LINE
            outline_plain(draw, voted.region.box, COLOURS[voted.verdict], line)
    for voted in faces:
        outline_plain(draw, voted.region.box, COLOURS[voted.verdict], FACE_LINE)
        labels.keep_clear(voted.region.box)
    for voted in faces or frame.regions:
        labels.write(_label_of(voted), voted.region.box, COLOURS[voted.verdict])


def _label_of(voted: VotedRegion) -> str:
    return f"{voted.verdict}  fake {voted.probability:.0%}"


def _draw_status(
    draw: ImageDraw.ImageDraw,
    size: tuple[int, int],
    frame: CameraFrame,
    font_size: float,
) -> Box:
    """Draw the status line and return the bar that it takes."""
    text = status_line(frame)
    font = font_that_fits(text, size[0], font_size)
    height = draw.textbbox((0, 0), text, font=font)[3] + 8
    fill = _ALARM if frame.heat.slowing else _BAR
    bar = Box(0, size[1] - height, size[0], size[1])
    draw.rectangle((bar.left, bar.top, bar.right, bar.bottom), fill=fill)
    draw.text((6, size[1] - height + 3), text, fill="white", font=font)
    return bar
