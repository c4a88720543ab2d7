"""The face finder of a bundle, as a scan opens it."""

from __future__ import annotations

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.faces.detector import FaceDetector


def open_finder(bundle: Bundle, threads: int = 1) -> FaceDetector:
    """Open it.

    Args:
        bundle: Its contract says which faces count.
        threads: CPU threads, >= 1.

    Raises:
        EngineError: If a detector cannot be loaded.
    """
    least = bundle.contract.crop.min_face_side
    return FaceDetector(bundle.contract.faces, bundle.read, threads, min_face_side=least)
