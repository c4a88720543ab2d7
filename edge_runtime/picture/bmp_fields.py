"""BMP files whose header says in which bits of a pixel each colour lies."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from edge_runtime.picture.pixels import check_pixels

_BITFIELDS = (3, 6)
"""Values of the header's compression: fields of three colours, and of these and opacity."""

_MASKS_START = 54
_PLAIN_HEADER_BYTES = 40


_LARGEST_FIELD = 0xFFFF


def bmp_of_fields(data: bytes, max_pixels: int) -> Image.Image | None:
    """Decode a BMP of 16 or 32 bits a pixel with fields; None if the file is none, or damaged.

    Args:
        data: The file.
        max_pixels: Largest width x height.

    Returns:
        An image of mode RGB, or RGBA if there is a field of opacity that is not all zero.

    Raises:
        ImageError: With code ``too_large``.
    """
    if len(data) < _MASKS_START + 16:
        return None
    start, header, width, height, _, bits, compression = struct.unpack_from("<10xIIiiHHI", data)
    rows = abs(height)
    stride = (width * bits // 8 + 3) // 4 * 4
    usual = header >= _PLAIN_HEADER_BYTES and compression in _BITFIELDS and bits in (16, 32)
    if not usual or width <= 0 or rows == 0 or start + stride * rows > len(data):
        return None
    has_opacity = header > _PLAIN_HEADER_BYTES + 12 or compression == 6
    masks = struct.unpack_from("<4I", data, _MASKS_START)[: 4 if has_opacity else 3]
    if 0 in masks[:3] or any(mask >> _shift(mask) > _LARGEST_FIELD for mask in masks):
        return None
    check_pixels(width, rows, max_pixels)
    stored = np.frombuffer(data, np.uint8, stride * rows, start).reshape(rows, stride)
    values = stored[:, : width * bits // 8].copy().view(f"<u{bits // 8}")
    upright = values if height < 0 else values[::-1]
    levels = [_levels(upright, mask) for mask in masks if mask]
    if len(levels) == 4 and not levels[3].any():
        del levels[3]
    return Image.fromarray(np.dstack(levels))


def _shift(mask: int) -> int:
    """Number of zero bits below a field."""
    return max(0, (mask & -mask).bit_length() - 1)


def _levels(values: NDArray[np.unsignedinteger], mask: int) -> NDArray[np.uint8]:
    """One field as levels in [0, 255], uint8 [H, W]."""
    largest = mask >> _shift(mask)
    table = np.rint(np.arange(largest + 1) * (255 / largest)).astype(np.uint8)
    levels: NDArray[np.uint8] = table[(values & mask) >> _shift(mask)]
    return levels
