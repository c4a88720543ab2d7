"""An upright picture in memory: as it was decoded, or as an array.

Pillow keeps four bytes a pixel, arrays three: converting a picture costs nearly as much as decoding
it. So a caller that needs a part of a picture converts that part alone.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from PIL import Image

from edge_runtime.errors import ImageError
from edge_runtime.types import RgbImage

Pixels: TypeAlias = RgbImage | Image.Image
"""uint8 RGB: an array [H, W, 3], or Pillow's image of mode "RGB"."""

_BAND_PIXELS = 4_000_000


def size_of(pixels: Pixels) -> tuple[int, int]:
    """Width and height."""
    if isinstance(pixels, Image.Image):
        return pixels.size
    return pixels.shape[1], pixels.shape[0]


def check_pixels(width: int, height: int, max_pixels: int) -> None:
    """Refuse a picture before it takes memory.

    Raises:
        ImageError: With code ``too_large`` if it has more pixels than that.
    """
    if width * height > max_pixels:
        limit = max_pixels / 1e6
        raise ImageError("too_large", f"{width} x {height} pixels, the limit is {limit:.0f} MP")


def image_of(pixels: Pixels) -> Image.Image:
    """Pillow's image; not a copy if it is one."""
    return pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)


def array_of(pixels: Pixels) -> RgbImage:
    """The array, uint8 [H, W, 3]; not a copy if it is one.

    An image is converted in bands, so that it is held twice at most.
    """
    if not isinstance(pixels, Image.Image):
        return pixels
    rgb = np.empty((pixels.height, pixels.width, 3), np.uint8)
    rows = max(1, _BAND_PIXELS // pixels.width)
    for top in range(0, pixels.height, rows):
        bottom = min(top + rows, pixels.height)
        rgb[top:bottom] = np.asarray(pixels.crop((0, top, pixels.width, bottom)))
    return rgb


def part_of(pixels: Pixels, left: int, top: int, right: int, bottom: int) -> Image.Image:
    """A copy of the pixels from ``left`` and ``top`` to before ``right`` and ``bottom``."""
    if isinstance(pixels, Image.Image):
        return pixels.crop((left, top, right, bottom))
    return Image.fromarray(np.ascontiguousarray(pixels[top:bottom, left:right]))


def shrink(image: Image.Image, width: int, height: int) -> Image.Image:
    """The whole picture at a smaller size, less exact than a crop.

    A side that shrinks to half or less is first averaged over as many whole pixels as fit, which
    costs a fraction of a filter over all of them; then comes Pillow's BILINEAR.
    """
    return image.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=1.0)
