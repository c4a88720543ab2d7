"""Every kind of picture file becomes the same upright sRGB pixels."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from tests.support.encoded_pictures import (
    HEIGHT,
    WIDTH,
    animations,
    encoded,
    icc_profile,
    png_of,
    sample,
    stills,
    tiff_of,
)

STILLS = stills()
ANIMATIONS = animations()

# What the file's pixels become when the picture is shown, by the EXIF standard (tag 0x0112).
UPRIGHT = {
    1: lambda stored: stored,
    2: lambda stored: stored[:, ::-1],
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.transpose(1, 0, 2),
    6: lambda stored: np.rot90(stored, -1),
    7: lambda stored: stored[::-1, ::-1].transpose(1, 0, 2),
    8: lambda stored: np.rot90(stored, 1),
}

# XYZ of the primaries adapted to D50: a primary a row.
DISPLAY_P3 = np.array(
    [[0.51512, 0.24120, -0.00105], [0.29198, 0.69225, 0.04189], [0.15710, 0.06657, 0.78407]]
)
ADOBE_RGB = np.array(
    [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]]
)
SRGB = np.array(
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.71410]]
)


def apart(one: Any, other: Any) -> int:
    """Largest difference in grey levels between pictures of one shape."""
    assert one.shape == other.shape
    return int(np.abs(one.astype(int) - other.astype(int)).max())


@pytest.mark.parametrize("name", STILLS)
def test_every_format_gives_the_same_picture(name: str) -> None:
    picture = read_rgb(STILLS[name])
    assert picture.rgb.dtype == np.uint8
    assert picture.notes == ()
    limit = 0 if name.endswith("lossless") else 24 if name == "gif" else 12
    assert apart(picture.rgb, sample()) <= limit


def test_bytes_path_image_and_array_are_one(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(STILLS["png_lossless"])
    sources: list[Any] = [path, str(path), Image.fromarray(sample()), sample()]
    assert all(np.array_equal(read_rgb(source).rgb, sample()) for source in sources)


@pytest.mark.parametrize("orientation", UPRIGHT)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_orientation_is_applied(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {} if kind in ("PNG", "TIFF") else {"quality": 95}
    image = Image.fromarray(sample())
    picture = read_rgb(encoded(image, kind, exif=exif.tobytes(), **options))
    assert apart(picture.rgb, UPRIGHT[orientation](sample())) <= 12
    assert picture.notes == ()


def test_a_given_image_is_turned_but_not_changed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.open(io.BytesIO(encoded(Image.fromarray(sample()), "PNG", exif=exif.tobytes())))
    assert read_rgb(image).rgb.shape == (WIDTH, HEIGHT, 3)
    assert image.size == (WIDTH, HEIGHT)


def test_damaged_exif_costs_the_orientation_only() -> None:
    data = encoded(
        Image.fromarray(sample()), "JPEG", quality=95, exif=b"Exif\0\0MM\0*\0\0\0\x08\xff"
    )
    picture = read_rgb(data)
    assert apart(picture.rgb, sample()) <= 12


@pytest.mark.parametrize(
    ("name", "primaries", "gamma"),
    [("Display P3 like", DISPLAY_P3, 2.2), ("Adobe RGB like", ADOBE_RGB, 2.19921875)],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_colours_become_srgb(kind: str, name: str, primaries: Any, gamma: float) -> None:
    muted = (sample() // 2 + 60).astype(np.uint8)
    options = {"JPEG": {"quality": 98, "subsampling": 0}, "WEBP": {"lossless": True}}.get(kind, {})
    profile = icc_profile(name, primaries, gamma)
    picture = read_rgb(encoded(Image.fromarray(muted), kind, icc_profile=profile, **options))
    expected = to_srgb(muted, primaries, gamma)
    assert apart(expected, muted) > 16
    assert apart(picture.rgb, expected) <= (16 if kind == "JPEG" else 2)
    assert picture.notes == ("colours converted to sRGB by the colour profile",)


def to_srgb(rgb: Any, primaries: Any, gamma: float) -> Any:
    """By the definition of a matrix profile, and the transfer function of IEC 61966-2-1."""
    linear = (rgb / 255) ** gamma @ primaries @ np.linalg.inv(SRGB)
    clipped = np.clip(linear, 0, 1)
    curved = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return np.rint(255 * curved).astype(np.uint8)


def test_an_srgb_profile_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(Image.fromarray(sample()), "PNG", icc_profile=profile)
    assert np.array_equal(read_rgb(data).rgb, sample())


def test_a_profile_keeps_the_transparency() -> None:
    image = Image.fromarray(sample()).convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    image.putpixel((0, 0), (10, 20, 30, 255))
    profile = icc_profile("P3", DISPLAY_P3, 2.2)
    rgb = read_rgb(encoded(image, "PNG", icc_profile=profile)).rgb
    assert np.all(rgb[0, 0] < 60)
    assert np.all(rgb[1:] == 255)


def test_a_broken_profile_is_noted_and_ignored() -> None:
    picture = read_rgb(encoded(Image.fromarray(sample()), "PNG", icc_profile=b"no profile" * 20))
    assert np.array_equal(picture.rgb, sample())
    assert picture.notes == ("colour profile unusable, ignored",)


@pytest.mark.parametrize(
    ("ink", "seen"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((255, 0, 0, 0), (0, 255, 255)),
        ((0, 255, 0, 0), (255, 0, 255)),
        ((0, 0, 255, 0), (255, 255, 0)),
        ((0, 0, 0, 255), (0, 0, 0)),
        ((0, 0, 0, 128), (127, 127, 127)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_ink_becomes_light(
    kind: str, ink: tuple[int, int, int, int], seen: tuple[int, int, int]
) -> None:
    data = encoded(Image.new("CMYK", (16, 16), ink), kind)
    assert apart(read_rgb(data).rgb, np.full((16, 16, 3), seen, np.uint8)) <= 4


@pytest.mark.parametrize("write", [png_of, tiff_of])
def test_sixteen_bit_colours_keep_their_high_byte(write: Any) -> None:
    noise = np.random.default_rng(4).integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint16)
    assert apart(read_rgb(write(sample().astype(np.uint16) * 256 + noise)).rgb, sample()) <= 1


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey_keeps_its_high_byte(kind: str) -> None:
    deep = np.arange(0, 65536, 64, dtype=np.uint16).reshape(32, 32)
    rgb = read_rgb(encoded(Image.fromarray(deep), kind)).rgb
    assert apart(rgb, np.repeat((deep // 256)[..., None], 3, axis=2)) <= 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF"])
def test_grey_becomes_three_equal_channels(kind: str) -> None:
    grey = sample()[..., 0]
    rgb = read_rgb(encoded(Image.fromarray(grey), kind)).rgb
    assert apart(rgb, np.repeat(grey[..., None], 3, axis=2)) <= 6
    assert apart(rgb[..., 0], rgb[..., 1]) <= (4 if kind == "WEBP" else 0)


def test_one_bit_becomes_black_and_white() -> None:
    bits = sample()[..., 0] > 128
    rgb = read_rgb(encoded(Image.fromarray(bits), "PNG")).rgb
    assert np.array_equal(rgb, np.repeat(bits[..., None] * np.uint8(255), 3, axis=2))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_alpha_lies_over_white(kind: str) -> None:
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[:, 20:40], alpha[:, 40:] = 128, 255
    rgba = np.dstack([sample(), alpha])
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    rgb = read_rgb(encoded(Image.fromarray(rgba), kind, **options)).rgb
    share = alpha[..., None] / 255
    expected = np.rint(sample() * share + 255 * (1 - share)).astype(np.uint8)
    assert apart(rgb, expected) <= 1


def test_grey_with_alpha_lies_over_white() -> None:
    pair = np.dstack([np.full((8, 8), 100, np.uint8), np.full((8, 8), 51, np.uint8)])
    rgb = read_rgb(encoded(Image.fromarray(pair), "PNG")).rgb
    assert apart(rgb, np.full((8, 8, 3), 224, np.uint8)) <= 1


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_transparent_palette_entries_are_white(kind: str) -> None:
    indices = np.zeros((16, 16), np.uint8)
    indices[:, 8:] = 1
    image = Image.fromarray(indices, "P")
    image.putpalette([10, 20, 30, 200, 100, 50])
    rgb = read_rgb(encoded(image, kind, transparency=0)).rgb
    assert np.all(rgb[:, :8] == 255)
    assert np.all(rgb[:, 8:] == (200, 100, 50))


def test_a_transparent_colour_is_white() -> None:
    image = Image.new("RGB", (8, 8), (9, 8, 7))
    image.putpixel((0, 0), (1, 2, 3))
    rgb = read_rgb(encoded(image, "PNG", transparency=(9, 8, 7))).rgb
    assert tuple(rgb[0, 0]) == (1, 2, 3)
    assert np.all(rgb[1:] == 255)


@pytest.mark.parametrize("name", ANIMATIONS)
def test_of_an_animation_the_first_frame_is_read_and_told(name: str) -> None:
    picture = read_rgb(ANIMATIONS[name])
    red = np.full((HEIGHT, WIDTH, 3), (224, 32, 16), np.uint8)
    assert apart(picture.rgb, red) <= 8
    unit = "page" if name == "tiff_pages" else "frame"
    assert picture.notes == (f"first {unit} only",)


def test_a_jpeg_above_the_limit_is_read_smaller() -> None:
    large = Image.fromarray(sample()).resize((640, 480))
    picture = read_rgb(encoded(large, "JPEG", quality=95), max_pixels=640 * 480 // 3)
    assert picture.rgb.shape == (240, 320, 3)
    assert picture.notes == ("decoded at 1/2 scale",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"this is no picture, but text of some length", "unsupported"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "unsupported"),
        (STILLS["jpeg"][:300], "undecodable"),
        (STILLS["png_lossless"][:60], "undecodable"),
        (STILLS["heic"][:200], "undecodable"),
    ],
)
def test_why_bytes_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(ImageError) as caught:
        read_rgb(data)
    assert caught.value.code == code
    assert str(caught.value)


def test_why_a_path_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.jpg", tmp_path):
        with pytest.raises(ImageError) as caught:
            read_rgb(path)
        assert caught.value.code == "unreadable"


@pytest.mark.parametrize("name", ["png_lossless", "webp", "heic", "avif", "gif", "bmp_lossless"])
def test_a_picture_above_the_limit_is_refused(name: str) -> None:
    with pytest.raises(ImageError) as caught:
        read_rgb(STILLS[name], max_pixels=WIDTH * HEIGHT - 1)
    assert caught.value.code == "too_large"
    assert read_rgb(STILLS[name], max_pixels=WIDTH * HEIGHT).rgb.shape == (HEIGHT, WIDTH, 3)


@pytest.mark.parametrize(
    ("array", "code"),
    [
        (np.zeros((4, 4, 5), np.uint8), "unsupported"),
        (np.zeros((4, 4, 4), np.uint8), "unsupported"),
        (np.zeros(4, np.uint8), "unsupported"),
        (np.zeros((4, 4, 3), np.float32), "unsupported"),
        (np.zeros((0, 4, 3), np.uint8), "empty"),
    ],
)
def test_why_an_array_cannot_be_read(array: Any, code: str) -> None:
    with pytest.raises(ImageError) as caught:
        read_rgb(array)
    assert caught.value.code == code
