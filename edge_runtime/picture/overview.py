"""A large picture made small once, for everything that looks at the whole of it."""

from __future__ import annotations

from dataclasses import dataclass

from edge_runtime.picture.geometry import blocks_for
from edge_runtime.picture.pixels import Pixels, image_of, size_of
from edge_runtime.types import Box


@dataclass(frozen=True, slots=True)
class Overview:
    """An upright picture whose blocks of pixels were averaged.

    Attributes:
        pixels: The small picture; the picture itself if the factor is 1.
        factor: Side of the blocks in pixels of the picture, >= 1. A point of the picture lies at
            its coordinates divided by this; blocks at the right and lower edge may be partial.
    """

    pixels: Pixels
    factor: int

    @staticmethod
    def of(pixels: Pixels, size: int) -> Overview:
        """Average blocks so that the shorter side keeps two to three times ``size`` pixels.

        Args:
            pixels: The upright picture; a smaller one is not copied.
            size: Side of the network's input in pixels.
        """
        factor = blocks_for(min(size_of(pixels)), size)
        if factor == 1:
            return Overview(pixels, 1)
        return Overview(image_of(pixels).reduce(factor), factor)

    def box_of(self, box: Box) -> Box:
        """A box of the picture in pixels of the overview."""
        return box.reduced(self.factor)
