"""The first directory of a TIFF file, and why it cannot be decoded."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TypeAlias

TiffTags: TypeAlias = Mapping[int, tuple[int, ...]]

WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIP_OFFSETS, ROWS_PER_STRIP, STRIP_LENGTHS = 273, 278, 279
TILE_WIDTH, TILE_HEIGHT, TILE_OFFSETS, TILE_LENGTHS = 322, 323, 324, 325
SAMPLE_FORMAT, DNG_VERSION = 339, 50706
WEBP = 50001
"""Value of `COMPRESSION` for strips or tiles that are WebP files."""

_FLOATING = 3
_LAB = (8, 9, 10)
_RAW = (32803, 34892)
_LETTERS = {1: "B", 3: "H", 4: "I"}
_MOST_VALUES = 1_000_000


def tags_of(data: bytes) -> TiffTags:
    """Whole numbers of the first directory, by tag (TIFF 6.0, section 2); empty if damaged."""
    order = "<" if data[:2] == b"II" else ">"
    try:
        magic, start = struct.unpack_from(order + "HI", data, 2)
        (count,) = struct.unpack_from(order + "H", data, start)
        entries = [start + 2 + 12 * i for i in range(count)] if magic == 42 else []
        return dict(_entry(data, order, at) for at in entries)
    except (struct.error, ValueError):
        return {}


def _entry(data: bytes, order: str, at: int) -> tuple[int, tuple[int, ...]]:
    tag, kind, count = struct.unpack_from(order + "HHI", data, at)
    if kind not in _LETTERS:
        return tag, ()
    if count > _MOST_VALUES:
        raise ValueError("more values than a picture has")
    values = f"{order}{count}{_LETTERS[kind]}"
    here = struct.calcsize(values) <= 4
    start = at + 8 if here else struct.unpack_from(order + "I", data, at + 8)[0]
    return tag, struct.unpack_from(values, data, start)


def rare_kind(data: bytes, identified: bool) -> str | None:
    """Such as "floating-point", where this tool does not read that kind; None if it is damaged.

    Args:
        data: A TIFF file that could not be decoded.
        identified: Whether a decoder knew its layout, and failed later.
    """
    tags = tags_of(data)
    bits, photometric = tags.get(BITS) or (1,), (tags.get(PHOTOMETRIC) or (-1,))[0]
    if DNG_VERSION in tags or photometric in _RAW:
        return "camera raw"
    if _FLOATING in tags.get(SAMPLE_FORMAT, ()):
        return "floating-point"
    if photometric in _LAB:
        return "Lab"
    if identified or not _is_whole(tags, len(data)):
        return None
    return f"{bits[0]}-bit (photometric interpretation {photometric})"


def _is_whole(tags: TiffTags, size: int) -> bool:
    """Whether all strips or tiles begin inside the file."""
    starts = tags.get(STRIP_OFFSETS) or tags.get(TILE_OFFSETS) or (size,)
    needed = tags.get(WIDTH) and tags.get(HEIGHT)
    return bool(needed) and max(starts) < size
