"""The range of values that the float network reads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def to_network(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """uint8 pixels to the float network's range: ``(p - 128) / 128``, in [-1, 1)."""
    return (pixels.astype(np.float32) - np.float32(128)) / np.float32(128)
