"""BMP files with fields of any place and width have the colours that their header says."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from tests.support.encoded_pictures import HEIGHT, WIDTH, sample


def bmp(masks: tuple[int, ...], bits: int = 32, top_down: bool = False, alpha: int = 0) -> bytes:
    """The sample as a BMP of those fields: red, green, blue, and perhaps opacity."""
    height = -HEIGHT if top_down else HEIGHT
    stored = sample() if top_down else sample()[::-1]
    planes: list[Any] = [*np.moveaxis(stored.astype(np.uint32), 2, 0), alpha]
    values = np.zeros((HEIGHT, WIDTH), np.uint32)
    for plane, mask in zip(planes, masks, strict=False):
        shift = (mask & -mask).bit_length() - 1
        field = np.rint(plane * ((mask >> shift) / 255)).astype(np.uint32) if mask else 0
        values |= np.uint32(field) << np.uint32(max(0, shift))
    data = values.astype(f"<u{bits // 8}").tobytes()
    size = 40 if len(masks) == 3 else 56
    fields = struct.pack(f"<{len(masks)}I", *masks)
    start = 14 + 40 + len(fields)
    head = b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start)
    info = struct.pack("<IiiHHIIiiII", size, WIDTH, height, 1, bits, 3, len(data), 0, 0, 0, 0)
    return head + info + fields + data


FIELDS = {
    "ten bits each": (0x3FF00000, 0x000FFC00, 0x000003FF),
    "odd places": (0x0000FF00, 0xFF000000, 0x000000FF),
    "eleven, eleven, ten": (0x000007FF, 0x003FF800, 0xFFC00000),
}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("top_down", [True, False])
def test_fields_of_32_bits(name: str, top_down: bool) -> None:
    picture = read_rgb(bmp(FIELDS[name], top_down=top_down))
    assert np.abs(picture.rgb.astype(int) - sample()).max() <= 1
    assert picture.notes == ()


def test_fields_of_16_bits() -> None:
    picture = read_rgb(bmp((0x000F, 0x00F0, 0x0F00), bits=16))
    assert np.abs(picture.rgb.astype(int) - sample()).max() <= 9


@pytest.mark.parametrize(("alpha", "notes"), [(255, ()), (0, ())])
def test_a_field_of_opacity(alpha: int, notes: tuple[str, ...]) -> None:
    masks = (0x000FF000, 0x00000FF0, 0x0FF00000, 0x0000000F)
    picture = read_rgb(bmp(masks, alpha=alpha))
    assert np.abs(picture.rgb.astype(int) - sample()).max() <= 1
    assert picture.notes == notes


@pytest.mark.parametrize(
    "data",
    [
        bmp(FIELDS["ten bits each"])[:-1],
        bmp(FIELDS["ten bits each"])[:60],
        bmp((0x3FF00000, 0x000FFC00, 0)),
        bmp((0xFFFFFFFF, 0x000FFC00, 0x3FF)),
    ],
    ids=["cut off", "cut in the header", "no blue", "too wide a field"],
)
def test_damaged_ones_are_undecodable(data: bytes) -> None:
    with pytest.raises(ImageError) as caught:
        read_rgb(data)
    assert caught.value.code == "undecodable"


def test_the_limit_of_pixels_holds() -> None:
    with pytest.raises(ImageError) as caught:
        read_rgb(bmp(FIELDS["odd places"]), max_pixels=WIDTH * HEIGHT - 1)
    assert caught.value.code == "too_large"
