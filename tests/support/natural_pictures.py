"""Made-up pictures with the statistics of photographs: power falls with the frequency squared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def natural_picture(size: int, seed: int) -> NDArray[np.uint8]:
    """uint8 [size, size, 3]."""
    random = np.random.default_rng(seed)
    across, down = np.meshgrid(np.fft.fftfreq(size), np.fft.fftfreq(size))
    frequency = np.hypot(across, down)
    frequency[0, 0] = np.inf
    planes = [
        np.fft.ifft2(np.fft.fft2(random.normal(size=(size, size))) / frequency).real
        for _ in range(3)
    ]
    picture = np.stack([planes[0] + 0.2 * plane for plane in planes], axis=-1)
    return (128 + 40 * picture / picture.std()).clip(0, 255).astype(np.uint8)
