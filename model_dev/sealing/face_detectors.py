"""The face detectors of a bundle."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROLES = ("still", "camera")


def face_detectors(faces: Mapping[str, Any], folder: Path | None = None) -> dict[str, bytes]:
    """The detectors that a contract names, by file name.

    Args:
        faces: The contract's ``faces`` block.
        folder: Where their files are; None to make them from the committed ONNX file.

    Raises:
        OSError: If a file of the folder cannot be read.
    """
    rules = [faces[role] for role in ROLES]
    if folder is not None:
        return {rule["file"]: (folder / rule["file"]).read_bytes() for rule in rules}
    from model_dev.detector.export import export_detector

    return {rule["file"]: export_detector(rule["input_size"]) for rule in rules}
