"""Any colour mode of Pillow to 8-bit sRGB: ICC profiles, palettes, 16 bit, alpha over white."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from edge_runtime.errors import ImageError
from edge_runtime.picture.deep_grey import DeepGrey
from edge_runtime.picture.icc_profile import is_srgb

_BAND_PIXELS = 4_000_000
"""Pixels that are converted at a time."""

TOLD_TRANSPARENCY = 0.03
"""A picture of which more than this is transparent carries a note, as a share in [0, 1]."""


def to_srgb(image: Image.Image, notes: list[str], grey: DeepGrey | None) -> Image.Image:
    """Convert a loaded picture to mode RGB in sRGB; what is transparent lies over white.

    It works band by band: a large picture is held twice at most, as decoded and as the result.

    Args:
        image: A loaded picture of any mode.
        notes: What was left out or changed on the way is appended here, for people.
        grey: How its values are read if it is grey of more than 8 bits, else None.

    Raises:
        ImageError: With code ``unsupported`` if the mode has no agreed white point, or nothing
            of the picture can be seen.
    """
    if image.mode == "RGB" and not has_alpha(image) and not image.info.get("icc_profile"):
        return image
    profile = image.info.get("icc_profile")
    if grey and profile and not is_srgb(profile):
        notes.append("colour profile of deep grey ignored")
    rgb = Image.new("RGB", image.size)
    rows = max(1, _BAND_PIXELS // image.width)
    seen = 0.0
    for top in range(0, image.height, rows):
        bottom = min(top + rows, image.height)
        band = image.crop((0, top, image.width, bottom))
        colours = grey.to_rgb(band) if grey else _in_colour(band, notes)
        seen += _opacity_of(colours) * (bottom - top) / image.height
        rgb.paste(_over_white(colours), (0, top))
    _tell_transparency(1 - seen, notes)
    return rgb


def _in_colour(image: Image.Image, notes: list[str]) -> Image.Image:
    """In sRGB, with its transparency."""
    profile = image.info.get("icc_profile")
    if image.mode == "F":
        raise ImageError("unsupported", "floating-point pixels have no agreed white point")
    if image.mode in ("P", "PA"):
        image = image.convert("RGBA" if has_alpha(image) else "RGB")
    if profile:
        image = _apply_profile(image, profile, notes)
    return image.convert("RGBA") if has_alpha(image) and image.mode != "RGBA" else image


def has_alpha(image: Image.Image) -> bool:
    """Whether the picture has transparent pixels, or may have."""
    return image.mode in ("RGBA", "LA", "La", "RGBa", "PA") or "transparency" in image.info


def _opacity_of(image: Image.Image) -> float:
    """Mean opacity in [0, 1]; exactly 0 where every pixel is fully transparent."""
    if image.mode != "RGBA":
        return 1.0
    counts = image.getchannel("A").histogram()
    return float(np.dot(counts, np.arange(256))) / (255 * image.width * image.height)


def _tell_transparency(share: float, notes: list[str]) -> None:
    if share == 1:
        raise ImageError("unsupported", "every pixel is fully transparent: nothing can be seen")
    if share > TOLD_TRANSPARENCY:
        notes.append(f"{max(1, min(99, round(100 * share)))} % transparent, judged over white")


def _over_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image if image.mode == "RGB" else image.convert("RGB")
    white = Image.new("RGB", image.size, (255, 255, 255))
    white.paste(image, mask=image)
    return white


def _apply_profile(image: Image.Image, profile: bytes, notes: list[str]) -> Image.Image:
    if is_srgb(profile):
        return image
    from PIL import ImageCms

    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    colour = image.convert({"RGBA": "RGB", "LA": "L"}.get(image.mode, image.mode))
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(colour, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, KeyError):
        notes.append("colour profile unusable, ignored")
        return image
    if converted is None:
        return image
    notes.append("colours converted to sRGB by the colour profile")
    if alpha is not None:
        converted.putalpha(alpha)
    return converted
