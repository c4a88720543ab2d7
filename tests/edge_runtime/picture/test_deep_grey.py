"""Grey of more than 8 bits has its black and its white where the file says, or is refused."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from tests.support.encoded_pictures import encoded, icc_profile
from tests.support.written_tiff import tiff

RAMP = np.arange(0, 65536, 64, dtype=np.uint16).reshape(32, 32)
SEEN = np.repeat((RAMP // 256)[..., None], 3, axis=2)


def grey_tiff(samples: Any, photometric: int, bits: int = 16, **tags: int) -> bytes:
    return tiff(32, 32, samples.tobytes(), bits, photometric, **tags)


def test_sixteen_bit_grey_whose_zero_is_white_is_no_negative() -> None:
    data = grey_tiff((65535 - RAMP).astype("<u2"), photometric=0)
    assert np.array_equal(read_rgb(data).rgb, SEEN)


def test_it_is_none_either_when_it_was_opened_before() -> None:
    data = grey_tiff((65535 - RAMP).astype("<u2"), photometric=0)
    with Image.open(io.BytesIO(data)) as image:
        assert np.array_equal(read_rgb(image).rgb, SEEN)


def test_twelve_bit_grey_is_as_bright_as_sixteen() -> None:
    values = RAMP.ravel() // 16
    first, second = values[::2], values[1::2]
    packed = np.stack([first >> 4, (first & 15) << 4 | second >> 8, second & 255], axis=1)
    assert np.array_equal(read_rgb(grey_tiff(packed.astype(np.uint8), 1, bits=12)).rgb, SEEN)


@pytest.mark.parametrize(
    "data",
    [
        grey_tiff(RAMP.astype("<u4"), 1, bits=32),
        grey_tiff(RAMP.astype("<u4") * 65536, 1, bits=32),
        grey_tiff(RAMP.astype("<i4"), 1, bits=32, sample_format=2),
        grey_tiff(RAMP.astype("<i2"), 1, bits=16, sample_format=2),
    ],
)
def test_grey_of_32_bits_or_with_a_sign_is_unsupported(data: bytes) -> None:
    with pytest.raises(ImageError, match="8 or 16 bits") as caught:
        read_rgb(data)
    assert caught.value.code == "unsupported"


def test_an_image_of_mode_i_is_unsupported() -> None:
    with pytest.raises(ImageError, match="8 or 16 bits") as caught:
        read_rgb(Image.new("L", (8, 8), 200).convert("I"))
    assert caught.value.code == "unsupported"


def test_sixteen_bit_grey_of_a_png_keeps_its_high_byte() -> None:
    assert np.array_equal(read_rgb(encoded(Image.fromarray(RAMP), "PNG")).rgb, SEEN)


def test_that_its_profile_is_ignored_is_told() -> None:
    profile = icc_profile("a wide one", np.eye(3), 1.8)
    picture = read_rgb(encoded(Image.fromarray(RAMP), "PNG", icc_profile=profile))
    assert np.array_equal(picture.rgb, SEEN)
    assert picture.notes == ("colour profile of deep grey ignored",)
