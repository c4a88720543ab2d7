"""Which parts of a picture the face detectors look at. Rounding is half to even."""

from __future__ import annotations

import math
from collections.abc import Sequence

TILES_ACROSS = 2.5
MOST_OF_THE_RESOLUTION = 0.65
STEP = 0.8
WORTH_TILES = 1.25


def whole(width: int, height: int, size: int) -> dict[str, object]:
    """The picture in the middle of a black square: its size in it, and the square in pixels."""
    longer = max(width, height)
    small = [max(1, round(extent * (size / longer))) for extent in (width, height)]
    offset = [(size - extent) // 2 for extent in small]
    corner = [-amount * longer / size for amount in offset]
    return {"small": small, "offset": offset, "corner": corner, "side": longer}


def tiles(width: int, height: int, largest: int, size: int) -> dict[str, object]:
    """The size the picture is shrunk to, and the (left, top) of its tiles in that size.

    ``largest`` is the largest detector's input, by which the picture is shrunk; ``size`` is that
    of the detector whose tiles these are.
    """
    shorter = min(width, height)
    scale = min(MOST_OF_THE_RESOLUTION, TILES_ACROSS * largest / shorter)
    shrunk = (
        [width, height]
        if shorter * scale < largest
        else [
            round(width * scale),
            round(height * scale),
        ]
    )
    return {"shrunk": shrunk, "tiles": _corners(shrunk[0], shrunk[1], size)}


def needs_tiles(
    detections: Sequence[Sequence[float]], shorter_side: int, tiles_below: float
) -> bool:
    """Whether no face of the whole picture is as large as this share of its shorter side."""
    large = tiles_below * shorter_side
    return not any(max(d[2] - d[0], d[3] - d[1]) >= large for d in detections)


def _corners(width: int, height: int, size: int) -> list[list[int]]:
    if min(width, height) < size or max(width, height) < WORTH_TILES * size:
        return []
    return [[x, y] for y in _starts(height, size) for x in _starts(width, size)]


def _starts(length: int, size: int) -> list[int]:
    """Evenly spread starts, neighbours at most a step apart, the last tile ending at the edge."""
    free = length - size
    gaps = math.ceil(free / (STEP * size))
    return [round(i * free / gaps) for i in range(gaps + 1)] if gaps else [0]
