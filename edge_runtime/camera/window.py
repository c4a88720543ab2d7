"""A window with the camera's picture."""

from __future__ import annotations

import os
import sys
from typing import Any

import numpy as np

from edge_runtime.errors import CameraError
from edge_runtime.types import RgbImage
from edge_runtime.video.opencv import load_opencv

TITLE = "edge-runtime camera"
_ESCAPE, _Q = 27, ord("q")


def has_display() -> bool:
    """Whether a window can be opened at all; Qt ends the program where it cannot."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Window:
    """Shows pictures until it is closed, or q or Esc is pressed.

    Raises:
        CameraError: If OpenCV is missing, or was built without windows.
    """

    def __init__(self) -> None:
        try:
            self._cv: Any = load_opencv()
            self._cv.namedWindow(TITLE, self._cv.WINDOW_NORMAL)
        except ImportError as error:
            raise CameraError(str(error)) from error
        except self._cv.error as error:
            advice = "install opencv-python instead of opencv-python-headless, or use --headless"
            raise CameraError(f"this OpenCV opens no windows: {advice}") from error

    def show(self, rgb: RgbImage) -> bool:
        """Show uint8 [H, W, 3]; False once the user wants no more."""
        self._cv.imshow(TITLE, np.ascontiguousarray(rgb[:, :, ::-1]))
        key = self._cv.waitKey(1) & 0xFF
        visible = self._cv.getWindowProperty(TITLE, self._cv.WND_PROP_VISIBLE) >= 1
        return visible and key not in (_ESCAPE, _Q)

    def close(self) -> None:
        """Close the window."""
        self._cv.destroyAllWindows()
