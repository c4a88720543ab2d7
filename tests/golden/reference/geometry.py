"""Which square becomes a crop, and which pixels it is made of."""

from __future__ import annotations

import math
from typing import TypeAlias

from tests.golden.reference.pictures import Pixels
from tests.golden.reference.resample import reduce, resize

Rectangle: TypeAlias = tuple[float, float, float, float]
"""left, top, right, bottom in pixels of the upright picture."""


def crop_square(face: Rectangle, margin: float, shift: float, turn: int) -> Rectangle:
    """Square about a point ``shift`` of the face's height below the middle of its box.

    Its side is the longer side plus ``margin`` of it at both ends. ``turn`` degrees clockwise make
    the face upright, so its chin points down, right, up or left, and a face on its side is as
    high as its box is wide.
    """
    left, top, right, bottom = face
    wide, tall = right - left, bottom - top
    down = {0: (0, tall), 90: (wide, 0), 180: (0, -tall), 270: (-wide, 0)}[turn]
    x = (left + right) / 2 + shift * down[0]
    y = (top + bottom) / 2 + shift * down[1]
    longer = max(wide, tall)
    return _square(x, y, longer + margin * longer + margin * longer)


def inset(square: Rectangle, share: float) -> Rectangle:
    """The square with each of its sides drawn in by ``share`` of its side."""
    left, top, right, bottom = square
    inwards = share * (right - left)
    return left + inwards, top + inwards, right - inwards, bottom - inwards


def whole_square(width: int, height: int) -> Rectangle:
    """Largest square in the middle of a picture."""
    return _square(width / 2, height / 2, min(width, height))


def cut(pixels: Pixels, box: Rectangle, size: int) -> Pixels:
    """Crop of ``size`` x ``size`` pixels.

    The picture, enlarged where the box reaches outside by repeating its edge pixels, is resized
    with the box. Where the box is at least four times as large, blocks are averaged first.
    """
    block = math.floor(max(box[2] - box[0], box[3] - box[1]) / (2 * size))
    if block > 1:
        return _cut_large(pixels, box, size, block)
    width, height = len(pixels[0]), len(pixels)
    left, top = min(math.floor(box[0]), 0), min(math.floor(box[1]), 0)
    right, bottom = max(math.ceil(box[2]), width), max(math.ceil(box[3]), height)
    window = window_of(pixels, (left, top, right, bottom))
    return resize(window, (box[0] - left, box[1] - top, box[2] - left, box[3] - top), (size, size))


def _cut_large(pixels: Pixels, box: Rectangle, size: int, block: int) -> Pixels:
    """Averages blocks, counted from two blocks before the box, or from the picture's edge."""
    left, right = _ends(box[0], box[2], len(pixels[0]), 2 * block)
    top, bottom = _ends(box[1], box[3], len(pixels), 2 * block)
    blocks = reduce(window_of(pixels, (left, top, right, bottom)), block)
    moved = (box[0] - left, box[1] - top, box[2] - left, box[3] - top)
    inner = (moved[0] / block, moved[1] / block, moved[2] / block, moved[3] / block)
    return resize(blocks, inner, (size, size))


def _ends(start: float, end: float, length: int, reach: int) -> tuple[int, int]:
    """Where the window starts and ends: it leaves the picture no further than the box does."""
    first = max(math.floor(start) - reach, min(math.floor(start), 0))
    last = min(math.ceil(end) + reach, max(math.ceil(end), length))
    return first, last


def window_of(pixels: Pixels, window: tuple[int, int, int, int]) -> Pixels:
    """Whole pixels from (left, top) up to (right, bottom), the edge repeated outside."""
    left, top, right, bottom = window
    width, height = len(pixels[0]), len(pixels)
    return [
        [pixels[_nearest(y, height)][_nearest(x, width)] for x in range(left, right)]
        for y in range(top, bottom)
    ]


def _nearest(index: int, length: int) -> int:
    return min(max(index, 0), length - 1)


def _square(x: float, y: float, side: float) -> Rectangle:
    return x - side / 2, y - side / 2, x + side / 2, y + side / 2
