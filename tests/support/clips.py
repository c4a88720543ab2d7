"""Encoded videos whose every frame tells its own number, and damaged ones."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from edge_runtime.types import RgbImage

WIDTH, HEIGHT = 96, 64
CODECS = {".mp4": "mp4v", ".mov": "mp4v", ".mkv": "mp4v", ".avi": "MJPG", ".webm": "VP80"}


def write_clip(
    path: Path,
    frames: int = 60,
    paint: Callable[[int], RgbImage] | None = None,
    fps: float = 25,
) -> Path:
    """A clip in the container that its name asks for; each frame shows its number.

    Args:
        path: Its ending chooses the container and the codec.
        frames: Number of frames.
        paint: Makes a frame, uint8 RGB of one size; None for `numbered`.
        fps: Frames per second.
    """
    make = paint or numbered
    height, width = make(0).shape[:2]
    codec = cv2.VideoWriter_fourcc(*CODECS[path.suffix])
    writer = cv2.VideoWriter(str(path), codec, fps, (width, height))
    assert writer.isOpened()
    for number in range(frames):
        writer.write(np.ascontiguousarray(make(number)[:, :, ::-1]))
    writer.release()
    return path


def numbered(number: int) -> RgbImage:
    """Red corner at the top left; below it the brightness of two halves counts tens and units."""
    frame = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    frame[:, : WIDTH // 2] = 10 + 8 * (number // 10)
    frame[:, WIDTH // 2 :] = 20 + 20 * (number % 10)
    frame[: HEIGHT // 4, : WIDTH // 4] = (255, 0, 0)
    return frame


def number_on(frame: RgbImage) -> int:
    """The number that `numbered` painted."""
    tens = (frame[-8:, 8:30].mean() - 10) / 8
    units = (frame[-8:, -30:-8].mean() - 20) / 20
    return 10 * round(tens) + round(units)


def turn_clockwise(clip: Path, target: Path) -> Path:
    """The MP4 with a track header (ISO/IEC 14496-12, 8.3.2) that has players turn it by 90°."""
    data = bytearray(clip.read_bytes())
    matrix = data.index(b"tkhd") + 8 + 20 + 16
    turned = (0, 1 << 16, 0, -(1 << 16), 0, 0, HEIGHT << 16, 0, 1 << 30)
    data[matrix : matrix + 36] = struct.pack(">9i", *turned)
    target.write_bytes(data)
    return target


def without_duration(clip: Path, target: Path) -> Path:
    """The Matroska file without its length, as a live recording leaves it."""
    data = clip.read_bytes()
    duration = data.index(b"\x44\x89\x88")
    target.write_bytes(data[:duration] + b"\xec\x89\x00" + data[duration + 3 :])
    return target


def index_first(clip: Path, target: Path, share: float = 1.0) -> Path:
    """The MP4 with its index before its frames, cut off after that share of the frames' bytes."""
    data = clip.read_bytes()
    boxes = dict(_boxes(data))
    index = bytearray(boxes[b"moov"])
    at = index.index(b"stco") + 8
    (count,) = struct.unpack_from(">I", index, at)
    for i in range(count):
        (offset,) = struct.unpack_from(">I", index, at + 4 + 4 * i)
        struct.pack_into(">I", index, at + 4 + 4 * i, offset + len(index))
    media = boxes[b"mdat"]
    start = [box for kind, box in _boxes(data) if kind not in (b"moov", b"mdat")]
    assert [kind for kind, _ in _boxes(data)].index(b"mdat") == len(start)
    target.write_bytes(b"".join([start[0], index, *start[1:], media[: int(len(media) * share)]]))
    return target


def audio_only(target: Path) -> Path:
    """An intact MP4 with an index in which there is no track."""
    brand = b"isom\x00\x00\x02\x00isomiso2mp41"
    header = struct.pack(">4xIIII", 0, 0, 1000, 0) + bytes(80)
    target.write_bytes(_box(b"ftyp", brand) + _box(b"moov", _box(b"mvhd", header)))
    return target


def _boxes(data: bytes) -> list[tuple[bytes, bytes]]:
    boxes, start = [], 0
    while start < len(data):
        (length,) = struct.unpack_from(">I", data, start)
        boxes.append((data[start + 4 : start + 8], data[start : start + length]))
        start += length
    return boxes


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body
