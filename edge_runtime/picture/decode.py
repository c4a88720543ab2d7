"""Decodes any picture file to upright sRGB pixels."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

from edge_runtime.errors import ImageError
from edge_runtime.picture.deep_grey import DeepGrey
from edge_runtime.picture.file_signature import BMP, JPEG, PNG, TIFF, is_heif
from edge_runtime.picture.pixels import Pixels, array_of, check_pixels, size_of
from edge_runtime.picture.source import Source as Source
from edge_runtime.picture.source import bytes_of, image_of_array
from edge_runtime.picture.srgb import to_srgb
from edge_runtime.types import RgbImage

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF", "AVIF")
"""Pillow's own decoders. The first four are always loaded; the others only if none of them fits."""

MAX_PIXELS = 50_000_000
MAX_JPEG_PIXELS = 178_956_970
"""Largest JPEG decoded at a reduced scale: Pillow's own limit against decompression bombs."""

MAX_PROGRESSIVE_PIXELS = 64_000_000
"""The same for a progressive JPEG, which takes up to 6 bytes a pixel while it decodes."""

_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_DNG_VERSION = 50706
"""A tag of TIFF that only camera raw files of Adobe's kind have."""

SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations of a picture that lies on its side."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        pixels: sRGB, upright (EXIF orientation applied); an array if the source is one, else as
            it was decoded.
        notes: What was left out or changed while decoding, for people, e.g. "first frame only".
        scale: Pixels of the original that one pixel spans in either direction, >= 1.
        full_size: Width and height of the upright original; None if all of it was decoded.
    """

    pixels: Pixels
    notes: tuple[str, ...] = ()
    scale: int = 1
    full_size: tuple[int, int] | None = None

    @property
    def rgb(self) -> RgbImage:
        """The pixels as uint8 [H, W, 3]; an image is converted anew each time."""
        return array_of(self.pixels)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return size_of(self.pixels)

    @property
    def original_size(self) -> tuple[int, int]:
        """Width and height of the upright original."""
        return self.full_size or self.size


def read_rgb(source: Source, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode a picture to upright sRGB.

    JPEG, PNG, WebP, HEIC, AVIF, GIF/APNG/animated WebP (first frame), BMP and TIFF; EXIF
    orientation, ICC to sRGB, CMYK, 16 bit, palette, alpha over white. A JPEG that is cut off is
    read as far as it goes if at least 95 % of its rows are there.

    Args:
        source: A path, the bytes of a file (also bytearray and memoryview), an open binary file, a
            PIL image, or an array: uint8 [H, W, 3] in RGB, grey [H, W], or RGBA [H, W, 4]. OpenCV
            has blue first: ``bgr[:, :, ::-1]``.
        max_pixels: Largest width x height. A larger JPEG is decoded at 1/2, 1/4 or 1/8 scale
            where that brings it under the limit.

    Raises:
        ImageError: With code ``unreadable``, ``empty``, ``unsupported``, ``undecodable`` or
            ``too_large``.
        TypeError: If the source is of another type.
    """
    if isinstance(source, np.ndarray):
        if _is_rgb(source):
            check_pixels(source.shape[1], source.shape[0], max_pixels)
            return Picture(np.ascontiguousarray(source))
        source = image_of_array(source)
    if isinstance(source, Image.Image):
        check_pixels(source.width, source.height, max_pixels)
        return _decoded(lambda: _upright(source.copy(), max_pixels, source))
    data = bytes_of(source)
    if not data:
        raise ImageError("empty", "the file has no bytes")
    return _decoded(lambda: _decode(data, max_pixels), data)


def _is_rgb(array: NDArray[np.generic]) -> bool:
    return array.dtype == np.uint8 and array.ndim == 3 and array.shape[2] == 3 and array.size > 0


def _decoded(decode: Callable[[], Picture], data: bytes = b"") -> Picture:
    try:
        return decode()
    except ImageError:
        raise
    except _BOMBS as error:
        raise ImageError("too_large", str(error)) from error
    except MemoryError as error:
        raise ImageError("too_large", "not enough memory to decode") from error
    except Exception as error:  # decoders raise whatever a damaged file makes them raise
        from edge_runtime.picture.refusal import refusal  # like below, seldom needed

        raise refusal(data, error) from error


def _decode(data: bytes, max_pixels: int) -> Picture:
    strips = _webp_strips(data, max_pixels) if data.startswith(TIFF) else None
    try:
        with strips or _open(data) as image:
            return _upright(image, max_pixels)
    except (ImageError, MemoryError, *_BOMBS):
        raise
    except Exception:
        picture = _decode_otherwise(data, max_pixels)
        if picture is None:
            raise
        return picture


def _webp_strips(data: bytes, max_pixels: int) -> Image.Image | None:
    from edge_runtime.picture.webp_tiff import webp_in_tiff

    return webp_in_tiff(data, max_pixels)


