"""Frames of a video file, by OpenCV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from edge_runtime.errors import ImageError
from edge_runtime.types import RgbImage

if TYPE_CHECKING:
    import cv2


def spread_frames(path: Path, wanted: int) -> list[int]:
    """Numbers of frames spread over a video: the centre of each of ``wanted`` equal parts.

    Args:
        path: The video.
        wanted: Frames, > 0; a video with fewer gives each of them once.

    Returns:
        Increasing frame numbers, from 0.

    Raises:
        ImageError: With code ``unreadable``, ``empty`` or ``undecodable``.
    """
    with _opened(path) as capture:
        count = _frames_in(capture)
    if not count:
        raise ImageError("undecodable", f"{path.name}: no frame can be decoded")
    return sorted({(2 * part + 1) * count // (2 * wanted) for part in range(wanted)})


def read_frames(path: Path, numbers: Sequence[int]) -> Iterator[tuple[int, RgbImage | None]]:
    """Frames of a video, decoded in one go from its start: seeking is inexact in most containers.

    Args:
        path: The video.
        numbers: Increasing frame numbers, from 0.

    Yields:
        Each number with its frame, uint8 [H, W, 3] upright RGB, or None if it cannot be decoded.

    Raises:
        ImageError: With code ``unreadable``, ``empty`` or ``undecodable``.
    """
    with _opened(path) as capture:
        place = -1
        for number in numbers:
            while place < number and capture.grab():
                place += 1
            yield number, _retrieved(capture) if place == number else None


@contextmanager
def _opened(path: Path) -> Iterator[cv2.VideoCapture]:
    import cv2

    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise ImageError("unreadable", f"{path.name}: {error.strerror}") from error
    if empty:
        raise ImageError("empty", f"{path.name} is empty")
    # Named, or OpenCV would take a % in the path for a numbered series of pictures.
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    try:
        if not capture.isOpened():
            raise ImageError("undecodable", f"{path.name} is no video that FFmpeg can open")
        yield capture
    except cv2.error as error:
        raise ImageError("undecodable", f"{path.name}: {error}") from error
    finally:
        capture.release()


def _frames_in(capture: cv2.VideoCapture) -> int:
    """As the container states, or counted where it does not."""
    import cv2

    stated = round(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    return stated if stated > 0 else sum(1 for _ in iter(capture.grab, False))


def _retrieved(capture: cv2.VideoCapture) -> RgbImage | None:
    done, bgr = capture.retrieve()
    return np.ascontiguousarray(bgr[..., ::-1]) if done else None
