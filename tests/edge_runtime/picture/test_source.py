"""A picture may be given in every way that people hold one; anything else is told in a sentence."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from edge_runtime.types import Box
from tests.support.encoded_pictures import encoded, sample
from tests.support.sample_contract import write_bundle
from tests.support.tiny_scanner import tiny_scanner

PNG = encoded(Image.fromarray(sample()), "PNG")
GREY = sample()[..., 0]
ALPHA = np.dstack([sample(), np.full((48, 64), 255, np.uint8)])


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, io.BytesIO])
def test_the_bytes_of_a_file_in_any_form_are_one_picture(kind: Any) -> None:
    assert np.array_equal(read_rgb(kind(PNG)).rgb, sample())


def test_an_open_file_is_read_from_where_it_stands_and_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "picture.bin"
    path.write_bytes(b"head" + PNG)
    with path.open("rb") as file:
        file.seek(4)
        assert np.array_equal(read_rgb(file).rgb, sample())
        assert not file.closed
        with pytest.raises(ImageError) as caught:
            read_rgb(file)
        assert caught.value.code == "empty"


def test_a_closed_file_is_unreadable() -> None:
    file = io.BytesIO(PNG)
    file.close()
    with pytest.raises(ImageError, match="open file") as caught:
        read_rgb(file)
    assert caught.value.code == "unreadable"


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (GREY, np.repeat(GREY[..., None], 3, axis=2)),
        (GREY[..., None], np.repeat(GREY[..., None], 3, axis=2)),
        (GREY.astype(np.uint16) * 257, np.repeat(GREY[..., None], 3, axis=2)),
        (GREY > 100, np.repeat((GREY > 100)[..., None] * np.uint8(255), 3, axis=2)),
        (ALPHA, sample()),
        (np.dstack([GREY, ALPHA[..., 3]]), np.repeat(GREY[..., None], 3, axis=2)),
        (sample()[:, :, ::-1][:, :, ::-1], sample()),
        (np.asfortranarray(sample()), sample()),
    ],
)
def test_arrays_are_read_as_images_of_their_mode(array: Any, expected: Any) -> None:
    assert np.array_equal(read_rgb(array).rgb, expected)


def test_a_transparent_array_is_over_white_and_told() -> None:
    half = ALPHA.copy()
    half[:, :32, 3] = 0
    picture = read_rgb(half)
    assert np.all(picture.rgb[:, :32] == 255)
    assert picture.notes == ("50 % transparent, judged over white",)


@pytest.mark.parametrize(
    "array",
    [np.zeros((8, 8, 3)), np.zeros((8, 8), np.float32), np.zeros((8, 8), np.int32),
     np.zeros((8, 8, 3), np.uint16), np.zeros((2, 8, 8, 3), np.uint8)],
)  # fmt: skip
def test_other_arrays_are_unsupported_with_advice(array: Any) -> None:
    with pytest.raises(ImageError, match="uint8") as caught:
        read_rgb(array)
    assert caught.value.code == "unsupported"


def test_an_array_above_the_limit_is_too_large() -> None:
    for array in (GREY, sample(), ALPHA):
        with pytest.raises(ImageError) as caught:
            read_rgb(array, max_pixels=64 * 48 - 1)
        assert caught.value.code == "too_large"


@pytest.mark.parametrize("wrong", [None, 7, 1.5, ["a.jpg"], {"path": "a.jpg"}, object()])
def test_anything_else_is_a_type_error_in_our_words(wrong: Any) -> None:
    with pytest.raises(TypeError, match=f"a picture is a path, .* type {type(wrong).__name__}"):
        read_rgb(wrong)


def test_a_text_file_is_a_type_error_that_says_how_to_open_it() -> None:
    with pytest.raises(TypeError, match="mode 'rb'"):
        read_rgb(io.StringIO("text"))  # type: ignore[arg-type]


def test_a_scanner_takes_them_all_and_names_them(tmp_path: Path) -> None:
    scanner = tiny_scanner(Bundle.open(write_bundle(tmp_path)), [Box(10, 10, 40, 40)])
    path = tmp_path / "white.png"
    Image.new("RGB", (160, 120), "white").save(path)
    data, white = path.read_bytes(), np.full((120, 160), 255, np.uint8)
    sources: list[tuple[Any, str]] = [
        (path, str(path)), (data, "<bytes>"), (bytearray(data), "<bytes>"),
        (memoryview(data), "<bytes>"), (io.BytesIO(data), "<file>"),
        (Image.open(path), "<image>"), (white, "<array>"),
    ]  # fmt: skip
    results = [scanner.scan(source) for source, _ in sources]
    assert [result.source for result in results] == [name for _, name in sources]
    assert {result.probability for result in results} == {results[0].probability}
    with pytest.raises(TypeError, match="a picture is"):
        scanner.scan(7)  # type: ignore[arg-type]
    small = scanner.scan(data, max_pixels=100)
    assert small.failure is not None
    assert small.failure.code == "too_large"
