"""How a forged region is put into a picture."""

from __future__ import annotations

import cv2
import numpy as np

from edge_runtime.types import FaceCrop
from model_dev.forge.forgery import Mask

INSIDE = 1 / 64
"""Weight below which a mask counts as 0: less would change no grey level by more than 4."""


def soft_mask(region: Mask, sigma: float, inward: bool) -> Mask:
    """A region's mask with a gradual edge.

    Args:
        region: 1 inside, 0 outside.
        sigma: Standard deviation of the Gaussian in pixels.
        inward: Whether the edge lies wholly inside the region, not half outside it.

    Returns:
        float32 [S, S]; 0 at the crop's own border.
    """
    soft = cv2.GaussianBlur(region, (0, 0), sigma, borderType=cv2.BORDER_CONSTANT)
    if inward:
        soft = cv2.GaussianBlur(np.clip(2 * soft - 1, 0, 1), (0, 0), sigma / 3)
    soft = np.where(soft < INSIDE, 0, np.minimum(soft, 1))
    soft[[0, -1], :] = soft[:, [0, -1]] = 0
    return soft.astype(np.float32)


def alpha_blend(source: FaceCrop, target: FaceCrop, mask: Mask) -> FaceCrop:
    """``source`` where the mask is 1, ``target`` exactly where it is 0."""
    back = target.astype(np.float32)
    mixed = back + mask[..., None] * (source.astype(np.float32) - back)
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8)


def poisson_blend(source: FaceCrop, target: FaceCrop, mask: Mask) -> FaceCrop:
    """The gradients of ``source`` inside the mask, fitted to ``target`` at its edge.

    Perez et al., "Poisson Image Editing", SIGGRAPH 2003, by OpenCV's ``seamlessClone``. That
    solves for the region's whole bounding box, so its result is then blended in by the mask.
    """
    region = np.where(mask > 0, 255, 0).astype(np.uint8)
    x, y, width, height = cv2.boundingRect(region)
    centre = (x + width // 2, y + height // 2)
    cloned = cv2.seamlessClone(source, target, region, centre, cv2.NORMAL_CLONE)
    return alpha_blend(np.asarray(cloned, np.uint8), target, mask)
