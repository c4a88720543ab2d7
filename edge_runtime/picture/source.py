"""What a picture may be given as, and the bytes or pixels that it holds."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from edge_runtime.errors import ImageError

Source: TypeAlias = (
    str
    | os.PathLike[str]
    | bytes
    | bytearray
    | memoryview
    | BinaryIO
    | Image.Image
    | NDArray[np.generic]
)
"""A path, the bytes of a file, an open binary file, a PIL image, or an array."""

MAX_BYTES = 200_000_000

_URL = re.compile(r"(https?|ftp|s3|gs):/", re.IGNORECASE)
"""Beginning of a URL; a path has one slash of its two."""

ACCEPTED = (
    "a path, the bytes of a file (bytes, bytearray, memoryview), an open binary file, a PIL image,"
    " or a NumPy array [H, W] or [H, W, 3 or 4] in RGB order"
)

_CHANNELS = (1, 2, 3, 4)


def bytes_of(source: Any) -> bytes:
    """The bytes of a picture file.

    An open file is read from where it stands, and is not closed.

    Raises:
        ImageError: With code ``unreadable`` or ``too_large``.
        TypeError: If it is nothing that holds a file.
    """
    if isinstance(source, bytes):
        return source
    if isinstance(source, (bytearray, memoryview)):
        return bytes(source)
    if isinstance(source, (str, os.PathLike)):
        return _of_path(source)
    if hasattr(source, "read"):
        return _of_open_file(source)
    raise TypeError(f"a picture is {ACCEPTED}; this is of type {type(source).__name__}")


def image_of_array(array: NDArray[np.generic]) -> Image.Image:
    """The image of an array, as PIL reads it: grey, grey with alpha, RGB or RGBA.

    Args:
        array: uint8 [H, W] or [H, W, 1 to 4], bool [H, W], or uint16 [H, W].

    Raises:
        ImageError: With code ``empty`` or ``unsupported``.
    """
    if array.size == 0:
        raise ImageError("empty", "the array has no pixels")
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.dtype.kind == "f":
        advice = "multiply by 255 if they end at 1, and convert them to uint8"
        message = f"floating-point pixels have no agreed black and white point; {advice}"
        raise ImageError("unsupported", message)
    if array.dtype in (np.dtype(np.uint16), np.dtype(np.bool_)) and array.ndim == 2:
        return Image.fromarray(np.ascontiguousarray(array))
    channels = 1 if array.ndim == 2 else array.shape[2] if array.ndim == 3 else 0
    if array.dtype != np.uint8 or channels not in _CHANNELS:
        shape = f"{array.dtype} {list(array.shape)}"
        raise ImageError("unsupported", f"an array is uint8 [H, W] or [H, W, 3 or 4], not {shape}")
    return Image.fromarray(np.ascontiguousarray(array))


def _of_path(path: str | os.PathLike[str]) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        if _URL.match(os.fspath(path)):
            reason = "not fetched: this tool reads files; download the picture first"
            raise ImageError("unreadable", reason) from error
        raise ImageError("unreadable", f"cannot read the file: {reason}") from error
    return _checked(data)


def _of_open_file(file: Any) -> bytes:
    try:
        data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ImageError("unreadable", f"cannot read the open file: {error}") from error
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError("an open file must be binary: open it with mode 'rb'")
    return _checked(bytes(data))


def _checked(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise ImageError("too_large", f"more than {MAX_BYTES // 1_000_000} MB")
    return data
