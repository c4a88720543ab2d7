"""Times of the frames of a Matroska or WebM file (RFC 9559), by its blocks and not by its header.

The header states a length alone; of a screen recording or a call, whose rate varies, no number of
frames follows from it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

_SEGMENT, _INFO, _TRACKS, _TRACK = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
_CLUSTER, _GROUP = 0x1F43B675, 0xA0
_OPENED = frozenset({_SEGMENT, _INFO, _TRACKS, _TRACK, _CLUSTER, _GROUP})
"""Elements whose content is read; all others are passed over, or are values."""

_TIMESTAMP_SCALE, _TRACK_NUMBER, _TRACK_TYPE, _CODEC = 0x2AD7B1, 0xD7, 0x83, 0x86
_CLUSTER_TIME, _SIMPLE_BLOCK, _BLOCK = 0xE7, 0xA3, 0xA1
_VALUES = frozenset({_TIMESTAMP_SCALE, _TRACK_NUMBER, _TRACK_TYPE, _CODEC, _CLUSTER_TIME})
_BLOCKS = frozenset({_SIMPLE_BLOCK, _BLOCK})

_VIDEO = 1
_MOST_ELEMENTS = 5_000_000
_MOST_VALUE_BYTES = 64
_BLOCK_HEAD_BYTES = 13
"""A track number of at most 8 bytes, a time of 2, flags, and the first byte of the frame."""

_LACED, _INVISIBLE, _VP8_SHOWN = 0x06, 0x08, 0x10


@dataclass(slots=True)
class _Reading:
    """What was read so far.

    Attributes:
        scale: Nanoseconds of a unit of time.
        video: Number of the first video track; None as long as none was read.
        codec: Of that track.
        track: The track that is being read: number and type.
        cluster: Time at which the cluster begins.
        times: Of the frames of the video track, in units, as they are stored.
    """

    scale: int = 1_000_000
    video: int | None = None
    codec: bytes = b""
    track: list[int] = field(default_factory=lambda: [0, 0])
    cluster: int = 0
    times: list[int] = field(default_factory=list)


def frame_times(path: str | os.PathLike[str]) -> tuple[float, ...] | None:
    """Seconds from the first frame to each, in the order in which they are shown.

    Returns:
        None if the file is cut off, or its structure is one that is not read here. Empty if it
        has no video.
    """
    reading = _Reading()
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        try:
            for kind, content in _elements(file, size):
                _take(reading, kind, content)
        except (ValueError, IndexError):
            return None
    times = sorted(reading.times)
    return tuple((time - times[0]) * reading.scale / 1e9 for time in times)


def _elements(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes]]:
    """Number and content of each element; of an opened one no content, of a block its head.

    Raises:
        ValueError: If an element ends outside the file, or there are too many.
    """
    for _ in range(_MOST_ELEMENTS):
        if file.tell() == size:
            return
        kind, length = _number(file, marked=True), _number(file)
        end = size if length is None else file.tell() + length
        if kind is None or end > size or (length is None and kind not in _OPENED):
            raise ValueError("cut off, or not Matroska")
        if kind in _OPENED:
            yield kind, b""
            continue
        if kind in _BLOCKS:
            yield kind, file.read(min(_BLOCK_HEAD_BYTES, end - file.tell()))
        elif kind in _VALUES:
            yield kind, file.read(min(_MOST_VALUE_BYTES, end - file.tell()))
        file.seek(end)
    raise ValueError("more elements than are read")


def _number(file: BinaryIO, marked: bool = False) -> int | None:
    """A number of variable length (RFC 8794, 4); None if all its bits are set: not known.

    Args:
        file: Read from where it stands.
        marked: Whether the bit that tells the length is part of the number.

    Raises:
        ValueError: If it is longer than 8 bytes, or the file ends in it.
    """
    first = file.read(1)
    count = 9 - first[0].bit_length() if first else 9
    rest = file.read(count - 1)
    if count > 8 or len(rest) < count - 1:
        raise ValueError("no number")
    value = int.from_bytes(first + rest, "big")
    mark = 1 << 7 * count
    if marked:
        return value
    return None if value == 2 * mark - 1 else value - mark


def _take(reading: _Reading, kind: int, content: bytes) -> None:
    number = int.from_bytes(content, "big")
    if kind in _BLOCKS:
        _take_block(reading, content)
    elif kind == _CLUSTER_TIME:
        reading.cluster = number
    elif kind == _TIMESTAMP_SCALE:
        reading.scale = number
    elif kind == _TRACK:
        reading.track = [0, 0]
    elif kind in (_TRACK_NUMBER, _TRACK_TYPE):
        reading.track[kind == _TRACK_TYPE] = number
        if reading.video is None and reading.track[1] == _VIDEO and reading.track[0]:
            reading.video = reading.track[0]
    elif kind == _CODEC and reading.track[0] == reading.video:
        reading.codec = content


def _take_block(reading: _Reading, head: bytes) -> None:
    """Add a block's time if a frame of the video track is shown.

    Raises:
        ValueError: If one block holds several frames, which no known program writes of a video.
    """
    count = 9 - head[0].bit_length()
    track = int.from_bytes(head[:count], "big") - (1 << 7 * count)
    flags, first = head[count + 2], head[count + 3]
    if track != reading.video:
        return
    if flags & _LACED:
        raise ValueError("several frames in a block")
    hidden = flags & _INVISIBLE or (reading.codec == b"V_VP8" and not first & _VP8_SHOWN)
    if not hidden:
        time = int.from_bytes(head[count : count + 2], "big", signed=True)
        reading.times.append(reading.cluster + time)
