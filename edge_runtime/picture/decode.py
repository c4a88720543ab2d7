"""Any picture file to upright sRGB pixels."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

from edge_runtime.errors import ImageError
from edge_runtime.picture.pixels import Pixels, array_of, size_of
from edge_runtime.types import RgbImage

Source: TypeAlias = str | os.PathLike[str] | bytes | Image.Image | NDArray[np.uint8]

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF")
"""Pillow's own decoders. The first four are always loaded; the others only when none fits."""

MAX_PIXELS = 50_000_000
MAX_JPEG_PIXELS = 178_956_970
"""Largest JPEG decoded at a reduced scale: Pillow's own limit against decompression bombs."""

MAX_PROGRESSIVE_PIXELS = 64_000_000
"""The same for a progressive JPEG, which takes up to 6 bytes a pixel while it decodes."""

MAX_BYTES = 200_000_000

_JPEG = b"\xff\xd8\xff"
_SIGNATURES = (
    _JPEG,
    b"\x89PNG",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis")
_GENERAL_BRANDS = (b"mif1", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
_MAX_FTYP_BYTES = 256
_BAND_PIXELS = 4_000_000
_SIXTEEN_BIT_MODES = ("I;16", "I;16L", "I;16B", "I;16N", "I")


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        pixels: sRGB, upright (EXIF orientation applied); an array if the source is one, else as
            it was decoded.
        notes: What was left out or changed on the way, for people, e.g. "first of 12 frames".
    """

    pixels: Pixels
    notes: tuple[str, ...] = ()

    @property
    def rgb(self) -> RgbImage:
        """The pixels as uint8 [H, W, 3]; an image is converted anew each time."""
        return array_of(self.pixels)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return size_of(self.pixels)


def read_rgb(source: Source, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode a picture to upright sRGB.

    JPEG, PNG, WebP, HEIC, AVIF, GIF/APNG/animated WebP (first frame), BMP and TIFF; EXIF
    orientation, ICC to sRGB, CMYK, 16 bit, palette, alpha over white.

    Args:
        source: A path, the bytes of a file, a PIL image, or a uint8 array [H, W, 3] in RGB.
        max_pixels: Largest width x height. A larger JPEG is decoded at 1/2, 1/4 or 1/8 scale
            where that brings it under the limit.

    Raises:
        ImageError: With code ``unreadable``, ``empty``, ``unsupported``, ``undecodable`` or
            ``too_large``.
    """
    if isinstance(source, np.ndarray):
        return Picture(_checked_array(source, max_pixels))
    if isinstance(source, Image.Image):
        return _decoded(lambda: _upright(source.copy(), max_pixels))
    data = source if isinstance(source, bytes) else _read_file(source)
    if not data:
        raise ImageError("empty", "the file has no bytes")
    return _decoded(lambda: _decode(data, max_pixels), known=_is_known(data))


def _read_file(path: str | os.PathLike[str]) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ImageError("unreadable", f"cannot read the file: {reason}") from error
    if len(data) > MAX_BYTES:
        raise ImageError("too_large", f"more than {MAX_BYTES // 1_000_000} MB")
    return data


def _checked_array(array: NDArray[np.uint8], max_pixels: int) -> RgbImage:
    if array.dtype != np.uint8 or array.ndim != 3 or array.shape[2] != 3:
        raise ImageError("unsupported", "an array must be uint8 [H, W, 3] in RGB order")
    if array.size == 0:
        raise ImageError("empty", "the array has no pixels")
    _check_pixels(array.shape[1], array.shape[0], max_pixels)
    return np.ascontiguousarray(array)


def _decoded(decode: Callable[[], Picture], known: bool = True) -> Picture:
    try:
        return decode()
    except ImageError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageError("too_large", str(error)) from error
    except UnidentifiedImageError as error:
        if known:
            raise ImageError("undecodable", "the file's header is damaged") from error
        raise ImageError("unsupported", "not a picture format this tool reads") from error
    except MemoryError as error:
        raise ImageError("too_large", "not enough memory to decode") from error
    except Exception as error:  # decoders raise whatever a damaged file makes them raise
        raise ImageError("undecodable", f"{type(error).__name__}: {error}") from error


def _is_known(data: bytes) -> bool:
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data.startswith(_SIGNATURES) or webp or data[4:8] == b"ftyp"


def _decode(data: bytes, max_pixels: int) -> Picture:
    with _open(data) as image:
        return _upright(image, max_pixels)


def _open(data: bytes) -> Image.Image:
    if data.startswith(_JPEG):
        return _open_jpeg(data)
    return Image.open(io.BytesIO(data), formats=_formats_for(data))


def _open_jpeg(data: bytes) -> Image.Image:
    """What `Image.open` does for a JPEG, without first importing the decoders of other formats."""
    from PIL.JpegImagePlugin import jpeg_factory

    try:
        image = jpeg_factory(io.BytesIO(data))
    except (SyntaxError, IndexError, TypeError, struct.error) as error:
        raise UnidentifiedImageError(str(error)) from error
    limit = MAX_PROGRESSIVE_PIXELS if "progressive" in image.info else MAX_JPEG_PIXELS
    _check_pixels(image.width, image.height, limit)
    return image


def _formats_for(data: bytes) -> tuple[str, ...]:
    if not _is_heif(data):
        return FORMATS
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise ImageError("unsupported", f"HEIC cannot be read here: {error}") from error
    register_heif_opener()
    return ("HEIF",)


def _is_heif(data: bytes) -> bool:
    """Whether the `ftyp` box (ISO/IEC 14496-12) means HEIF, and not AVIF under a general brand."""
    if data[4:8] != b"ftyp":
        return False
    major, end = data[8:12], min(int.from_bytes(data[:4], "big"), _MAX_FTYP_BYTES)
    compatible = [data[i : i + 4] for i in range(16, end, 4)]
    avif = any(brand in _AVIF_BRANDS for brand in compatible)
    return major in _HEIF_BRANDS or (major in _GENERAL_BRANDS and not avif)


def _upright(image: Image.Image, max_pixels: int) -> Picture:
    notes = [*_frame_note(image), *_shrink(image, max_pixels)]
    _check_pixels(image.width, image.height, max_pixels)
    image.load()
    _transpose(image, notes)
    rgb = _to_rgb(image, notes)
    return Picture(rgb, tuple(dict.fromkeys(notes)))


def _check_pixels(width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels:
        limit = max_pixels / 1e6
        raise ImageError("too_large", f"{width} x {height} pixels, the limit is {limit:.0f} MP")


def _frame_note(image: Image.Image) -> list[str]:
    if image.format == "MPO" or not getattr(image, "is_animated", False):
        return []
    unit = "page" if image.format == "TIFF" else "frame"
    return [f"first {unit} only"]


def _shrink(image: Image.Image, max_pixels: int) -> list[str]:
    """Let a JPEG decoder skip detail that would not fit into memory."""
    pixels = image.width * image.height
    if pixels <= max_pixels or image.format not in ("JPEG", "MPO"):
        return []
    scale = next((s for s in (2, 4, 8) if pixels / s**2 <= max_pixels), 8)
    image.draft(None, (image.width // scale, image.height // scale))
    return [f"decoded at 1/{scale} scale"]


def _transpose(image: Image.Image, notes: list[str]) -> None:
    try:
        if image.getexif().get(ExifTags.Base.Orientation, 1) == 1:
            return
        from PIL import ImageOps  # most pictures are upright, and a scan starts sooner without it

        ImageOps.exif_transpose(image, in_place=True)
    except Exception:  # EXIF is the sender's bytes: a damaged block must not cost the picture
        notes.append("EXIF damaged, orientation ignored")


def _to_rgb(image: Image.Image, notes: list[str]) -> Image.Image:
    """Band by band: a large picture is held twice at most, as it was decoded and as the result."""
    if image.mode == "RGB" and not _has_alpha(image) and not image.info.get("icc_profile"):
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
        image = image.convert("RGBA" if _has_alpha(image) else "RGB")
    if profile:
        image = _to_srgb(image, profile, notes)
    if _has_alpha(image):
        return _over_white(image)
    return image if image.mode == "RGB" else image.convert("RGB")


def _has_alpha(image: Image.Image) -> bool:
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


def _to_srgb(image: Image.Image, profile: bytes, notes: list[str]) -> Image.Image:
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
