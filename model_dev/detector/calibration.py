"""Ranges of the detector's activations, measured on pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from model_dev.conversion.quantize import Calibration
from model_dev.detector.export import YUNET, measure_ranges
from model_dev.paths import sha256_of

SUFFIXES = frozenset((".jpg", ".jpeg", ".png"))


def calibrate(side: int, folder: Path, source: Path = YUNET) -> Calibration:
    """Measure the ranges of the detector's activations on every picture below a folder.

    Args:
        side: Height and width that the detector is made for, a multiple of 32.
        folder: Pictures, as JPEG or PNG.
        source: The ONNX file.

    Raises:
        QuantizationError: If there is no picture.
    """
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES]
    ranges = measure_ranges(side, (_opened(path, side) for path in paths), source)
    return Calibration(ranges, sorted(sha256_of(path) for path in paths), {}, {})


def _opened(path: Path, side: int) -> NDArray[np.uint8]:
    with Image.open(path) as opened:
        return letterbox(ImageOps.exif_transpose(opened).convert("RGB"), side)


def letterbox(picture: Image.Image, side: int) -> NDArray[np.uint8]:
    """A picture shrunk to fit, never enlarged, in the upper left corner of a black square.

    Returns:
        uint8 RGB [side, side, 3].
    """
    scale = min(1.0, side / max(picture.size))
    width, height = (max(1, round(length * scale)) for length in picture.size)
    square = np.zeros((side, side, 3), np.uint8)
    square[:height, :width] = np.asarray(picture.resize((width, height), Image.Resampling.BOX))
    return square
