"""Sources of frames: cameras, streams and video files."""

from __future__ import annotations

import importlib
import os
import sys
import time
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from edge_runtime.errors import CameraError, ImageError
from edge_runtime.types import RgbImage
from edge_runtime.video.opencv import load_opencv

PICAMERA = "picamera"
SCHEMES = ("rtsp", "rtsps", "http", "https")
TIMEOUT_MS = 10_000
"""How long a stream may take to open, and to give a frame."""


class Source(Protocol):
    """Delivers frames one after another. Use it from one thread at a time.

    Attributes:
        live: Whether it never ends by itself: true of a camera or a stream, not of a file.
    """

    live: bool

    def read(self) -> RgbImage | None:
        """The next upright frame, uint8 [H, W, 3]; waits for it. None when there is none left.

        Raises:
            CameraError: If the frame cannot be taken.
        """
        ...

    def close(self) -> None:
        """Release the camera."""
        ...


def open_source(name: str, size: tuple[int, int]) -> Source:
    """Open a camera, a stream or a video file.

    Args:
        name: The number of a camera or its device file; "picamera"; an address that begins with
            rtsp, rtsps, http or https; or a video file, which is played at its own speed.
        size: Width and height asked of a camera, in pixels; it uses the nearest size it has.

    Raises:
        CameraError: If it cannot be opened; the message says what to do.
    """
    if name == PICAMERA:
        return _PiCamera(size)
    scheme, found, _ = name.partition("://")
    if found and scheme not in SCHEMES:
        raise CameraError(f"no stream of the kind {scheme}://: one of {', '.join(SCHEMES)}")
    if found:
        return _stream(name)
    if name.isdecimal() or _is_device(name):
        return _device(name, size)
    return _File(name)


class _Capture:
    """A camera or stream that OpenCV reads."""

    live = True

    def __init__(self, capture: Any) -> None:
        self._capture = capture

    def read(self) -> RgbImage | None:
        done, bgr = self._capture.read()
        return np.ascontiguousarray(bgr[:, :, 2::-1]) if done and bgr is not None else None

    def close(self) -> None:
        self._capture.release()


class _File:
    """A video file, at its own speed, so that it stands in for a camera."""

    live = False

    def __init__(self, name: str) -> None:
        from edge_runtime.video.clip import Clip

        try:
            self._clip = Clip(name)
        except ImageError as error:
            raise CameraError(f"{name}: {error.message}") from error
        self._next = 0
        self._start = time.monotonic()

    def read(self) -> RgbImage | None:
        if self._next >= self._clip.frames:
            return None
        frame = self._clip.read(self._next)
        self._next += 1
        if frame is None:
            return None
        time.sleep(max(0.0, self._start + frame.seconds - time.monotonic()))
        return frame.rgb

    def close(self) -> None:
        self._clip.close()


class _PiCamera:
    """A Raspberry Pi's own camera, by libcamera."""

    live = True

    def __init__(self, size: tuple[int, int]) -> None:
        try:
            picamera: Any = importlib.import_module("picamera2")
        except ImportError as error:
            advice = "apt install python3-picamera2, in an environment with --system-site-packages"
            raise CameraError(f"Picamera2 is not installed: {advice}") from error
        try:
            self._camera = picamera.Picamera2()
            # what libcamera calls BGR888 lies in memory as red, green, blue
            main = {"size": size, "format": "BGR888"}
            self._camera.configure(self._camera.create_video_configuration(main=main))
            self._camera.start()
        except (RuntimeError, IndexError) as error:
            raise CameraError(f"the Pi's camera cannot be opened: {error}") from error

    def read(self) -> RgbImage | None:
        try:
            frame: RgbImage = self._camera.capture_array("main")
        except RuntimeError as error:
            raise CameraError(f"the Pi's camera gave no frame: {error}") from error
        return np.ascontiguousarray(frame[:, :, :3])

    def close(self) -> None:
        self._camera.stop()
        self._camera.close()


def _device(name: str, size: tuple[int, int]) -> Source:
    cv = _opencv()
    system = cv.CAP_V4L2 if sys.platform.startswith("linux") else cv.CAP_ANY
    capture = cv.VideoCapture(int(name) if name.isdecimal() else name, system)
    if not capture.isOpened():
        raise CameraError(f"camera {name} cannot be opened: {_why_not(name)}")
    capture.set(cv.CAP_PROP_FRAME_WIDTH, size[0])
    capture.set(cv.CAP_PROP_FRAME_HEIGHT, size[1])
    capture.set(cv.CAP_PROP_BUFFERSIZE, 1)
    return _Capture(capture)


def _stream(address: str) -> Source:
    cv = _opencv()
    limits = [cv.CAP_PROP_OPEN_TIMEOUT_MSEC, TIMEOUT_MS, cv.CAP_PROP_READ_TIMEOUT_MSEC, TIMEOUT_MS]
    capture = cv.VideoCapture(address, cv.CAP_FFMPEG, limits)
    if not capture.isOpened():
        raise CameraError(f"the stream cannot be opened: {_without_password(address)}")
    return _Capture(capture)


def _opencv() -> Any:
    try:
        return load_opencv()
    except ImportError as error:
        raise CameraError(str(error)) from error


def _is_device(name: str) -> bool:
    return Path(name).is_char_device()


def _why_not(name: str) -> str:
    if not sys.platform.startswith("linux"):
        return "it is not there, or in use, or this program may not use it"
    device = Path(f"/dev/video{name}" if name.isdecimal() else name)
    if not device.exists():
        return f"there is no {device}; a Pi's own camera is --source {PICAMERA}"
    if not os.access(device, os.R_OK | os.W_OK):
        return f"no permission for {device}; add the user to the group video"
    return "it is in use, or gives no video"


def _without_password(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
