"""Any colour mode of Pillow to 8-bit sRGB: ICC profiles, palettes, 16 bit, alpha over white."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from edge_runtime.errors import ImageError

_BAND_PIXELS = 4_000_000
"""Pixels that are converted at a time."""

_SIXTEEN_BIT_MODES = ("I;16", "I;16L", "I;16B", "I;16N", "I")


def to_srgb(image: Image.Image, notes: list[str]) -> Image.Image:
    """Convert a loaded picture to mode RGB in sRGB.

    It works band by band: a large picture is held twice at most, as decoded and as the result.

    Args:
        image: A loaded picture of any mode.
        notes: What was left out on the way is appended here, for people.

    Raises:
        ImageError: With code ``unsupported`` if the mode has no agreed white point.
    """
    if image.mode == "RGB" and not has_alpha(image) and not image.info.get("icc_profile"):
        return image
    rgb = Image.new("RGB", image.size)
    rows = max(1, _BAND_PIXELS // image.width)
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        band = image.crop((0, top, image.width, bottom))
        rgb.paste(_band_to_rgb(band, notes), (0, top))
    return rgb


def _band_to_rgb(image: Image.Image, notes: list[str]) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode in _SIXTEEN_BIT_MODES:
        return _from_sixteen_bit(image)
    if image.mode == "F":
        raise ImageError("unsupported", "floating-point pixels have no agreed white point")
    if image.mode in ("P", "PA"):
        image = image.convert("RGBA" if has_alpha(image) else "RGB")
    if profile:
        image = _apply_profile(image, profile, notes)
    if has_alpha(image):
        return _over_white(image)
    return image if image.mode == "RGB" else image.convert("RGB")


def has_alpha(image: Image.Image) -> bool:
    """Whether the picture has transparent pixels, or may have."""
    return image.mode in ("RGBA", "LA", "La", "RGBa", "PA") or "transparency" in image.info


def _over_white(image: Image.Image) -> Image.Image:
    rgba = image if image.mode == "RGBA" else image.convert("RGBA")
    white = Image.new("RGB", rgba.size, (255, 255, 255))
    white.paste(rgba, mask=rgba)
    return white


def _from_sixteen_bit(image: Image.Image) -> Image.Image:
    deep = np.asarray(image)
    eight = np.clip(deep >> 8, 0, 255).astype(np.uint8)
    return Image.fromarray(eight).convert("RGB")


def _apply_profile(image: Image.Image, profile: bytes, notes: list[str]) -> Image.Image:
    from PIL import ImageCms

    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    colour = image.convert({"RGBA": "RGB", "LA": "L"}.get(image.mode, image.mode))
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(colour, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, KeyError):
        notes.append("colour profile unusable, ignored")
        return image
    if converted is None:
        return image
    if alpha is not None:
        converted.putalpha(alpha)
    return converted
