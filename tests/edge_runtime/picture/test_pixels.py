"""A picture as it was decoded and the same as an array are one picture to all that read it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import edge_runtime
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import cut_crop
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.pixels import array_of, image_of, part_of, shrink, size_of
from edge_runtime.types import Box
from tests.support.natural_pictures import natural_picture

SAMPLES = Path(edge_runtime.__file__).with_name("samples")
BOXES = [
    Box(10, 20, 110, 120),
    Box(10.3, 20.7, 90.1, 100.5),
    Box(-30, -20.5, 70, 79.5),
    Box(150, 90, 290, 230),
    Box(-500, -500, -400, -400),
    Box(0, 0, 160, 160),
]


@pytest.fixture(scope="module")
def image() -> Image.Image:
    return Image.fromarray(natural_picture(240, 3)[:180])


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("size", [16, 224])
def test_a_crop_is_the_same_in_every_byte(image: Image.Image, box: Box, size: int) -> None:
    assert (cut_crop(image, box, size) == cut_crop(np.asarray(image), box, size)).all()


def test_a_part_and_its_size_are_the_same(image: Image.Image) -> None:
    rgb = np.asarray(image)
    assert size_of(image) == size_of(rgb) == (240, 180)
    for pixels in (image, rgb):
        assert (np.asarray(part_of(pixels, 7, 11, 50, 93)) == rgb[11:93, 7:50]).all()
        assert (np.asarray(image_of(pixels)) == rgb).all()
        assert (array_of(pixels) == rgb).all()
    assert image_of(image) is image
    assert array_of(rgb) is rgb


def test_an_array_of_many_bands_is_the_whole_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_runtime.picture.pixels._BAND_PIXELS", 1000)
    rgb = natural_picture(64, 1)
    assert (array_of(Image.fromarray(rgb)) == rgb).all()
    assert array_of(Image.fromarray(rgb)).flags.writeable


def test_shrinking_little_is_the_plain_filter_and_far_has_the_same_mean(image: Image.Image) -> None:
    plain = image.resize((150, 100), Image.Resampling.BILINEAR)
    assert (np.asarray(shrink(image, 150, 100)) == np.asarray(plain)).all()
    far = np.asarray(shrink(image, 24, 18)).astype(float)
    exact = np.asarray(image).astype(float).reshape(18, 10, 24, 10, 3).mean(axis=(1, 3))
    assert np.abs(far - exact).max() <= 0.5


def test_faces_are_the_same() -> None:
    bundle = Bundle.open()
    detector = FaceDetector(bundle.contract.faces, bundle.read, 1, min_face_side=24)
    picture = read_rgb(SAMPLES / "real_group.jpg")
    found = [
        detector.find(Overview.of(pixels, bundle.contract.input.size), "still")
        for pixels in (picture.pixels, picture.rgb)
    ]
    assert found[0] == found[1]
    assert len(found[0].faces) == 2


def test_only_what_must_be_converted_is(image: Image.Image) -> None:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    picture = read_rgb(buffer.getvalue())
    assert isinstance(picture.pixels, Image.Image)
    assert (picture.rgb == np.asarray(Image.open(buffer))).all()
    rgb = np.asarray(image)
    assert read_rgb(rgb).pixels is rgb
