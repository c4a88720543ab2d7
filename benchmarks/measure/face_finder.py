"""The face finder of a bundle, as a scan opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.faces.detector import FaceDetector

if TYPE_CHECKING:
    from edge_runtime.faces.detector import Look


def open_finder(bundle: Bundle, threads: int = 1, look: Look = "picture") -> FaceDetector:
    """Open it.

    Args:
        bundle: Its contract says which faces count.
        threads: CPU threads, >= 1.
        look: What it searches.

    Raises:
        EngineError: If a detector cannot be loaded.
    """
    least = bundle.contract.crop.min_face_side
    return FaceDetector(bundle.contract.faces, bundle.read, threads, look=look, min_face_side=least)
