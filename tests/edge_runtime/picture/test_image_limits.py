"""Large pictures, and files whose first bytes are not the whole truth."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import (
    MAX_JPEG_PIXELS,
    MAX_PIXELS,
    MAX_PROGRESSIVE_PIXELS,
    read_rgb,
)
from tests.support.damaged_pictures import jpeg_that_claims
from tests.support.encoded_pictures import animations, encoded, sample, stills

WIDE = np.tile(np.arange(256, dtype=np.uint8), (2100, 10))


@pytest.mark.parametrize(
    ("name", "special", "general"),
    [("avif", b"avif", b"mif1"), ("avif_animated", b"avis", b"msf1")],
)
def test_an_avif_file_may_lead_with_a_general_brand(
    name: str, special: bytes, general: bytes
) -> None:
    data = {**stills(), **animations()}[name]
    assert data[4:12] == b"ftyp" + special
    assert np.array_equal(read_rgb(data[:8] + general + data[12:]).rgb, read_rgb(data).rgb)


def test_a_picture_of_more_than_fifty_megapixels_is_decoded_smaller() -> None:
    side = 7200
    assert side**2 > MAX_PIXELS
    picture = read_rgb(encoded(Image.new("L", (side, side), 90), "JPEG", quality=50))
    assert picture.rgb.shape == (side // 2, side // 2, 3)
    assert np.abs(picture.rgb.astype(np.int16) - 90).max() <= 2
    assert picture.notes == ("decoded at 1/2 scale",)
    assert picture.scale == 2


@pytest.mark.parametrize(
    ("progressive", "limit"), [(False, MAX_JPEG_PIXELS), (True, MAX_PROGRESSIVE_PIXELS)]
)
def test_a_jpeg_too_large_even_for_a_smaller_scale(progressive: bool, limit: int) -> None:
    data = encoded(Image.fromarray(sample()), "JPEG", progressive=progressive)
    with pytest.raises(ImageError) as caught:
        read_rgb(jpeg_that_claims(data, limit // 10_000 + 1, 10_000))
    assert caught.value.code == "too_large"


def test_an_opened_picture_is_measured_before_it_is_decoded() -> None:
    side = 8_000
    assert MAX_PIXELS < side**2 < Image.MAX_IMAGE_PIXELS
    header = encoded(Image.new("L", (side, side)), "BMP")[:1078]
    with Image.open(io.BytesIO(header)) as image, pytest.raises(ImageError) as caught:
        read_rgb(image)
    assert caught.value.code == "too_large"


def test_a_large_picture_has_no_seams() -> None:
    assert np.array_equal(read_rgb(encoded(Image.fromarray(WIDE), "PNG")).rgb[:, :, 1], WIDE)


def test_a_large_picture_is_noted_once() -> None:
    image = Image.fromarray(WIDE).convert("RGB")
    picture = read_rgb(encoded(image, "PNG", compress_level=1, icc_profile=b"no profile" * 20))
    assert picture.notes == ("colour profile unusable, ignored",)
