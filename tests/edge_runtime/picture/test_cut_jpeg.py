"""A JPEG cut off near its end is judged as far as it goes, and that is told."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from tests.support.encoded_pictures import encoded

NOISE = np.random.default_rng(0).integers(0, 256, (640, 200, 3), np.uint8)
DATA = encoded(Image.fromarray(NOISE), "JPEG", quality=80)


def decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


WHOLE = np.asarray(decoded(DATA))


def test_only_the_end_marker_is_missing() -> None:
    picture = read_rgb(DATA[:-2])
    assert np.array_equal(picture.rgb, WHOLE)
    assert picture.notes == ("cut off, 100 % decoded",)
    assert picture.full_size == (200, 640)


@pytest.mark.parametrize(("share", "percent"), [(0.99, 97), (0.97, 95)])
def test_what_is_there_is_judged_and_no_more(share: float, percent: int) -> None:
    picture = read_rgb(DATA[: int(len(DATA) * share)])
    rows = picture.rgb.shape[0]
    assert picture.notes == (f"cut off, {100 * rows // 640} % decoded",)
    assert percent <= 100 * rows / 640 <= 100 * share
    assert picture.size == picture.original_size == (200, rows)
    assert np.abs(picture.rgb[: rows - 1].astype(int) - WHOLE[: rows - 1]).max() == 0


@pytest.mark.parametrize("share", [0.94, 0.5, 0.1])
def test_with_less_than_95_percent_it_is_undecodable(share: float) -> None:
    with pytest.raises(ImageError) as caught:
        read_rgb(DATA[: int(len(DATA) * share)])
    assert caught.value.code == "undecodable"


@pytest.mark.parametrize("level", [0, 128, 255])
def test_rows_of_one_grey_are_not_taken_for_missing_ones(level: int) -> None:
    flat = encoded(Image.new("RGB", (200, 640), (level,) * 3), "JPEG")
    picture = read_rgb(flat[:-2])
    assert np.abs(picture.rgb.astype(int) - level).max() <= 1
    with pytest.raises(ImageError):
        read_rgb(flat[: -len(flat) // 3])


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_each_sampling(subsampling: str) -> None:
    data = encoded(Image.fromarray(NOISE), "JPEG", quality=80, subsampling=subsampling)
    picture = read_rgb(data[: int(len(data) * 0.985)])
    rows = picture.rgb.shape[0]
    whole = np.asarray(decoded(data))
    assert 0.95 * 640 <= rows <= 0.985 * 640
    assert np.array_equal(picture.rgb[: rows - 1], whole[: rows - 1])


def test_a_progressive_one_is_undecodable() -> None:
    data = encoded(Image.fromarray(NOISE), "JPEG", quality=80, progressive=True)
    with pytest.raises(ImageError) as caught:
        read_rgb(data[:-2])
    assert caught.value.code == "undecodable"


def test_it_is_turned_and_reduced_like_a_whole_one() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(Image.fromarray(NOISE), "JPEG", quality=80, exif=exif.tobytes())
    picture = read_rgb(data[:-2], max_pixels=200 * 640 - 1)
    assert picture.size == (320, 100)
    assert picture.original_size == (640, 200)
    assert picture.notes == ("cut off, 100 % decoded", "decoded at 1/2 scale")
