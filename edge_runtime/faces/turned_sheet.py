"""One picture of three turned copies, for the faces of a picture that lies on its side."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PIL import Image

from edge_runtime.faces.letterbox import Fit
from edge_runtime.faces.yunet import Detections
from edge_runtime.types import RgbImage, Turn

_CORNERS: Mapping[Turn, tuple[int, int]] = {90: (0, 0), 180: (1, 0), 270: (0, 1)}
"""Quadrant of each copy: column and row."""

_TRANSPOSED: Mapping[Turn, Image.Transpose] = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Pillow turns counter-clockwise."""


def draw_sheet(image: Image.Image, side: int) -> RgbImage:
    """The picture turned clockwise by 90, 180 and 270 degrees, each in a quadrant.

    Args:
        image: Small upright picture.
        side: Of the sheet in pixels, even.

    Returns:
        uint8 [side, side, 3]; the lower right quadrant is black.
    """
    sheet = np.zeros((side, side, 3), np.uint8)
    small = Fit.into(image.size, side // 2).shrunk(image)
    for turn, (column, row) in _CORNERS.items():
        copy = np.asarray(small.transpose(_TRANSPOSED[turn]))
        top, left = row * side // 2, column * side // 2
        sheet[top : top + copy.shape[0], left : left + copy.shape[1]] = copy
    return sheet


def split_sheet(
    detections: Detections, size: tuple[int, int], side: int
) -> Mapping[Turn, Detections]:
    """The boxes of a sheet in pixels of the upright picture, by the turn of their copy.

    A box belongs to the quadrant that holds its centre; those of the lower right one are dropped.

    Args:
        detections: In pixels of the sheet.
        size: Width and height of the picture that `draw_sheet` was given.
        side: Of the sheet in pixels.
    """
    fit, half = Fit.into(size, side // 2), side / 2
    quadrants = (detections[:, :2] + detections[:, 2:4]) / 2 >= half
    found: dict[Turn, Detections] = {}
    for turn, corner in _CORNERS.items():
        own = detections[(quadrants == np.array(corner, bool)).all(axis=1)]
        moved = own - np.array([*corner, *corner, 0]) * half
        found[turn] = fit.back(_upright(moved, turn, *fit.small))
    return found


def _upright(boxes: Detections, turn: Turn, width: int, height: int) -> Detections:
    """From pixels of a turned copy to those of the upright one of ``width`` x ``height``."""
    left, top, right, bottom, score = boxes.T
    turned = {
        90: (top, height - right, bottom, height - left),
        180: (width - right, height - bottom, width - left, height - top),
        270: (width - bottom, left, width - top, right),
    }
    return np.stack([*turned[turn], score], axis=1)
