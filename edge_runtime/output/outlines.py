"""Outlines of regions and of possible faces."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import ImageDraw

from edge_runtime.types import Box, Verdict

COLOURS = {Verdict.FAKE: "#b3122b", Verdict.REAL: "#17663a", Verdict.UNSURE: "#8a5a00"}
POSSIBLE = "#f2f2f2"
"""Of a possible face, which has no verdict."""

_SHADOW = "#202020"


def outline_rimmed(draw: ImageDraw.ImageDraw, box: Box, colour: str, line: int) -> None:
    """A thick outline with a white rim.

    Args:
        draw: Draws on the picture.
        box: In its pixels.
        colour: Of the line.
        line: Its width in pixels.
    """
    corners = (box.left, box.top, box.right, box.bottom)
    draw.rectangle(corners, outline="white", width=line + line // 4)
    draw.rectangle(corners, outline=colour, width=line)


def outline_plain(draw: ImageDraw.ImageDraw, box: Box, colour: str, line: int) -> None:
    """A thin outline, which leaves the eye to the faces."""
    draw.rectangle((box.left, box.top, box.right, box.bottom), outline=colour, width=line)


def outline_possible(draw: ImageDraw.ImageDraw, box: Box, line: int) -> None:
    """A thin dashed outline, light with dark gaps, so that it shows on any picture."""
    draw.rectangle((box.left, box.top, box.right, box.bottom), outline=_SHADOW, width=line)
    for start, end in _dashes(box.left, box.right, 5 * line):
        draw.line((start, box.top, end, box.top), fill=POSSIBLE, width=line)
        draw.line((start, box.bottom, end, box.bottom), fill=POSSIBLE, width=line)
    for start, end in _dashes(box.top, box.bottom, 5 * line):
        draw.line((box.left, start, box.left, end), fill=POSSIBLE, width=line)
        draw.line((box.right, start, box.right, end), fill=POSSIBLE, width=line)


def _dashes(start: float, end: float, length: int) -> Iterator[tuple[float, float]]:
    """An odd number of pieces, dashes and gaps in turn, about as long as ``length``."""
    pieces = 2 * max(1, round((end - start) / length / 2)) + 1
    step = (end - start) / pieces
    for i in range(0, pieces, 2):
        yield start + i * step, start + (i + 1) * step