def _decode_otherwise(data: bytes, max_pixels: int) -> Picture | None:
    """Decode what Pillow refuses, though the pixels are there; None if they are not.

    What this needs is imported here: a scan of sound pictures starts sooner without it.
    """
    from edge_runtime.picture.bmp_fields import bmp_of_fields
    from edge_runtime.picture.png_chunks import without_damaged_chunks

    if data.startswith(JPEG):
        return _decode_cut_jpeg(data, max_pixels)
    if data.startswith(PNG):
        whole, left_out = without_damaged_chunks(data)
        note = f"damaged parts of the file ignored: {', '.join(left_out)}"
        return _upright(_open(whole), max_pixels, notes=(note,)) if left_out else None
    image = bmp_of_fields(data, max_pixels) if data.startswith(BMP) else None
    return _upright(image, max_pixels) if image else None


def _decode_cut_jpeg(data: bytes, max_pixels: int) -> Picture | None:
    """A JPEG without its end, as far as it goes; None if too little of it is there."""
    from edge_runtime.picture.cut_jpeg import END, LEAST_SHARE, rows_of

    rows = rows_of(data, _open_jpeg)
    with _open_jpeg(data + END) as image:
        if rows < LEAST_SHARE * image.height:
            return None
        note = f"cut off, {100 * rows // image.height} % decoded"
        return _upright(image, max_pixels, notes=(note,), rows=rows)


def _open(data: bytes) -> Image.Image:
    if data.startswith(JPEG):
        return _open_jpeg(data)
    return Image.open(io.BytesIO(data), formats=_formats_for(data))


def _open_jpeg(data: bytes) -> Image.Image:
    """Open a JPEG as `Image.open` does, without importing the decoders of other formats."""
    from PIL.JpegImagePlugin import jpeg_factory

    try:
        image = jpeg_factory(io.BytesIO(data))
    except (SyntaxError, IndexError, TypeError, struct.error) as error:
        raise UnidentifiedImageError(str(error)) from error
    limit = MAX_PROGRESSIVE_PIXELS if "progressive" in image.info else MAX_JPEG_PIXELS
    check_pixels(image.width, image.height, limit)
    return image


def _formats_for(data: bytes) -> tuple[str, ...]:
    if not is_heif(data):
        return FORMATS
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise ImageError("unsupported", f"HEIC cannot be read here: {error}") from error
    register_heif_opener()
    return ("HEIF",)


def _upright(
    image: Image.Image,
    max_pixels: int,
    opened: Image.Image | None = None,
    notes: tuple[str, ...] = (),
    rows: int | None = None,
) -> Picture:
    """Decode, turn and convert an image.

    Args:
        image: Opened, not decoded; it is changed.
        max_pixels: Largest width x height.
        opened: What the image is a copy of, for a copy loses the tags of its file.
        notes: What was left out or changed before.
        rows: Rows of it that count, from the top; None for all.
    """
    width, height = image.width, rows or image.height
    scale = _shrink(image, max_pixels)
    told = [*notes, *_frame_note(image), *([f"decoded at 1/{scale} scale"] if scale > 1 else [])]
    check_pixels(image.width, image.height, max_pixels)
    grey = DeepGrey.of(opened or image)
    image.load()
    if rows is not None:
        image = image.crop((0, 0, image.width, max(1, rows // scale)))
    on_its_side = _transpose(image, told)
    rgb = to_srgb(image, told, grey)
    full_size = (height, width) if on_its_side else (width, height)
    return Picture(rgb, tuple(dict.fromkeys(told)), scale, full_size)


def _frame_note(image: Image.Image) -> list[str]:
    if _DNG_VERSION in getattr(image, "tag_v2", ()):
        return ["camera raw: its embedded preview was read"]
    if image.format == "MPO" or not getattr(image, "is_animated", False):
        return []
    unit = "page" if image.format == "TIFF" else "frame"
    return [f"first {unit} only"]


def _shrink(image: Image.Image, max_pixels: int) -> int:
    """Let a JPEG decoder skip detail that would not fit into memory; how much smaller it is."""
    pixels = image.width * image.height
    if pixels <= max_pixels or image.format not in ("JPEG", "MPO"):
        return 1
    scale = next((s for s in (2, 4, 8) if pixels / s**2 <= max_pixels), 8)
    image.draft(None, (image.width // scale, image.height // scale))
    return scale


def _transpose(image: Image.Image, notes: list[str]) -> bool:
    """Make a picture upright; whether its width became its height."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
        if orientation == 1:
            return False
        from PIL import ImageOps  # most pictures are upright, and a scan starts sooner without it

        ImageOps.exif_transpose(image, in_place=True)
        return orientation in SIDEWAYS
    except Exception:  # EXIF is the sender's bytes: a damaged block must not cost the picture
        notes.append("EXIF damaged, orientation ignored")
        return False
