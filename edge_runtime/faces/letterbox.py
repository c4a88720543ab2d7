"""A picture shrunk to fit into the square input of a face detector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from edge_runtime.faces.yunet import Detections
from edge_runtime.picture.pixels import shrink
from edge_runtime.types import RgbImage


@dataclass(frozen=True, slots=True)
class Fit:
    """How a picture fits into a square; never enlarged.

    Attributes:
        size: Width and height of the picture in pixels.
        small: Width and height in the square, at its upper left corner.
    """

    size: tuple[int, int]
    small: tuple[int, int]

    @staticmethod
    def into(size: tuple[int, int], side: int) -> Fit:
        """The fit of a picture of ``size`` into a square of ``side``; rounded half to even."""
        scale = min(1.0, side / max(size))
        width, height = (max(1, round(length * scale)) for length in size)
        return Fit(size, (width, height))

    def shrunk(self, image: Image.Image) -> Image.Image:
        """The small picture; the picture itself where it fits."""
        return image if self.small == self.size else shrink(image, *self.small)

    def ratio(self) -> tuple[float, float]:
        """Small by large, horizontally and vertically; they differ where a side was rounded."""
        return self.small[0] / self.size[0], self.small[1] / self.size[1]

    def back(self, detections: Detections) -> Detections:
        """Boxes from pixels of the square to pixels of the picture."""
        across, down = self.ratio()
        return np.asarray(detections / np.array([across, down, across, down, 1.0]))


def on_black(image: Image.Image, side: int) -> RgbImage:
    """A small picture at the upper left corner of a black square, uint8 [side, side, 3]."""
    square = np.zeros((side, side, 3), np.uint8)
    square[: image.height, : image.width] = np.asarray(image)
    return square
