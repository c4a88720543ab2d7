"""TIFF files whose strips or tiles are WebP files, which Pillow's own TIFF decoder may lack."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import product

from PIL import Image

from edge_runtime.picture import tiff_tags
from edge_runtime.picture.pixels import check_pixels
from edge_runtime.picture.tiff_tags import HEIGHT, WIDTH, TiffTags, tags_of

_MOST_PARTS = 65_536


def webp_in_tiff(data: bytes, max_pixels: int) -> Image.Image | None:
    """Decode a TIFF of WebP strips or tiles; None if it holds something else.

    Args:
        data: The file.
        max_pixels: Largest width x height.

    Raises:
        ImageError: With code ``too_large``.
        OSError, ValueError: If the file is damaged.
    """
    tags = tags_of(data)
    if tags.get(tiff_tags.COMPRESSION) != (tiff_tags.WEBP,):
        return None
    width, height = _one(tags, WIDTH), _one(tags, HEIGHT)
    check_pixels(width, height, max_pixels)
    picture: Image.Image | None = None
    for left, top, size, webp in _parts(data, tags, width, height):
        with Image.open(io.BytesIO(webp), formats=("WEBP",)) as part:
            if part.size != size:
                raise ValueError("a part of another size than the picture's tags state")
            picture = picture or Image.new(part.mode, (width, height))
            picture.paste(part, (left, top))
    return picture


def _parts(
    data: bytes, tags: TiffTags, width: int, height: int
) -> Iterator[tuple[int, int, tuple[int, int], bytes]]:
    """Left, top, size and file of each part, row by row; a tile may reach beyond the picture.

    Raises:
        ValueError: If there are fewer parts than the picture needs, or too many.
    """
    tiled = tiff_tags.TILE_OFFSETS in tags
    if tiled:
        across, down = _one(tags, tiff_tags.TILE_WIDTH), _one(tags, tiff_tags.TILE_HEIGHT)
        starts, lengths = tags[tiff_tags.TILE_OFFSETS], tags.get(tiff_tags.TILE_LENGTHS, ())
    else:
        across, down = width, min(height, _one(tags, tiff_tags.ROWS_PER_STRIP))
        starts = tags.get(tiff_tags.STRIP_OFFSETS, ())
        lengths = tags.get(tiff_tags.STRIP_LENGTHS, ())
    places = product(range(0, height, down), range(0, width, across))
    needed = -(-height // down) * -(-width // across)
    if not needed <= min(len(starts), len(lengths), _MOST_PARTS):
        raise ValueError("parts of the picture are missing, or more than are read")
    for (top, left), start, length in zip(places, starts, lengths, strict=False):
        rows = down if tiled else min(down, height - top)
        yield left, top, (across, rows), data[start : start + length]


def _one(tags: TiffTags, tag: int) -> int:
    """A number that must be there, >= 1.

    Raises:
        ValueError: If it is not.
    """
    values = tags.get(tag)
    if not values or values[0] < 1:
        raise ValueError(f"no tag {tag}")
    return values[0]
