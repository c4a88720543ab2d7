"""Frames spread over a video file, upright."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import MAX_PIXELS
from edge_runtime.types import RgbImage
from edge_runtime.video.container import container_of, require_video, why_no_frame, why_refused
from edge_runtime.video.matroska import frame_times
from edge_runtime.video.opencv import load_opencv

MOST_COUNTED = 200_000
"""Most frames that are counted where the file does not state their number: two hours at 25 fps."""

NEAR = 64
"""Up to this many frames ahead, decoding all of them is no slower than seeking a key frame."""

_MOST_FPS = 1000.0

_SAME_MS = 2.0
"""Times that differ by less are of one frame: Matroska rounds them to a millisecond."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: its number from 0, its time in seconds, and upright uint8 RGB [H, W, 3]."""

    number: int
    seconds: float
    rgb: RgbImage


class Clip:
    """An open video file. Use it as a context manager, from one thread.

    Args:
        path: An MP4, MOV, MKV, WebM or AVI file.

    Attributes:
        width: Of the upright frame, in pixels.
        height: Of the upright frame, in pixels.
        frames: Number of frames, at least 1. A Matroska or WebM file's are counted, for its header
            does not state them; of other files it is what the header says.
        fps: Frames per second; None if the file does not say.
        codec: Four characters, such as "h264".
        notes: What was left out, for people.

    Raises:
        ImageError: With code ``unreadable``, ``empty``, ``unsupported``, ``undecodable`` or
            ``too_large``.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        container = container_of(path)
        require_video(path, container)
        self._cv = _opencv()
        self._path, self._container = _decodable_name(path), container
        self._capture = self._open()
        if not self._capture.isOpened():
            self._capture.release()
            raise ImageError(*why_refused(path, container))
        self.notes: tuple[str, ...] = ()
        self._next = 0
        self._seeks, self._sought = True, False
        self._times = frame_times(path) if container == "matroska" else None
        try:
            self._describe()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Clip:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._capture.release()

    @property
    def seconds(self) -> float | None:
        """Length; None if the file does not say how fast it runs."""
        return None if self.fps is None else self.frames / self.fps

    def spread(self, count: int) -> Iterator[Frame]:
        """Frames from the middles of ``count`` equal parts, in order; each frame once.

        Frames that cannot be decoded are left out.

        Args:
            count: At least 1; a shorter clip gives all its frames.
        """
        for number in middles(self.frames, count):
            frame = self.read(number)
            if frame is not None:
                yield frame

    def read(self, number: int) -> Frame | None:
        """The frame of that number; None if it cannot be decoded."""
        frame = self._read(number)
        if frame is None and self._sought:  # a seek may pass the end where the rate varies
            self._seek_no_more()
            frame = self._read(number)
        return frame

    def _read(self, number: int) -> Frame | None:
        if not self._go_to(number):
            return None
        done, bgr = self._capture.read()
        self._next += 1
        if not done or bgr is None:
            return None
        if self._sought and self._times and self._number_by_time() != number:
            return None
        return Frame(number, self._time_of(number), _rgb_of(bgr))

    def why_no_frame(self) -> ImageError:
        """The failure of a file that was opened, and of which no frame can be decoded."""
        return ImageError(*why_no_frame(self._path, self._container, self.codec))

    def _open(self) -> Any:
        capture = self._cv.VideoCapture(self._path, self._cv.CAP_FFMPEG)
        capture.set(self._cv.CAP_PROP_ORIENTATION_AUTO, 1)
        return capture

    def _describe(self) -> None:
        cv, capture = self._cv, self._capture
        self.width = int(capture.get(cv.CAP_PROP_FRAME_WIDTH))
        self.height = int(capture.get(cv.CAP_PROP_FRAME_HEIGHT))
        if self.width * self.height > MAX_PIXELS:
            limit = MAX_PIXELS // 1_000_000
            size = f"{self.width} x {self.height} pixels"
            raise ImageError("too_large", f"{size}, the limit is {limit} MP")
        fps = capture.get(cv.CAP_PROP_FPS)
        self.fps: float | None = fps if 0 < fps <= _MOST_FPS else None
        self.codec = _fourcc(int(capture.get(cv.CAP_PROP_FOURCC)))
        stated = len(self._times or ()) or capture.get(cv.CAP_PROP_FRAME_COUNT)
        self.frames = int(stated) if 0 < stated < 2**31 else self._count()

    def _count(self) -> int:
        """Decode to the end: a live recording's header does not say how long it became."""
        count = 0
        while count < MOST_COUNTED and self._capture.grab():
            count += 1
        self._rewind()
        if count == MOST_COUNTED:
            self.notes = (f"only the first {count} frames were looked at",)
        if count == 0:
            raise self.why_no_frame()
        return count

    def _rewind(self) -> None:
        self._capture.release()
        self._capture = self._open()
        self._next, self._sought = 0, False

    def _go_to(self, number: int) -> bool:
        if number < self._next:
            self._rewind()
        if number - self._next > NEAR and self._seeks:
            self._seek(number)
        while self._next < number:
            if not self._capture.grab():
                return False
            self._next += 1
        return self._next == number

    def _seek(self, number: int) -> None:
        """Go to a frame, or to one before it; stay where it is known that this goes wrong."""
        cv = self._cv
        if not self._times:
            if self._capture.set(cv.CAP_PROP_POS_FRAMES, float(number)):
                self._next, self._sought = round(self._capture.get(cv.CAP_PROP_POS_FRAMES)), True
            return
        self._capture.set(cv.CAP_PROP_POS_MSEC, 1000 * self._times[number])
        before = self._number_by_time()
        if before is None or before >= number:
            self._seek_no_more()
        else:
            self._next, self._sought = before + 1, True

    def _seek_no_more(self) -> None:
        """Decode from the beginning, and from now on every frame."""
        self._seeks = False
        self._rewind()

    def _number_by_time(self) -> int | None:
        """Number of the frame decoded last, by its time stamp; None if none has that."""
        assert self._times, "asked only where the times are known"
        time = float(self._capture.get(self._cv.CAP_PROP_POS_MSEC)) / 1000
        at = bisect_left(self._times, time - _SAME_MS / 1000)
        near = at < len(self._times) and abs(self._times[at] - time) <= _SAME_MS / 1000
        return at if near else None

    def _time_of(self, number: int) -> float:
        """By the frame's own time stamp: the rate of a phone's video varies."""
        seconds = float(self._capture.get(self._cv.CAP_PROP_POS_MSEC)) / 1000
        if number > 0 and seconds <= 0 and self.fps is not None:
            seconds = number / self.fps
        return max(0.0, seconds)


def middles(frames: int, count: int) -> Sequence[int]:
    """Numbers of the frames in the middles of ``count`` equal parts of ``frames``, each once."""
    parts = min(frames, count)
    return [(2 * part + 1) * frames // (2 * parts) for part in range(parts)]


def _opencv() -> Any:
    try:
        return load_opencv()
    except ImportError as error:
        raise ImageError("unsupported", f"videos need OpenCV: {error}") from error


def _decodable_name(path: str | os.PathLike[str]) -> str:
    """An absolute name, which FFmpeg cannot take for an address or an option."""
    name = str(Path(path).absolute())
    try:
        name.encode("utf-8")
    except UnicodeEncodeError as error:
        message = "OpenCV opens only files whose name is valid Unicode"
        raise ImageError("unreadable", message) from error
    return name


def _rgb_of(bgr: Any) -> RgbImage:
    if bgr.ndim == 2:
        return np.repeat(bgr[:, :, None], 3, axis=2)
    return np.ascontiguousarray(bgr[:, :, 2::-1])


def _fourcc(code: int) -> str:
    letters = "".join(chr(code >> shift & 0xFF) for shift in (0, 8, 16, 24))
    return letters.strip() if letters.isprintable() and letters.strip() else "unknown"
