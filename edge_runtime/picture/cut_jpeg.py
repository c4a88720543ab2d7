"""How much of a JPEG that is cut off is there."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from edge_runtime.picture.jpeg_header import JpegHeader

LEAST_SHARE = 0.95
"""A picture is judged if at least this share of its rows is there, in [0, 1]."""

END = b"\xff\xd9"
"""The marker that ends a JPEG."""

_SCALE = 8
"""Rows are compared at this scale: a block of 8 x 8 is a pixel, which costs little memory."""

_FILLING_BYTES = 4096


def rows_of(data: bytes, opened: Callable[[bytes], Image.Image]) -> int:
    """Rows of a JPEG without its end that are surely decoded.

    The file is decoded twice, with its end and with noise behind its last byte: rows that differ
    come from what was added.

    Args:
        data: The file.
        opened: Opens a JPEG, and does not decode it.

    Returns:
        A number of rows of the picture as stored, from the top; 0 if its rows do not follow each
        other in the file, as those of a progressive JPEG do not.
    """
    header = JpegHeader.of(data)
    if header is None or not header.is_one_scan:
        return 0
    noise = random.Random(0).randbytes(_FILLING_BYTES).replace(b"\xff", b"\x7f")
    height, plain = _thumbnail(opened(data + END))
    _, noisy = _thumbnail(opened(data + noise + END))
    same = (plain == noisy).all(axis=tuple(range(1, plain.ndim)))
    return min(height, _SCALE * int(np.argmin(same))) if not same.all() else height


def _thumbnail(image: Image.Image) -> tuple[int, NDArray[np.uint8]]:
    """The whole height, and the pixels at 1/8 scale."""
    with image:
        height = image.height
        image.draft(None, (max(1, image.width // _SCALE), max(1, image.height // _SCALE)))
        return height, np.asarray(image)
