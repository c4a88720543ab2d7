"""A wrong checksum where no pixel depends on it costs nothing but a note."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from PIL import Image

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.png_chunks import without_damaged_chunks
from tests.support.encoded_pictures import encoded, png_chunk, sample

PNG = encoded(Image.fromarray(sample()), "PNG")
HEADER_END = 8 + 25
GAMMA = png_chunk(b"gAMA", struct.pack(">I", 45455))


def damaged(chunk: bytes) -> bytes:
    return chunk[:-1] + bytes([chunk[-1] ^ 1])


def with_chunks(*chunks: bytes) -> bytes:
    return PNG[:HEADER_END] + b"".join(chunks) + PNG[HEADER_END:]


def test_a_damaged_chunk_that_no_pixel_needs_is_ignored_and_told() -> None:
    text = damaged(png_chunk(b"tEXt", b"Title\0x"))
    picture = read_rgb(with_chunks(damaged(GAMMA), text, damaged(GAMMA)))
    assert np.array_equal(picture.rgb, sample())
    assert picture.notes == ("damaged parts of the file ignored: gAMA, tEXt",)


def test_sound_chunks_stay() -> None:
    data = with_chunks(GAMMA)
    assert without_damaged_chunks(data) == (data, ())
    assert without_damaged_chunks(with_chunks(damaged(GAMMA), GAMMA)) == (data, ("gAMA",))


def test_a_damaged_header_is_not_ignored() -> None:
    header = PNG[8:HEADER_END]
    data = PNG[:8] + damaged(header) + damaged(GAMMA) + PNG[HEADER_END:]
    assert without_damaged_chunks(data) == (PNG[:8] + damaged(header) + PNG[HEADER_END:], ("gAMA",))
    with pytest.raises(ImageError) as caught:
        read_rgb(data)
    assert caught.value.code == "undecodable"


@pytest.mark.parametrize("length", [8, 9, 20, 40, len(PNG) - 3])
def test_a_file_cut_off_is_given_back(length: int) -> None:
    assert without_damaged_chunks(PNG[:length])[0] == PNG[:length]
