"""TIFF files whose strips are WebP files, which Pillow's own TIFF decoder may lack."""

from __future__ import annotations

import io

from PIL import Image

from edge_runtime.picture.pixels import check_pixels
from edge_runtime.picture.tiff_tags import (
    COMPRESSION,
    HEIGHT,
    ROWS_PER_STRIP,
    STRIP_LENGTHS,
    STRIP_OFFSETS,
    WEBP,
    WIDTH,
    tags_of,
)


def webp_in_tiff(data: bytes, max_pixels: int) -> Image.Image | None:
    """Decode a TIFF of WebP strips; None if the file is none, or damaged.

    Args:
        data: The file.
        max_pixels: Largest width x height.

    Raises:
        ImageError: With code ``too_large``.
        OSError: If a strip is damaged.
    """
    tags = tags_of(data)
    needed = (WIDTH, HEIGHT, ROWS_PER_STRIP, STRIP_OFFSETS, STRIP_LENGTHS)
    if tags.get(COMPRESSION) != (WEBP,) or not all(tags.get(tag) for tag in needed):
        return None
    width, height, rows = (tags[tag][0] for tag in needed[:3])
    check_pixels(width, height, max_pixels)
    strips = list(zip(tags[STRIP_OFFSETS], tags[STRIP_LENGTHS], strict=False))
    if rows * len(strips) < height or width == 0:
        return None
    picture: Image.Image | None = None
    for number, (start, length) in enumerate(strips):
        with Image.open(io.BytesIO(data[start : start + length]), formats=("WEBP",)) as strip:
            if strip.size != (width, min(rows, height - rows * number)):
                return None
            picture = picture or Image.new(strip.mode, (width, height))
            picture.paste(strip, (0, rows * number))
    return picture
