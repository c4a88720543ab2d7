"""TIFF files of WebP strips are read, whatever Pillow's own TIFF decoder was built with."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.tiff_tags import WEBP
from edge_runtime.picture.webp_tiff import webp_in_tiff
from tests.support.encoded_pictures import HEIGHT, WIDTH, encoded, sample
from tests.support.written_tiff import tiff

LIMIT = WIDTH * HEIGHT


def webp_tiff(*strips: bytes, rows: int = HEIGHT) -> bytes:
    return tiff(WIDTH, HEIGHT, strips, 8, 2, samples=3, compression=WEBP, rows=rows)


def strip_of(top: int, bottom: int) -> bytes:
    return encoded(Image.fromarray(sample()[top:bottom]), "WEBP", lossless=True)


def test_one_strip_and_several(capfd: pytest.CaptureFixture[str]) -> None:
    several = webp_tiff(strip_of(0, 20), strip_of(20, 40), strip_of(40, HEIGHT), rows=20)
    for data in (webp_tiff(strip_of(0, HEIGHT)), several):
        assert np.array_equal(read_rgb(data).rgb, sample())
    assert capfd.readouterr().err == ""


def test_tiles_may_reach_beyond_the_picture() -> None:
    padded = np.pad(sample(), ((0, 16), (0, 0), (0, 0)))
    tiles = [
        encoded(Image.fromarray(padded[top : top + 32, left : left + 32]), "WEBP", lossless=True)
        for top in (0, 32)
        for left in (0, 32)
    ]
    data = tiff(WIDTH, HEIGHT, tuple(tiles), 8, 2, samples=3, compression=WEBP, tile=32)
    assert np.array_equal(read_rgb(data).rgb, sample())


@pytest.mark.parametrize(
    "data",
    [
        webp_tiff(strip_of(0, HEIGHT)[:40]),
        webp_tiff(strip_of(0, 20)),
        webp_tiff(strip_of(0, 20), rows=20),
    ],
    ids=["a strip cut off", "a strip too low", "strips missing"],
)
def test_damaged_ones_are_undecodable(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ImageError) as caught:
        read_rgb(data)
    assert caught.value.code == "undecodable"
    assert capfd.readouterr().err == ""


def test_the_limit_of_pixels_holds() -> None:
    with pytest.raises(ImageError) as caught:
        read_rgb(webp_tiff(strip_of(0, HEIGHT)), max_pixels=LIMIT - 1)
    assert caught.value.code == "too_large"


def test_other_tiffs_are_left_to_pillow() -> None:
    assert webp_in_tiff(encoded(Image.fromarray(sample()), "TIFF"), LIMIT) is None
