"""Self-blended images: a picture blended with a slightly changed copy of itself.

Shiohara and Yamasaki, "Detecting Deepfakes with Self-Blended Images", CVPR 2022,
arXiv:2204.08376, written from the paper. What is blended fits in everything but colour, sharpness
and place, so that what is learned is the trace of blending and nothing of who or what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from edge_runtime.types import FaceCrop
from model_dev.data.sample_by_hash import random_of
from model_dev.forge.blend import alpha_blend, soft_mask
from model_dev.forge.deform import bent, moved_picture, moved_points, small_affine
from model_dev.forge.face_parts import FACES, eye_distance, hull_mask
from model_dev.forge.forgery import Forge, Forgery, Mask, Points, Reals
from model_dev.forge.jitter import jitter

GENERATOR = "self-blended"
RATIOS = (0.25, 0.5, 0.75, 1.0, 1.0, 1.0)
"""How much of the copy is blended in: each as likely, so that half are whole."""
SHIFT = 0.05
"""Largest translation, in distances between the outer corners of the eyes; as much less as less of
the copy is blended in, or features would show twice."""
SCALE = 0.05
EDGE = (0.04, 0.16)
"""Standard deviation of the mask's edge, in the same unit."""
BEND = 0.12
"""Largest displacement of the mask's outline, in the same unit."""
TRACE = 1.0
"""Mean difference in grey levels, where the mask is strongest, below which it is drawn again."""
DRAWS = 5
"""Times that it is drawn at most: in a flat, dark or blurred face nothing may make a difference."""


def open_self_blend(reals: Reals, seed: int) -> Forge:
    """A forge of self-blended images."""

    def forge(chosen: Sequence[int]) -> list[Forgery]:
        return [
            self_blend(reals.crops[i], reals.points[i], random_of(seed, reals.ids[i]))
            for i in chosen
        ]

    return forge


def self_blend(crop: FaceCrop, points: Points, rng: np.random.Generator) -> Forgery:
    """Blend a changed copy of a face into it.

    Colour and sharpness are changed in the copy or, as often, in the picture it is blended into.
    That picture is then the real one of the pair: the two differ inside the mask and nowhere else.

    Args:
        crop: uint8 [S, S, 3].
        points: Landmarks.
        rng: Source of every random choice.
    """
    draws = (_drawn(crop, points, rng) for _ in range(DRAWS))
    last = next(draws)
    while trace_of(last) < TRACE and (other := next(draws, None)):
        last = other
    return last


def trace_of(forgery: Forgery) -> float:
    """Mean difference in grey levels where the mask is at least half its maximum."""
    strongest = forgery.mask >= max(forgery.mask.max() / 2, 1e-6)
    if not strongest.any():
        return 0.0
    changed, real = (rgb[strongest].astype(np.int16) for rgb in (forgery.forged, forgery.real))
    return float(np.abs(changed - real).mean())


def _drawn(crop: FaceCrop, points: Points, rng: np.random.Generator) -> Forgery:
    source, target = crop, crop
    if rng.random() < 0.5:
        source = jitter(crop, rng)
    else:
        target = jitter(crop, rng)
    unit, ratio = eye_distance(points), float(rng.choice(RATIOS))
    affine = small_affine(points.mean(axis=0), unit, SHIFT * ratio, SCALE * ratio, rng)
    mask = np.float32(ratio) * _mask(moved_points(points, affine), crop.shape[0], unit, rng)
    forged = alpha_blend(moved_picture(source, affine), target, mask)
    return Forgery(target, mask, forged, GENERATOR)


def _mask(points: Points, size: int, unit: float, rng: np.random.Generator) -> Mask:
    part = FACES[str(rng.choice(list(FACES)))]
    region = bent(hull_mask(points, part, size), BEND * unit, int(rng.integers(4, 9)), rng)
    return soft_mask(region, unit * rng.uniform(*EDGE), bool(rng.random() < 0.5))
