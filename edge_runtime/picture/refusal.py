"""Why a picture cannot be decoded: its kind is not read here, or it is damaged."""

from __future__ import annotations

from PIL import UnidentifiedImageError

from edge_runtime.errors import ImageError
from edge_runtime.picture import tiff_tags
from edge_runtime.picture.file_signature import (
    JPEG,
    TIFF,
    foreign_kind,
    is_picture,
    video_as_picture,
)
from edge_runtime.picture.jpeg_header import JpegHeader

_SAVE = "save it as PNG or as an ordinary JPEG"


def refusal(data: bytes, error: Exception) -> ImageError:
    """The failure to report.

    Args:
        data: The file, or nothing if the picture was not given as one.
        error: What the decoder raised.
    """
    identified = not isinstance(error, UnidentifiedImageError)
    sound = foreign_kind(data) or video_as_picture(data) or _rare_kind(data, identified)
    if sound:
        return ImageError("unsupported", sound)
    if identified:
        return ImageError("undecodable", f"{type(error).__name__}: {error}")
    if is_picture(data):
        return ImageError("undecodable", "the file's header is damaged")
    return ImageError("unsupported", "not a picture format this tool reads")


def _rare_kind(data: bytes, identified: bool) -> str | None:
    """A sound JPEG or TIFF of a kind that is not read here."""
    if data.startswith(JPEG):
        header = JpegHeader.of(data)
        kind, name = header and header.rare_kind, "JPEG"
    elif data.startswith(TIFF):
        kind, name = tiff_tags.rare_kind(data, identified), "TIFF"
    else:
        return None
    return f"{name} of a kind that this tool does not read: {kind}; {_SAVE}" if kind else None
