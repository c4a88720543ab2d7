"""Degradations by apps: screenshots, thumbnails, sharpening, repeated compression."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageFilter

_KERNELS = (Image.Resampling.HAMMING, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)
_SCREEN = (0.55, 1.8)
_THUMBNAIL = (96, 160)
_JPEG_BLOCK = 8
_SHARPENING = ((0.5, 2.0), (30, 200))


def screenshot(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Rescaled by a factor of 0.55 to 1.8, with another kernel than the network's input uses.

    Args:
        picture: RGB.
        rng: Source of every random choice.

    Returns:
        RGB of the new size; what takes the screenshot encodes it anew.
    """
    factor = np.exp(rng.uniform(*np.log(_SCREEN)))
    width, height = (max(1, round(side * factor)) for side in picture.size)
    return picture.resize((width, height), _KERNELS[rng.integers(len(_KERNELS))])


def thumbnail(
    picture: Image.Image, quality: tuple[int, int], rng: np.random.Generator
) -> Image.Image:
    """Reduced to a longer side of 96 to 160 pixels, kept as JPEG, and enlarged to its old size.

    Args:
        picture: RGB; one that is no larger is only compressed.
        quality: JPEG quality, lowest and highest.
        rng: Source of every random choice.

    Returns:
        RGB of the old size.
    """
    side = int(rng.integers(_THUMBNAIL[0], _THUMBNAIL[1] + 1))
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.BILINEAR, reducing_gap=None)
    kept = encoded(small, "JPEG", int(rng.integers(quality[0], quality[1] + 1)))
    return kept.resize(picture.size, Image.Resampling.BILINEAR)


def sharpened(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Sharpened as cameras, editors and resizers do it: an unsharp mask.

    A face from a large picture is sharp at the network's size, one from a video is not: that says
    where a picture is from, and nothing about whether it is real.

    Args:
        picture: RGB.
        rng: Source of every random choice: radius 0.5 to 2 pixels, strength 30 to 200 %.

    Returns:
        RGB of the same size.
    """
    radius, percent = rng.uniform(*_SHARPENING[0]), rng.uniform(*_SHARPENING[1])
    return picture.filter(ImageFilter.UnsharpMask(radius, round(percent), threshold=0))


def recompressed(
    picture: Image.Image, quality: tuple[int, int], rng: np.random.Generator
) -> Image.Image:
    """Compressed once more as JPEG on a shifted block grid.

    Two compressions on one grid leave other traces than two on shifted ones, and a crop in between
    shifts it. Source: Bianchi and Piva, "Image Forgery Localization via Block-Grained Analysis of
    JPEG Artifacts", IEEE TIFS 2012.

    Args:
        picture: RGB, as a first JPEG left it.
        quality: JPEG quality, lowest and highest.
        rng: Source of every random choice; the shift is never (0, 0).

    Returns:
        RGB of the same size.
    """
    shift = int(rng.integers(1, _JPEG_BLOCK**2))
    left, top = shift % _JPEG_BLOCK, shift // _JPEG_BLOCK
    moved = np.pad(np.asarray(picture), ((top, 0), (left, 0), (0, 0)), "edge")
    drawn = int(rng.integers(quality[0], quality[1] + 1))
    again = encoded(Image.fromarray(moved), "JPEG", drawn)
    return again.crop((left, top, *again.size))


def encoded(picture: Image.Image, kind: str, quality: int) -> Image.Image:
    """A picture as JPEG (4:2:0) or WebP of a quality leaves it, decoded again."""
    options = {"method": 0} if kind == "WEBP" else {"subsampling": "4:2:0"}
    buffer = io.BytesIO()
    picture.save(buffer, kind, quality=quality, **options)
    return Image.open(buffer).convert("RGB")
