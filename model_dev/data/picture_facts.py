"""Reads what a manifest states about a picture, or about each frame of a video."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from edge_runtime.errors import ImageError
from model_dev.data.near_duplicates import perceptual_hash
from model_dev.data.video import read_frames, spread_frames

STILL = -1
"""The frame number of a picture that is no frame of a video."""

_BLOCK = 1 << 20


def facts_of(path: Path, frames: int, near_duplicates: bool) -> Iterator[dict[str, Any]]:
    """Facts of a picture (one) or of a video (one a frame).

    Args:
        path: The file.
        frames: Frames to take of a video; 0 for a picture.
        near_duplicates: Whether to hash what it shows.

    Yields:
        ``frame``, ``sha256`` (of the file), ``width``, ``height``, ``jpeg_quality`` and
        ``perceptual``; for a frame that cannot be decoded ``frame`` and ``reason``.

    Raises:
        ImageError: If the file is broken; its code is the reason.
    """
    if frames:
        yield from _video_facts(path, frames, near_duplicates)
    else:
        yield _picture_facts(path, near_duplicates)


def jpeg_quality(image: Image.Image) -> int:
    """Quality in 1..100 by libjpeg's scaling of the standard luma table; -1 without a table.

    The standard table (ITU-T T.81, annex K.1) sums to 3,688 at quality 50.
    """
    tables = getattr(image, "quantization", None)
    if not tables:
        return -1
    scale = sum(tables[min(tables)]) / 3688 * 100
    quality = (200 - scale) / 2 if scale <= 100 else 5000 / scale
    return int(np.clip(round(quality), 1, 100))


def _picture_facts(path: Path, near_duplicates: bool) -> dict[str, Any]:
    try:
        digest = _sha256(path)
        with Image.open(path) as image:
            size, quality = image.size, jpeg_quality(image)
            seen = perceptual_hash(image) if near_duplicates else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _as_image_error(path, error) from error
    return _facts(STILL, digest, size, quality, seen)


def _video_facts(path: Path, frames: int, near_duplicates: bool) -> Iterator[dict[str, Any]]:
    numbers = spread_frames(path, frames)
    digest = _sha256(path)
    for number, rgb in read_frames(path, numbers):
        if rgb is None:
            yield {"frame": number, "reason": "undecodable"}
            continue
        seen = perceptual_hash(Image.fromarray(rgb)) if near_duplicates else None
        yield _facts(number, digest, (rgb.shape[1], rgb.shape[0]), -1, seen)


def _facts(
    frame: int, digest: str, size: tuple[int, int], quality: int, seen: int | None
) -> dict[str, Any]:
    return {
        "frame": frame,
        "sha256": digest,
        "width": size[0],
        "height": size[1],
        "jpeg_quality": quality,
        "perceptual": None if seen is None else f"{seen:016x}",
    }


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _as_image_error(path: Path, error: Exception) -> ImageError:
    """The error with the code that a scan of the same file would give."""
    if isinstance(error, UnidentifiedImageError):
        empty = not path.stat().st_size
        return ImageError("empty" if empty else "unsupported", str(error))
    if isinstance(error, Image.DecompressionBombError):
        return ImageError("too_large", str(error))
    unreadable = isinstance(error, OSError) and error.errno is not None
    return ImageError("unreadable" if unreadable else "undecodable", str(error))
