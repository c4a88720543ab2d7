"""Keeps the newest frame of a camera, so that a slow scanner never scans an outdated one."""

from __future__ import annotations

from threading import Condition, Thread

from edge_runtime.camera.source import Source
from edge_runtime.errors import CameraError
from edge_runtime.types import RgbImage


class NewestFrame:
    """Reads a source in its own thread and keeps only the last frame.

    Use it as a context manager: it closes the source.

    Args:
        source: An open source.

    Attributes:
        dropped: Frames that were replaced by a newer one before they were taken.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._changed = Condition()
        self._frame: RgbImage | None = None
        self._error: CameraError | None = None
        self._ended = False
        self._closing = False
        self.dropped = 0
        self._thread = Thread(target=self._keep_reading, name="camera", daemon=True)
        self._thread.start()

    def __enter__(self) -> NewestFrame:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take(self) -> RgbImage | None:
        """Wait for a frame that was not taken yet; None after the last one.

        Raises:
            CameraError: If the source failed, or a live source stopped.
        """
        with self._changed:
            while self._frame is None and not self._ended:
                self._changed.wait(0.5)  # in slices, so that Ctrl-C is seen on every system
            frame, self._frame = self._frame, None
        if frame is None and self._error is not None:
            raise self._error
        return frame

    def close(self) -> None:
        """Stop reading; the source is closed by the thread that reads it."""
        self._closing = True
        self._thread.join(2)

    def _keep_reading(self) -> None:
        try:
            while not self._closing and self._read_one():
                pass
        except CameraError as error:
            self._error = error
        finally:
            self._source.close()
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _read_one(self) -> bool:
        frame = self._source.read()
        if frame is None:
            if self._source.live:
                raise CameraError("the camera stopped giving frames")
            return False
        with self._changed:
            self.dropped += self._frame is not None
            self._frame = frame
            self._changed.notify_all()
        return True
