"""Loads OpenCV, which reads videos and cameras, when it is first needed."""

from __future__ import annotations

import importlib
import os
from typing import Any

INSTALL = "pip install 'edge-deepfake[camera]'"


def load_opencv() -> Any:
    """The module ``cv2``.

    Messages of OpenCV and FFmpeg are kept off stderr unless the environment asks for them: faults
    of a file are reported with that file.

    Raises:
        ImportError: If it is not installed, or a system library it needs is not; the message says
            what to install.
    """
    os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    try:
        return importlib.import_module("cv2")
    except ModuleNotFoundError as error:
        raise ImportError(f"OpenCV is not installed: {INSTALL}", name="cv2") from error
    except ImportError as error:
        advice = "without a display, replace opencv-python by opencv-python-headless"
        raise ImportError(f"OpenCV cannot be loaded: {error}; {advice}", name="cv2") from error
