"""Draws boxes, smoothed verdicts and a status line over a camera's frame."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from edge_runtime.camera.frame import CameraFrame
from edge_runtime.output.overlay import COLOURS
from edge_runtime.tracking.voting import VotedRegion
from edge_runtime.types import RgbImage

Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont

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

    Args:
        rgb: The frame, uint8 [H, W, 3].
        frame: The report.

    Returns:
        A new picture of the same size.
    """
    canvas = Image.fromarray(rgb)
    draw = ImageDraw.Draw(canvas)
    font = ImageFont.load_default(max(12, min(canvas.size) // 26))
    for region in reversed(frame.regions):
        _draw_region(draw, region, font)
    _draw_status(draw, canvas.size, frame, font)
    return np.asarray(canvas)


def status_line(frame: CameraFrame) -> str:
    """Such as "7.4 fps  61 °C  REAL  fake 12%"."""
    parts = [f"{frame.fps:.1f} fps"]
    if frame.heat.celsius is not None:
        parts.append(f"{frame.heat.celsius:.0f} °C")
    parts.append(f"{frame.verdict}  fake {frame.probability:.0%}")
    parts.extend(SLOWING_WORDS[slowing] for slowing in frame.heat.slowing)
    return "  ".join(parts)


def _draw_region(draw: ImageDraw.ImageDraw, voted: VotedRegion, font: Font) -> None:
    box, colour = voted.region.box, COLOURS[voted.verdict]
    draw.rectangle((box.left, box.top, box.right, box.bottom), outline=colour, width=4)
    text = f"{voted.verdict}  fake {voted.probability:.0%}"
    left, top, right, bottom = draw.textbbox((max(0, box.left), max(0, box.top)), text, font=font)
    draw.rectangle((left - 4, top - 4, right + 4, bottom + 4), fill=colour)
    draw.text((max(0, box.left), max(0, box.top)), text, fill="white", font=font)


def _draw_status(
    draw: ImageDraw.ImageDraw,
    size: tuple[int, int],
    frame: CameraFrame,
    font: Font,
) -> None:
    text = status_line(frame)
    height = draw.textbbox((0, 0), text, font=font)[3] + 8
    fill = _ALARM if frame.heat.slowing else _BAR
    draw.rectangle((0, size[1] - height, size[0], size[1]), fill=fill)
    draw.text((6, size[1] - height + 3), text, fill="white", font=font)
