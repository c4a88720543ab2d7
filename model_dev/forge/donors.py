"""Donor faces: other real faces of similar pose, complexion and sharpness."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_runtime.types import FaceCrop
from model_dev.forge.face_parts import EYE_CORNERS, FACES, hull_mask
from model_dev.forge.forgery import Points, Reals

NEAREST = 16
"""Candidates are drawn from so many."""
CANDIDATES = 6
COMPLEXION = 0.003
"""Root mean square distance of landmarks, in eye distances, that one unit of CIELAB counts as."""
SHARPNESS = 0.03
"""The same for a factor of e between the strengths of fine detail."""


class Donors:
    """Finds donors for each of some faces.

    Args:
        reals: Faces; at least two groups.

    Raises:
        ValueError: If there is only one group.
    """

    def __init__(self, reals: Reals) -> None:
        if len(set(reals.groups)) < 2:
            raise ValueError("a part of a face is swapped between groups: one group is too few")
        self._groups = np.array(reals.groups)
        self._poses = np.stack([upright(points).ravel() for points in reals.points])
        looks = [look(crop, own) for crop, own in zip(reals.crops, reals.points, strict=True)]
        self._skins = np.stack([skin for skin, _ in looks])
        self._sharpness = np.array([sharpness for _, sharpness in looks])

    def draw(self, host: int, rng: np.random.Generator) -> list[int]:
        """Positions of some of the nearest faces of other groups, at most `CANDIDATES`."""
        pose = np.sqrt(((self._poses - self._poses[host]) ** 2).mean(axis=1))
        skin = np.linalg.norm(self._skins - self._skins[host], axis=1)
        sharpness = np.abs(self._sharpness - self._sharpness[host])
        distance = pose + COMPLEXION * skin + SHARPNESS * sharpness
        distance[self._groups == self._groups[host]] = np.inf
        others = int(np.isfinite(distance).sum())
        nearest = np.argsort(distance)[: min(NEAREST, others)]
        return [int(i) for i in rng.permutation(nearest)[:CANDIDATES]]


def upright(points: Points) -> NDArray[np.float32]:
    """Landmarks without place, size and roll: the eyes level, their distance 1."""
    left, right = points[list(EYE_CORNERS)]
    across = (right - left).astype(np.float64)
    cosine, sine = across / (across @ across)
    turn = np.array([[cosine, -sine], [sine, cosine]])
    return np.asarray((points - (left + right) / 2) @ turn, np.float32)


def look(crop: FaceCrop, points: Points) -> tuple[NDArray[np.float32], float]:
    """A face's mean CIELAB colour, float32 [3], and the logarithm of its fine detail's strength."""
    inside = hull_mask(points, FACES["brows_to_chin"], crop.shape[0]) > 0
    mean = crop[inside].mean(axis=0, dtype=np.float64).astype(np.float32) / 255
    skin = np.asarray(cv2.cvtColor(mean[None, None], cv2.COLOR_RGB2LAB)[0, 0])
    detail = cv2.Laplacian(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), cv2.CV_32F)
    return skin, float(np.log(np.abs(detail[inside]).mean() + 1))
