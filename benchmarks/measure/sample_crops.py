"""The inputs that networks are timed on: centre squares of the bundled samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import edge_runtime
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import cut_crop, plan_whole

SIZE = 224
SAMPLES = Path(edge_runtime.__file__).parent / "samples"


def sample_crops(size: int = SIZE) -> list[NDArray[np.uint8]]:
    """The real samples, uint8 [size, size, 3] each, sorted by name."""
    return [_centre(path, size) for path in sorted(SAMPLES.glob("real_*.jpg"))]


def _centre(path: Path, size: int) -> NDArray[np.uint8]:
    rgb = read_rgb(path).rgb
    return cut_crop(rgb, plan_whole(rgb.shape[1], rgb.shape[0]), size)
