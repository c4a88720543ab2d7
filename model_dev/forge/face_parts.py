"""Which landmarks make a part of the face, and the region they enclose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from model_dev.forge.forgery import Mask, Points

EYE_CORNERS = (33, 263)
"""The outer corners, of the eye on the left of an unmirrored picture first."""

TURNED = 0.45
"""Smallest ratio of the distances from the bridge of the nose to the outer corners of the eyes."""

_BRIDGE = 168
_EYES = (
    7, 33, 133, 144, 145, 153, 154, 155, 157, 158, 159, 160, 161, 163, 173, 246,
    249, 263, 362, 373, 374, 380, 381, 382, 384, 385, 386, 387, 388, 390, 398, 466,
)  # fmt: skip
_BROWS = (
    46, 52, 53, 55, 63, 65, 66, 70, 105, 107, 276, 282, 283, 285, 293, 295, 296, 300, 334, 336,
)  # fmt: skip
_NOSE = (
    1, 2, 4, 5, 6, 19, 45, 48, 64, 94, 97, 98, 115, 168, 195, 197, 220, 275, 278, 294, 326, 327,
    344, 440,
)  # fmt: skip
_MOUTH = (
    0, 13, 14, 17, 37, 39, 40, 61, 78, 80, 81, 82, 84, 87, 88, 91, 95, 146, 178, 181, 185, 191, 267,
    269, 270, 291, 308, 310, 311, 312, 314, 317, 318, 321, 324, 375, 402, 405, 409, 415,
)  # fmt: skip
_OVAL = (
    10, 21, 54, 58, 67, 93, 103, 109, 127, 132, 136, 148, 149, 150, 152, 162, 172, 176, 234, 251,
    284, 288, 297, 323, 332, 338, 356, 361, 365, 377, 378, 379, 389, 397, 400, 454,
)  # fmt: skip
_CHIN = (148, 152, 176, 377, 400)

PARTS: Mapping[str, tuple[int, ...]] = {
    "eyes": _EYES + _BROWS,
    "nose": _NOSE,
    "mouth": _MOUTH,
    "features": _EYES + _BROWS + _NOSE + _MOUTH,
}
"""What is swapped."""

FACES: Mapping[str, tuple[int, ...]] = {
    "face": _OVAL,
    "brows_to_chin": _EYES + _BROWS + _NOSE + _MOUTH + _CHIN,
    "features": PARTS["features"],
}
"""What is blended as a whole face: manipulations differ in how much they replace."""


def eye_distance(points: Points) -> float:
    """Between the outer corners of the eyes, in pixels."""
    left, right = points[list(EYE_CORNERS)]
    return float(np.linalg.norm(right - left))


def hull_mask(points: Points, part: Sequence[int], size: int, grow: float = 0.0) -> Mask:
    """1 inside the convex hull of some landmarks, 0 outside.

    Args:
        points: Landmarks.
        part: Indices of the landmarks.
        size: S, in pixels.
        grow: Distance in pixels by which the hull is enlarged.
    """
    hull = cv2.convexHull(points[list(part)])
    mask = np.zeros((size, size), np.float32)
    cv2.fillConvexPoly(mask, np.rint(hull).astype(np.int32), 1.0)
    if grow >= 1:
        side = 2 * round(grow) + 1
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
        mask = np.asarray(cv2.dilate(mask, disc), np.float32)
    return mask


def fault_of(points: Points, size: int) -> str | None:
    """Why a face cannot be forged in a crop of ``size`` pixels, or None.

    Eyes, nose and mouth must lie in the crop, a twentieth of its side from its border, and both
    eyes must be seen: of a face in profile the landmarks of the far side are guessed.
    """
    inner, border = points[list(PARTS["features"])], size / 20
    if inner.min() < border or inner.max() > size - 1 - border:
        return "face_cut_off"
    near, far = np.sort(np.linalg.norm(points[list(EYE_CORNERS)] - points[_BRIDGE], axis=1))
    return "face_turned_away" if near < TURNED * far else None
