"""JPEG files of given sizes with one face or none, made from bundled samples."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.measure.cache_folder import cache_folder
from benchmarks.measure.sample_crops import SAMPLES
from edge_runtime.files.atomic_write import atomic_write

SIZES = {1: (1152, 864), 12: (4000, 3000), 48: (8000, 6000)}
"""Width and height in pixels by megapixels, as of phone cameras."""

QUALITY = 90
GRAIN = 4.0
"""Standard deviation of the added noise in grey levels. An enlarged picture has no noise, a camera
picture has, and noise makes decoding slower."""

_ONE_FACE, _NO_FACE = "real_collins.jpg", "real_rocket.jpg"
_TILE = 256


def picture_of(megapixels: int, enlarged: float = 1.0) -> Path:
    """A JPEG with one face, whose box is 20 % of the picture's height; made on first use.

    A separate process makes it, so that it does not count in this process's peak memory.

    Args:
        megapixels: A key of `SIZES`.
        enlarged: Factor by which the face is larger than 20 %.

    Returns:
        Path in the cache folder.

    Raises:
        OSError: If it cannot be written.
    """
    size = "" if enlarged == 1 else f"_{enlarged:g}"
    return _made(f"one_face{size}_{megapixels}mp.jpg", _ONE_FACE, megapixels, enlarged)


def faceless_picture_of(megapixels: int) -> Path:
    """A JPEG without a face; otherwise as `picture_of`."""
    return _made(f"no_face_{megapixels}mp.jpg", _NO_FACE, megapixels, 1.0)


def _made(name: str, sample: str, megapixels: int, enlarged: float) -> Path:
    path = cache_folder() / name
    if not path.exists():
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
            other.submit(_write, path, sample, SIZES[megapixels], enlarged).result()
    return path


def _write(path: Path, sample: str, size: tuple[int, int], enlarged: float) -> None:
    with atomic_write(path) as part:
        _scene(sample, size, enlarged).save(part, "JPEG", quality=QUALITY)


def face_picture(width: int, height: int, enlarged: float = 1.0) -> Image.Image:
    """The sample at full height (times `enlarged`) in the middle of a grey picture, with noise."""
    return _scene(_ONE_FACE, (width, height), enlarged)


def _scene(name: str, size: tuple[int, int], enlarged: float) -> Image.Image:
    width, height = size
    canvas = Image.new("RGB", size, (128, 124, 118))
    with Image.open(SAMPLES / name) as sample:
        tall = round(enlarged * height)
        enlarged_sample = sample.convert("RGB").resize(
            (sample.width * tall // sample.height, tall), Image.Resampling.BICUBIC
        )
    canvas.paste(enlarged_sample, ((width - enlarged_sample.width) // 2, 0))
    return _grainy(canvas)


def _grainy(image: Image.Image) -> Image.Image:
    """Add one tile of noise repeatedly; a band of rows at a time, to save memory."""
    grain = np.random.default_rng(0).normal(0, GRAIN, (_TILE, _TILE, 3)).round().astype(np.int16)
    pixels = np.array(image)
    columns = -(-pixels.shape[1] // _TILE)
    band = np.tile(grain, (1, columns, 1))[:, : pixels.shape[1]]
    for top in range(0, pixels.shape[0], _TILE):
        rows = pixels[top : top + _TILE]
        rows[:] = np.clip(rows.astype(np.int16) + band[: len(rows)], 0, 255)
    return Image.fromarray(pixels)
