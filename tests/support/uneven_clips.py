"""Clips whose frames do not follow each other at one rate, as phones and calls record them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_CLUSTER, _CLUSTER_TIME, _SIMPLE_BLOCK = b"\x1f\x43\xb6\x75", 0xE7, 0xA3
_PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")


def uneven_matroska(clip: Path, target: Path, start: int, factor: int) -> Path:
    """The Matroska or WebM file with everything after a time slower by a factor.

    Args:
        clip: As OpenCV writes it.
        target: File to write.
        start: The time, in milliseconds.
        factor: Factor by which the pauses between frames grow.
    """
    data = bytearray(clip.read_bytes())

    def later(time: int) -> int:
        return time if time <= start else start + (time - start) * factor

    duration = data.index(b"\x44\x89\x88") + 3
    (length,) = struct.unpack_from(">d", data, duration)
    struct.pack_into(">d", data, duration, float(later(round(length))))
    old = new = 0
    for kind, at, size in _in_clusters(data):
        if kind == _CLUSTER_TIME:
            old = int.from_bytes(data[at : at + size], "big")
            new = later(old)
            data[at : at + size] = new.to_bytes(size, "big")
        elif kind == _SIMPLE_BLOCK:
            (time,) = struct.unpack_from(">h", data, at + 1)
            struct.pack_into(">h", data, at + 1, later(old + time) - new)
    cues = data.rfind(b"\x1c\x53\xbb\x6b")  # the index at the end has the old times: made void
    data[cues : cues + 9] = b"\xec\x01" + (len(data) - cues - 9).to_bytes(7, "big")
    target.write_bytes(data)
    return target


def _in_clusters(data: bytearray) -> Iterator[tuple[int, int, int]]:
    """Number, start and length of what each element directly inside a cluster holds."""
    at = data.find(_CLUSTER)
    while at >= 0:
        at, length = _size(data, at + 4)
        end = at + length
        while at < end:
            kind = data[at]
            at, length = _size(data, at + 1)
            yield kind, at, length
            at += length
        at = end if data[end : end + 4] == _CLUSTER else -1


def _size(data: bytearray, at: int) -> tuple[int, int]:
    """Where the content starts, and its length (RFC 8794, 4)."""
    count = 9 - data[at].bit_length()
    return at + count, int.from_bytes(data[at : at + count], "big") - (1 << 7 * count)


def uneven_mp4(clip: Path, target: Path, first: int, factor: int) -> Path:
    """The MP4, whose index stands at its end, with frames after the first few slower by a factor.

    Args:
        clip: As OpenCV writes it.
        target: File to write.
        first: Number of frames that keep their rate.
        factor: Factor by which the pauses between the others grow.
    """
    data = bytearray(clip.read_bytes())
    table = data.index(b"stts")
    entries, frames, step = struct.unpack_from(">III", data, table + 8)
    assert entries == 1
    timing = struct.pack(">IIIII", 2, first, step, frames - first, step * factor)
    data[table + 8 : table + 20] = timing
    struct.pack_into(">I", data, table - 4, struct.unpack_from(">I", data, table - 4)[0] + 8)
    for parent in _PARENTS:
        at = data.index(parent) - 4
        struct.pack_into(">I", data, at, struct.unpack_from(">I", data, at)[0] + 8)
    edits = data.find(b"edts")
    if edits >= 0:
        data[edits : edits + 4] = b"free"
    whole = (first + (frames - first) * factor) * step
    struct.pack_into(">I", data, data.index(b"mdhd") + 20, whole)
    target.write_bytes(data)
    return target
