"""The parts of a picture that a face detector looks at."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from edge_runtime.faces.blazeface import Detections
from edge_runtime.picture.pixels import Pixels, array_of, image_of, shrink, size_of
from edge_runtime.types import RgbImage

TILES_ACROSS = 2.5
"""Tiles along the shorter side: a face of 4 % of it then covers 10 % of a tile."""

TILE_SCALE = 0.65
"""Most that a picture keeps of its resolution in tiles: a 24 px face still covers 8 % of one."""

TILE_STEP = 0.8
"""Distance between neighbouring tiles, as a share of a tile's side."""


@dataclass(frozen=True, slots=True)
class View:
    """A square of the picture at the detector's size.

    Attributes:
        pixels: uint8 [S, S, 3].
        left: Left edge of the view in pixels of the picture.
        top: Top edge of the view in pixels of the picture.
        side: Side of the view in pixels of the picture.
        inner: Which edges (left, top, right, bottom) lie inside the picture: a box that touches
            one is cut, and a neighbouring view sees it whole.
    """

    pixels: RgbImage
    left: float
    top: float
    side: float
    inner: tuple[bool, bool, bool, bool] = (False, False, False, False)

    def to_picture(self, detections: Detections) -> Detections:
        """Detections from shares of the view to pixels of the picture, without cut boxes."""
        margin = 1 / self.pixels.shape[0]
        cut = [
            (detections[:, i] < margin) if i < 2 else (detections[:, i] > 1 - margin)
            for i in range(4)
            if self.inner[i]
        ]
        kept = detections[~np.any(cut, axis=0)] if cut else detections
        moved = kept.copy()
        moved[:, 0:16:2] = kept[:, 0:16:2] * self.side + self.left
        moved[:, 1:16:2] = kept[:, 1:16:2] * self.side + self.top
        return moved


def whole_view(rgb: RgbImage, size: int) -> View:
    """The whole picture, centred on black, as MediaPipe shows it to its detectors."""
    height, width = rgb.shape[:2]
    side = max(width, height)
    scale = size / side
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    resized = Image.fromarray(rgb).resize(small, Image.Resampling.BILINEAR)
    canvas = Image.new("RGB", (size, size))
    canvas.paste(resized, ((size - small[0]) // 2, (size - small[1]) // 2))
    left = -((size - small[0]) // 2) / scale
    top = -((size - small[1]) // 2) / scale
    return View(np.asarray(canvas), left, top, side)


def tile_views(rgb: RgbImage, size: int) -> list[View]:
    """Overlapping squares that show small faces larger; none for a picture of about one tile."""
    height, width = rgb.shape[:2]
    if min(height, width) < size or max(height, width) < 1.25 * size:
        return []
    columns, rows = _starts(width, size), _starts(height, size)
    return [
        View(
            rgb[y : y + size, x : x + size],
            x,
            y,
            size,
            (x > 0, y > 0, x + size < width, y + size < height),
        )
        for y in rows
        for x in columns
    ]


def needs_tiles(found: Detections, shorter_side: int, tiles_below: float) -> bool:
    """Whether the whole picture shows no face so large that tiles are not worth their time.

    Args:
        found: Float32 [N, 17], in pixels of the picture.
        shorter_side: Of the picture, in pixels.
        tiles_below: Share of it, > 0; a face of exactly this size is large.
    """
    longer_sides = np.maximum(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1])
    return bool((longer_sides < tiles_below * shorter_side).all())


def shrink_for_tiles(pixels: Pixels, size: int) -> tuple[RgbImage, float]:
    """The picture with its shorter side at `TILES_ACROSS` tiles at most, and the scale used.

    A picture of less than a tile keeps its size: it is seen whole.
    """
    width, height = size_of(pixels)
    scale = min(TILE_SCALE, TILES_ACROSS * size / min(width, height))
    if min(height, width) * scale < size:
        return array_of(pixels), 1.0
    target = (round(width * scale), round(height * scale))
    return np.asarray(shrink(image_of(pixels), *target)), scale


def _starts(length: int, size: int) -> list[int]:
    count = math.ceil((length - size) / (size * TILE_STEP)) + 1
    return [round(i * (length - size) / max(1, count - 1)) for i in range(count)]
