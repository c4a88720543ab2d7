"""The square of a crop and its resampled pixels, which every language computes alike."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from edge_runtime.picture.pixels import Pixels, part_of, size_of
from edge_runtime.types import Box, FaceCrop, Turn

_CHIN: dict[Turn, tuple[int, int]] = {0: (0, 1), 90: (1, 0), 180: (0, -1), 270: (-1, 0)}
"""Where a face's chin is, to the right and downwards, by the turn that makes it upright."""


def plan_crop(box: Box, margin: float, shift: float = 0.0, turn: Turn = 0) -> Box:
    """Square around a face box, its centre a little nearer to the chin.

    Args:
        box: Face box in pixels of the picture.
        margin: Share of the longer side added on each of the four sides (contract, >= 0).
        shift: Share of the face's height by which the centre moves towards the chin (contract).
        turn: Degrees clockwise that make the face upright. One that lies on its side has its chin
            at the right (90) or the left (270), and is as high as its box is wide.

    Returns:
        Square of side ``max(width, height) * (1 + 2 * margin)``; it may reach outside the picture.
    """
    half = max(box.width, box.height) * (1 + 2 * margin) / 2
    right, down = _CHIN[turn]
    x = (box.left + box.right) / 2 + right * shift * box.width
    y = (box.top + box.bottom) / 2 + down * shift * box.height
    return Box(x - half, y - half, x + half, y + half)


def inset(square: Box, share: float) -> Box:
    """A square with each of its sides drawn in by ``share`` of its side, in [0, 0.5)."""
    step = share * square.width
    return Box(square.left + step, square.top + step, square.right - step, square.bottom - step)


def plan_whole(width: int, height: int) -> Box:
    """Largest centred square of a picture of ``width`` x ``height`` pixels."""
    side = min(width, height)
    left = (width - side) / 2
    top = (height - side) / 2
    return Box(left, top, left + side, top + side)


def cut_crop(pixels: Pixels, box: Box, size: int) -> FaceCrop:
    """Resample a square of the picture to the network's input.

    Pillow's BILINEAR resize with ``box`` (an antialiased triangle filter in fixed point) defines
    the pixels. A picture that does not hold the whole box is first enlarged to hold it by
    repeating its edge pixels; for a box inside, this is Pillow's own result. Where the box is at
    least four times as large as the result, blocks of pixels are averaged first, which leaves a
    ratio of 2 to 3 to the resize: on large squares that costs a third of the time.

    Args:
        pixels: The upright picture.
        box: Square in its pixels, not empty; fractions are honoured.
        size: Side of the result in pixels.

    Returns:
        uint8 [size, size, 3].

    Raises:
        ValueError: If the box is empty or not finite.
    """
    if not (math.isfinite(box.width + box.height) and box.width > 0 and box.height > 0):
        raise ValueError(f"crop box must be finite and not empty: {box}")
    block = blocks_for(max(box.width, box.height), size)
    window, (left, top) = _window(pixels, box, _reach(box, size, block))
    inner = Box(box.left - left, box.top - top, box.right - left, box.bottom - top)
    if block > 1:
        window, inner = window.reduce(block), inner.reduced(block)
    corners = (inner.left, inner.top, inner.right, inner.bottom)
    return np.asarray(window.resize((size, size), Image.Resampling.BILINEAR, box=corners))


def blocks_for(side: float, size: int) -> int:
    """Side of the blocks of pixels that are averaged before ``side`` is resized to ``size``."""
    return max(1, math.floor(side / (2 * size)))


def _reach(box: Box, size: int, block: int) -> int:
    """Pixels around ``box`` that the filter may see: its triangle is as wide as the ratio."""
    if block > 1:
        return 2 * block
    return math.ceil(max(box.width, box.height) / size) + 1


def _window(pixels: Pixels, box: Box, reach: int) -> tuple[Image.Image, tuple[int, int]]:
    """The part of the picture, enlarged to hold ``box``, that matters; and its top-left corner."""
    width, height = size_of(pixels)
    left, right = _span(box.left, box.right, width, reach)
    top, bottom = _span(box.top, box.bottom, height, reach)
    inside = part_of(
        pixels,
        _clip(left, width - 1),
        _clip(top, height - 1),
        _clip(right, width, 1),
        _clip(bottom, height, 1),
    )
    pad = (
        (_over(-top, bottom - top), _over(bottom - height, bottom - top)),
        (_over(-left, right - left), _over(right - width, right - left)),
        (0, 0),
    )
    if not any(amount for axis in pad for amount in axis):
        return inside, (left, top)
    return Image.fromarray(np.pad(np.asarray(inside), pad, mode="edge")), (left, top)


def _span(start: float, end: float, length: int, reach: int) -> tuple[int, int]:
    """Whole pixels around [start, end], not beyond both the box and the picture."""
    first, last = math.floor(start), math.ceil(end)
    return max(first - reach, min(first, 0)), min(last + reach, max(last, length))


def _clip(value: int, high: int, low: int = 0) -> int:
    return min(max(value, low), high)


def _over(amount: int, extent: int) -> int:
    """Pixels to replicate on one side; a box wholly outside still keeps one edge pixel."""
    return min(max(amount, 0), extent - 1)
