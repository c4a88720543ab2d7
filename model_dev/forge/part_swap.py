"""Eyes, nose or mouth of another real face, moved into place, recoloured and blended in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np

from edge_runtime.types import FaceCrop
from model_dev.data.sample_by_hash import random_of
from model_dev.forge.blend import alpha_blend, poisson_blend, soft_mask
from model_dev.forge.colour_match import match_colours
from model_dev.forge.deform import Affine, bent, best_affine, moved_picture
from model_dev.forge.donors import Donors
from model_dev.forge.face_parts import PARTS, eye_distance, hull_mask
from model_dev.forge.forgery import Forge, Forgery, Mask, Points, Reals

Face: TypeAlias = tuple[FaceCrop, Points]

BLENDS = {"feather": alpha_blend, "poisson": poisson_blend}
GROW = (0.06, 0.12)
"""By how much a part's hull is enlarged, in distances between the outer corners of the eyes."""
EDGE = (0.03, 0.06)
"""Standard deviation of the mask's edge, in the same unit."""
BEND = 0.04
"""Largest displacement of the mask's outline, in the same unit."""
MISFIT = {"eyes": 30.0, "nose": 24.0, "mouth": 24.0, "features": 30.0}
"""Largest `_misfit` that looks right; above it glasses, hair or a hand are cut visibly."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A part of a donor's face, ready to be moved into the host's.

    Attributes:
        donor: uint8 [S, S, 3].
        affine: From the donor to the host.
        mask: Where in the host.
        part: Name in `PARTS`.
        misfit: As `_misfit`.
    """

    donor: FaceCrop
    affine: Affine
    mask: Mask
    part: str
    misfit: float


def open_part_swap(reals: Reals, seed: int) -> Forge:
    """A forge of swapped parts.

    Raises:
        ValueError: If all faces are of one group.
    """
    donors = Donors(reals)

    def face(i: int) -> Face:
        return reals.crops[i], reals.points[i]

    def swap(host: int) -> Forgery:
        rng = random_of(seed, reals.ids[host])
        others = [face(i) for i in donors.draw(host, rng)]
        return part_swap(face(host), others, rng)

    def forge(chosen: Sequence[int]) -> list[Forgery]:
        return [swap(host) for host in chosen]

    return forge


def part_swap(
    host: Face,
    donors: Sequence[Face],
    rng: np.random.Generator,
    parts: Sequence[str] = tuple(PARTS),
) -> Forgery:
    """Put a part of a donor's face into the host's.

    The part is drawn, and again if no donor fits within `MISFIT`; the donor that fits best is
    taken. Its colours are matched to the host's in and around the part.

    Args:
        host: uint8 [S, S, 3] and its landmarks.
        donors: The same of other faces.
        rng: Source of every random choice.
        parts: Names in `PARTS` to draw from.
    """
    crop = host[0]
    fit = _first_good(_fits(host, donors, rng, parts))
    moved = moved_picture(fit.donor, fit.affine, cv2.INTER_CUBIC)
    blend = str(rng.choice(list(BLENDS)))
    forged = BLENDS[blend](match_colours(moved, crop, fit.mask), crop, fit.mask)
    return Forgery(crop, fit.mask, forged, f"part-swap-{fit.part}-{blend}")


def _first_good(fits: Iterator[Fit]) -> Fit:
    """The first fit within `MISFIT`, or else the best one."""
    tried = []
    for fit in fits:
        if fit.misfit <= MISFIT[fit.part]:
            return fit
        tried.append(fit)
    return min(tried, key=lambda fit: fit.misfit)


def _fits(
    host: Face, donors: Sequence[Face], rng: np.random.Generator, parts: Sequence[str]
) -> Iterator[Fit]:
    """The best donor's fit for each part, in random order."""
    for part in rng.permutation(parts).tolist():
        mask = _mask(host[1], host[0].shape[0], part, rng)
        yield min((_fit(host, donor, part, mask) for donor in donors), key=lambda fit: fit.misfit)


def _fit(host: Face, donor: Face, part: str, mask: Mask) -> Fit:
    indices = list(PARTS[part])
    affine = best_affine(donor[1][indices], host[1][indices])
    seam = _seam(moved_picture(donor[0], affine), host[0], mask)
    return Fit(donor[0], affine, mask, part, _misfit(seam, affine))


def _seam(moved: FaceCrop, host: FaceCrop, mask: Mask) -> float:
    """Mean difference in grey levels along a mask's edge, once the mean colours there agree."""
    edge = (mask > 0) & (mask < 0.5)
    difference = moved[edge].astype(np.float32) - host[edge]
    return float(np.abs(difference - difference.mean(axis=0)).mean())


def _misfit(seam: float, affine: Affine) -> float:
    """A seam in grey levels, times the stretch: a closed mouth does not make an open one."""
    longest, shortest = np.linalg.svd(affine[:, :2], compute_uv=False)
    return float(seam * longest / max(shortest, 1e-6))


def _mask(points: Points, size: int, part: str, rng: np.random.Generator) -> Mask:
    unit = eye_distance(points)
    region = hull_mask(points, PARTS[part], size, unit * rng.uniform(*GROW))
    return soft_mask(bent(region, BEND * unit, 6, rng), unit * rng.uniform(*EDGE), inward=False)
