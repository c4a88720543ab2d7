"""Fixed edits of a picture, for measuring invariance.

None of them says whether a picture is real. Training draws such edits at random, in
`model_dev.augmentation.edits`; these are fixed, so that bundles can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

from model_dev.augmentation.degradations import encoded
from model_dev.augmentation.edits import greyed

Edit: TypeAlias = Callable[[Image.Image], Image.Image]
"""From an RGB picture to one of the same size."""

UNEDITED = "unedited"


def _blurred_background(picture: Image.Image) -> Image.Image:
    across, down = _from_the_middle(picture)
    outside = np.hypot(across / 0.72, down / 0.92)
    mask = (np.clip((outside - 0.9) * 5, 0, 1) * 255).astype(np.uint8)
    soft = picture.filter(ImageFilter.GaussianBlur(picture.width / 56))
    return Image.composite(soft, picture, Image.fromarray(mask))


def _vignetted(picture: Image.Image) -> Image.Image:
    across, down = _from_the_middle(picture)
    return _from_levels(np.asarray(picture) * (1 - 0.225 * (across**2 + down**2))[..., None])


def _tinted(picture: Image.Image, red: float, blue: float) -> Image.Image:
    return _from_levels(np.asarray(picture) * np.array([red, 1.0, blue]))


def _toned(picture: Image.Image, gamma: float) -> Image.Image:
    return _from_levels(255 * (np.asarray(picture) / 255) ** gamma)


def _captioned(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    changed = picture.copy()
    draw = ImageDraw.Draw(changed)
    draw.rectangle((0, round(0.85 * height), width, height), fill=(255, 255, 255))
    font = ImageFont.load_default(0.0625 * height)
    draw.text((0.04 * width, 0.88 * height), "Summer 2026, by the sea", (0, 0, 0), font)
    return changed


def _letterboxed(picture: Image.Image) -> Image.Image:
    levels = np.array(picture)
    bar = round(0.045 * picture.height)
    levels[:bar] = levels[-bar:] = 0
    return Image.fromarray(levels)


def _reduced(picture: Image.Image) -> Image.Image:
    half = (picture.width // 2, picture.height // 2)
    small = picture.resize(half, Image.Resampling.BILINEAR)
    return small.resize(picture.size, Image.Resampling.BICUBIC)


def _noisy(picture: Image.Image) -> Image.Image:
    levels = np.asarray(picture)
    return _from_levels(levels + np.random.default_rng(0).normal(0, 6, levels.shape))


def _closer(picture: Image.Image) -> Image.Image:
    cut = 0.075 * picture.width
    box = (cut, cut, picture.width - cut, picture.height - cut)
    return picture.resize(picture.size, Image.Resampling.BILINEAR, box)


def _from_the_middle(
    picture: Image.Image,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far a column [1, W] and a row [H, 1] lie from the middle; 1 is the edge."""
    down, across = np.ogrid[-1 : 1 : picture.height * 1j, -1 : 1 : picture.width * 1j]
    return across, down


def _from_levels(levels: NDArray[np.float64]) -> Image.Image:
    return Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))


EDITS: Mapping[str, Edit] = MappingProxyType({
    UNEDITED: lambda picture: picture,
    "mirrored": ImageOps.mirror,
    "closer": _closer,
    "blurred background": _blurred_background,
    "black and white": greyed,
    "warm light": partial(_tinted, red=1.12, blue=0.85),
    "cold light": partial(_tinted, red=0.88, blue=1.12),
    "brighter": partial(_toned, gamma=0.6),
    "darker": partial(_toned, gamma=1.6),
    "strong colours": lambda picture: ImageEnhance.Color(picture).enhance(1.5),
    "pale colours": lambda picture: ImageEnhance.Color(picture).enhance(0.5),
    "more contrast": lambda picture: ImageEnhance.Contrast(picture).enhance(1.4),
    "less contrast": lambda picture: ImageEnhance.Contrast(picture).enhance(0.6),
    "levels stretched": lambda picture: ImageOps.autocontrast(picture, cutoff=1),
    "vignette": _vignetted,
    "caption": _captioned,
    "letterbox": _letterboxed,
    "sharpened": lambda picture: picture.filter(ImageFilter.UnsharpMask(1.0, 120, 0)),
    "smoothed": lambda picture: picture.filter(ImageFilter.MedianFilter(3)),
    "half the resolution": _reduced,
    "noise": _noisy,
    "JPEG quality 50": partial(encoded, kind="JPEG", quality=50),
})  # fmt: skip
"""Edits by name, the unedited picture first."""
