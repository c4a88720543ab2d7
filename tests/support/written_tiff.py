"""TIFF files, byte by byte, of layouts that Pillow itself does not write."""

from __future__ import annotations

import struct

_TAGS = {"compression": 259, "samples": 277, "sample_format": 339}
_DNG_VERSION = 50706

_LONG = (256, 257, 273, 278, 279, 322, 323, 324, 325)


def tiff(
    width: int,
    height: int,
    data: bytes | tuple[bytes, ...],
    bits: int,
    photometric: int,
    order: str = "<",
    rows: int | None = None,
    tile: int = 0,
    raw: bool = False,
    **tags: int,
) -> bytes:
    """A TIFF of strips or tiles.

    Args:
        width: In pixels.
        height: In pixels.
        data: The strip, or the strips, as they are stored.
        bits: Bits of a sample; of every sample if there are several.
        photometric: Tag 262: 0 zero is white, 1 zero is black, 2 RGB, 8 Lab.
        order: "<" for little-endian.
        rows: Of a strip; None for all.
        tile: Width and height of a tile, if the data are square tiles and not strips.
        raw: Whether it says that it is a camera raw file (DNG).
        tags: Any of ``compression``, ``samples`` (a pixel) and ``sample_format``; 1 each if
            left out.
    """
    strips = data if isinstance(data, tuple) else (data,)
    data = b"".join(strips)
    lengths = [len(strip) for strip in strips]
    more = {**dict.fromkeys(_TAGS, 1), **tags}
    values: dict[int, list[int]] = {256: [width], 257: [height], 258: [bits] * more["samples"]}
    values |= {_TAGS[name]: [value] for name, value in more.items()}
    values[339] *= more["samples"]
    values |= {262: [photometric], 278: [rows or height], 279: lengths}
    values[273] = [8 + sum(lengths[:number]) for number in range(len(strips))]
    if raw:
        values[_DNG_VERSION] = [1]
    if tile:
        values |= {322: [tile], 323: [tile], 324: values.pop(273), 325: values.pop(279)}
        del values[278]
    table, tail = b"", b""
    after = 8 + len(data) + 2 + 12 * len(values) + 4
    for tag, numbers in sorted(values.items()):
        kind, letter = (4, "I") if tag in _LONG else (3, "H")
        packed = struct.pack(f"{order}{len(numbers)}{letter}", *numbers)
        if len(packed) > 4:
            tail, packed = tail + packed, struct.pack(order + "I", after + len(tail))
        table += struct.pack(order + "HHI", tag, kind, len(numbers)) + packed.ljust(4, b"\0")
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(data))
    return head + data + struct.pack(order + "H", len(values)) + table + bytes(4) + tail
