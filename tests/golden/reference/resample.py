"""Pillow's BILINEAR resize with `box`, for eight-bit pixels.

An antialiased triangle filter: where the picture shrinks, the triangle widens by the ratio.
Weights are fixed-point numbers of 22 fraction bits; the rows are resampled first and rounded to
whole grey levels, then the columns. The box is in single precision, as Pillow takes it.
"""

from __future__ import annotations

import struct
from typing import TypeAlias

from tests.golden.reference.pictures import Pixels

PRECISION_BITS = 32 - 8 - 2

Taps: TypeAlias = tuple[int, list[int]]
"""Index of the first input pixel, and the fixed-point weights from there on."""


def resize(pixels: Pixels, box: tuple[float, float, float, float], size: tuple[int, int]) -> Pixels:
    """Resample ``box`` (left, top, right, bottom) of a picture to ``size`` (width, height)."""
    left, top, right, bottom = box
    across = taps(len(pixels[0]), left, right, size[0])
    down = taps(len(pixels), top, bottom, size[1])
    rows = [_resample(row, across) for row in pixels]
    columns = [_resample([row[x] for row in rows], down) for x in range(size[0])]
    return [[column[y] for column in columns] for y in range(size[1])]


def shrink(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Make a whole picture smaller; a side that shrinks to half or less is averaged first.

    As `Image.resize(size, BILINEAR, reducing_gap=1)`: blocks of as many whole pixels as fit, those
    at the right and lower edge with what is left, then the triangle over the rest of the way.
    """
    width, height = len(pixels[0]), len(pixels)
    across, down = max(1, width // size[0]), max(1, height // size[1])
    reduced = _block_means(pixels, across, down)
    return resize(reduced, (0.0, 0.0, width / across, height / down), size)


def reduce(pixels: Pixels, block: int) -> Pixels:
    """Average square blocks from the upper left corner, as `Image.reduce`."""
    return _block_means(pixels, block, block)


def _block_means(pixels: Pixels, across: int, down: int) -> Pixels:
    return [
        [_mean(pixels, x, y, across, down) for x in range(0, len(pixels[0]), across)]
        for y in range(0, len(pixels), down)
    ]


def _mean(pixels: Pixels, left: int, top: int, across: int, down: int) -> tuple[int, int, int]:
    """Of a block, rounded half up."""
    block = [pixel for row in pixels[top : top + down] for pixel in row[left : left + across]]
    red, green, blue = (
        (sum(pixel[channel] for pixel in block) + len(block) // 2) // len(block)
        for channel in range(3)
    )
    return red, green, blue


def taps(length: int, start: float, end: float, size: int) -> list[Taps]:
    """Weights of each of ``size`` output pixels over an input line of ``length`` pixels."""
    first, last = _single(start), _single(end)
    scale = _single(last - first) / size
    return [_taps_at(length, first + (i + 0.5) * scale, max(scale, 1.0)) for i in range(size)]


def _single(value: float) -> float:
    """The nearest number of single precision."""
    return float(struct.unpack("f", struct.pack("f", value))[0])


def _taps_at(length: int, centre: float, stretch: float) -> Taps:
    first = max(int(centre - stretch + 0.5), 0)
    last = min(int(centre + stretch + 0.5), length)
    weights = [_triangle((i + 0.5 - centre) / stretch) for i in range(first, last)]
    total = sum(weights)
    return first, [int(weight / total * 2**PRECISION_BITS + 0.5) for weight in weights]


def _triangle(distance: float) -> float:
    return max(0.0, 1.0 - abs(distance))


def _resample(line: list[tuple[int, int, int]], outputs: list[Taps]) -> list[tuple[int, int, int]]:
    return [(_mix(line, tap, 0), _mix(line, tap, 1), _mix(line, tap, 2)) for tap in outputs]


def _mix(line: list[tuple[int, int, int]], tap: Taps, channel: int) -> int:
    first, weights = tap
    total = 1 << (PRECISION_BITS - 1)
    for i, weight in enumerate(weights):
        total += line[first + i][channel] * weight
    return min(max(total >> PRECISION_BITS, 0), 255)
