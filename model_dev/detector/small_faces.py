"""Pictures with one small upright face, made of a portrait and a picture without people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from edge_runtime.types import Box

AROUND = 0.5
"""Share of the face box that is pasted around it on each side: hair, neck and shoulders."""

LARGE = 0.4
"""Longer side of the large face, as a share of the scene's shorter side."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture with one known face.

    Attributes:
        image: RGB.
        box: The face's box in its pixels.
    """

    image: Image.Image
    box: Box


def with_small_face(
    scene: Image.Image,
    portrait: Portrait,
    share: float,
    draw: np.random.Generator,
    beside: Portrait | None = None,
) -> tuple[Image.Image, Box]:
    """A scene with a face pasted into it with blended edges, and where the face is.

    Args:
        scene: RGB picture without people.
        portrait: The face.
        share: Longer side of the face's box as a share of the scene's shorter side.
        draw: Where it is put.
        beside: Face that is put at `LARGE` into the other half; None for no other face.
    """
    picture = scene.copy()
    middle = scene.width // 2
    if beside is not None:
        _paste(picture, beside, LARGE, (0.02 * scene.width, 0.1 * scene.height))
    left = float(draw.uniform(middle if beside else 0.05 * scene.width, 0.85 * scene.width))
    top = float(draw.uniform(0.1, 0.8)) * scene.height
    return picture, _paste(picture, portrait, share, (left, top))


def _paste(
    picture: Image.Image, portrait: Portrait, share: float, place: tuple[float, float]
) -> Box:
    scale = share * min(picture.size) / max(portrait.box.width, portrait.box.height)
    left, top, right, bottom = _window(portrait)
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    corner = round(place[0]), round(place[1])
    part = portrait.image.crop((left, top, right, bottom))
    small = part.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    picture.paste(small, corner, _soft(size))
    across, down = size[0] / (right - left), size[1] / (bottom - top)
    return Box(
        corner[0] + (portrait.box.left - left) * across,
        corner[1] + (portrait.box.top - top) * down,
        corner[0] + (portrait.box.right - left) * across,
        corner[1] + (portrait.box.bottom - top) * down,
    )


def _window(portrait: Portrait) -> tuple[int, int, int, int]:
    box, image = portrait.box, portrait.image
    x, y = AROUND * box.width, AROUND * box.height
    return (
        max(0, round(box.left - x)),
        max(0, round(box.top - y)),
        min(image.width, round(box.right + x)),
        min(image.height, round(box.bottom + y)),
    )


def _soft(size: tuple[int, int]) -> Image.Image:
    """Opaque in the middle, fading within an eighth of the shorter side from the edge."""
    fade = max(1, min(size) // 8)
    mask = Image.new("L", size)
    mask.paste(255, (fade, fade, max(fade + 1, size[0] - fade), max(fade + 1, size[1] - fade)))
    return mask.filter(ImageFilter.GaussianBlur(fade / 2))
