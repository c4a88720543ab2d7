"""JPEG files of stated sizes with one face, made from a bundled sample."""

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
"""Width and height by megapixels, as phone cameras give them."""

QUALITY = 90
GRAIN = 4.0
"""Standard deviation of the added noise in grey levels: enlarging leaves none, a camera does, and
decoding takes longer with it."""

_SAMPLE = "real_collins.jpg"
_TILE = 256


def picture_of(megapixels: int, closer: float = 1.0) -> Path:
    """A JPEG with one face, whose box is a fifth of its height; made on first use.

    Another process makes it, so that its making is no memory of the one that measures.

    Args:
        megapixels: A key of ``SIZES``.
        closer: How much larger the face is than that.

    Raises:
        OSError: If it cannot be written.
    """
    size = "" if closer == 1 else f"_{closer:g}"
    path = cache_folder() / f"one_face{size}_{megapixels}mp.jpg"
    if not path.exists():
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
            apart.submit(_write, path, *SIZES[megapixels], closer).result()
    return path


def _write(path: Path, width: int, height: int, closer: float) -> None:
    with atomic_write(path) as part:
        face_picture(width, height, closer).save(part, "JPEG", quality=QUALITY)


def face_picture(width: int, height: int, closer: float = 1.0) -> Image.Image:
    """The sample, enlarged to the full height or more, amid a grey wall, with camera noise."""
    canvas = Image.new("RGB", (width, height), (128, 124, 118))
    with Image.open(SAMPLES / _SAMPLE) as sample:
        tall = round(closer * height)
        face = sample.convert("RGB").resize(
            (sample.width * tall // sample.height, tall), Image.Resampling.BICUBIC
        )
    canvas.paste(face, ((width - face.width) // 2, 0))
    return _grainy(canvas)


def _grainy(image: Image.Image) -> Image.Image:
    """Noise of one tile laid over the picture again and again, a band of rows at a time."""
    grain = np.random.default_rng(0).normal(0, GRAIN, (_TILE, _TILE, 3)).round().astype(np.int16)
    pixels = np.array(image)
    columns = -(-pixels.shape[1] // _TILE)
    band = np.tile(grain, (1, columns, 1))[:, : pixels.shape[1]]
    for top in range(0, pixels.shape[0], _TILE):
        rows = pixels[top : top + _TILE]
        rows[:] = np.clip(rows.astype(np.int16) + band[: len(rows)], 0, 255)
    return Image.fromarray(pixels)
