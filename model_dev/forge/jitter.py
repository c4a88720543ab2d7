"""Small changes of colour and sharpness, as between two photographs of one face.

The source-target generator of Shiohara and Yamasaki, "Detecting Deepfakes with Self-Blended
Images", CVPR 2022, arXiv:2204.08376, section 3.2.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_runtime.types import FaceCrop

CHANNEL_SHIFT = 14.0
"""Largest shift of a colour channel, in grey levels."""
HUE_SHIFT = 5.0
"""Largest turn of the hue, in degrees."""
SATURATION = 0.18
"""Largest relative change of the saturation, and of the value half as much."""
LIGHT = 0.1
"""Largest relative change of contrast, and of brightness in parts of the range."""
SHRINK = (1.25, 2.5)
"""By how much a picture is reduced before it is enlarged again."""
SHARPEN = (0.3, 1.0)
"""Share of an unsharp mask that is added."""

_KERNELS = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA, cv2.INTER_LANCZOS4)


def jitter(picture: FaceCrop, rng: np.random.Generator) -> FaceCrop:
    """Colour, sharpness or both, changed a little, uint8 [S, S, 3]."""
    real = picture.astype(np.float32)
    colour, sharpness = rng.choice(
        ((True, True), (True, False), (False, True)), p=(0.6, 0.15, 0.25)
    )
    if colour:
        real = _recoloured(real, rng)
    if sharpness:
        real = _refocused(real, rng)
    return np.clip(np.rint(real), 0, 255).astype(np.uint8)


def _recoloured(real: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    if rng.random() < 0.5:
        shift = rng.uniform(-CHANNEL_SHIFT, CHANNEL_SHIFT, 3)
        real = np.clip(real + shift.astype(np.float32), 0, 255)
    else:
        real = _turned(real, rng)
    contrast = np.float32(1 + rng.uniform(-LIGHT, LIGHT))
    brightness = np.float32(127.5 * rng.uniform(-LIGHT, LIGHT))
    return np.asarray(np.clip((real - 127.5) * contrast + 127.5 + brightness, 0, 255), np.float32)


def _turned(real: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Hue, saturation and value, changed."""
    hsv = cv2.cvtColor(real / 255, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0] + rng.uniform(-HUE_SHIFT, HUE_SHIFT)) % 360
    factors = 1 + rng.uniform(-SATURATION, SATURATION, 2) * (1, 0.5)
    hsv[..., 1:] = np.clip(hsv[..., 1:] * factors, 0, 1)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB) * 255, np.float32)


def _refocused(real: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Sharpened, or reduced and enlarged."""
    if rng.random() < 0.5:
        soft = cv2.GaussianBlur(real, (0, 0), rng.uniform(0.7, 1.5))
        return real + np.float32(rng.uniform(*SHARPEN)) * (real - soft)
    size, (down, up) = real.shape[0], rng.choice(_KERNELS, 2)
    small = round(size / rng.uniform(*SHRINK))
    reduced = cv2.resize(real, (small, small), interpolation=int(down))
    return np.asarray(cv2.resize(reduced, (size, size), interpolation=int(up)), np.float32)
