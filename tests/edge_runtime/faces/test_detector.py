"""The bundle's detectors find the faces that are there, where MediaPipe finds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import edge_runtime
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.faces.views import whole_view
from edge_runtime.picture.decode import read_rgb
from edge_runtime.types import Box, RgbImage

SAMPLES = Path(edge_runtime.__file__).with_name("samples")
SHORT_RANGE = "face_short_range.tflite"
COUNTS = {
    "real_collins.jpg": 1,
    "real_hopper.jpg": 1,
    "real_group.jpg": 2,
    "real_rocket.jpg": 0,
    "fake_blend_collins.jpg": 1,
    "fake_swap_collins_on_hopper.jpg": 1,
    "fake_swap_hopper_on_collins.jpg": 1,
}
FACES = [name for name, count in COUNTS.items() if count]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle.open(None)


@pytest.fixture(scope="module")
def detector(bundle: Bundle) -> FaceDetector:
    return FaceDetector(bundle.contract.faces, bundle.read, threads=2)


def sample(name: str) -> RgbImage:
    return read_rgb(SAMPLES / name).rgb


def iou(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, width) * max(0.0, height)
    return shared / (one.width * one.height + other.width * other.height - shared)


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_finds_the_faces_of_the_samples(detector: FaceDetector, name: str, count: int) -> None:
    assert len(detector.find(sample(name))) == count


@pytest.mark.parametrize("name", FACES)
def test_a_face_is_whole(detector: FaceDetector, name: str) -> None:
    rgb = sample(name)
    faces = detector.find(rgb)
    areas = [face.box.width * face.box.height for face in faces]
    assert areas == sorted(areas, reverse=True)
    for face in faces:
        assert 0.5 <= face.score <= 1
        assert face.keypoints.shape == (6, 2)
        assert face.keypoints.dtype == np.float32
        eye, other_eye, nose, mouth = face.keypoints[:4]
        assert face.box.left < eye[0] < other_eye[0] < face.box.right
        assert face.box.top < max(eye[1], other_eye[1]) < nose[1] < mouth[1] < face.box.bottom


@pytest.mark.parametrize("name", FACES)
def test_looking_again_finds_the_same(detector: FaceDetector, name: str) -> None:
    once, again = (detector.find(sample(name)) for _ in range(2))
    assert [face.box for face in once] == [face.box for face in again]
    assert [face.score for face in once] == [face.score for face in again]


@pytest.mark.parametrize("name", ["real_collins.jpg", "real_hopper.jpg"])
@pytest.mark.parametrize("place", [(0.3, 0.35), (0.5, 0.5), (0.72, 0.6)])
def test_finds_a_face_of_four_percent(
    detector: FaceDetector, name: str, place: tuple[float, float]
) -> None:
    width, height = 1600, 1200
    portrait = sample(name)
    face = detector.find(portrait)[0].box
    scale = 0.04 * height / max(face.width, face.height)
    small = Image.fromarray(portrait)
    size = (round(small.width * scale), round(small.height * scale))
    left, top = round(place[0] * width), round(place[1] * height)
    picture = Image.new("RGB", (width, height), (96, 110, 120))
    picture.paste(small.resize(size, Image.Resampling.LANCZOS), (left, top))
    wanted = Box(
        left + face.left * scale,
        top + face.top * scale,
        left + face.right * scale,
        top + face.bottom * scale,
    )
    found = detector.find(np.asarray(picture))
    assert len(found) == 1
    assert iou(found[0].box, wanted) >= 0.5


def test_beside_a_large_face_small_ones_are_passed_over(
    bundle: Bundle, detector: FaceDetector
) -> None:
    portrait = Image.fromarray(sample("real_collins.jpg"))
    face = detector.find(np.asarray(portrait))[0].box
    picture = Image.new("RGB", (1600, 1200), (96, 110, 120))
    for side, place in ((0.4 * 1200, (60, 60)), (0.05 * 1200, (1300, 700))):
        scale = side / max(face.width, face.height)
        picture.paste(
            portrait.resize((round(portrait.width * scale), round(portrait.height * scale))), place
        )
    everywhere = replace(bundle.contract.faces, tiles_below=1.0)
    assert len(FaceDetector(everywhere, bundle.read, threads=2).find(np.asarray(picture))) == 2
    (large,) = detector.find(np.asarray(picture))
    assert large.box.width > 300


@pytest.mark.parametrize("shade", [0, 128, 255])
@pytest.mark.parametrize("size", [(64, 64), (480, 640), (1200, 90)])
def test_finds_nothing_where_nothing_is(
    detector: FaceDetector, size: tuple[int, int], shade: int
) -> None:
    assert detector.find(np.full((*size, 3), shade, np.uint8)) == []


def test_looks_for_no_face_in_a_tiny_picture(bundle: Bundle, detector: FaceDetector) -> None:
    side = bundle.contract.faces.min_picture_side - 1
    tiny = Image.fromarray(sample("real_collins.jpg")).resize((side, side))
    assert detector.find(np.asarray(tiny)) == []


@pytest.fixture(scope="module")
def mediapipe_detector(bundle: Bundle) -> Iterator[Any]:
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.FaceDetectorOptions(
        base_options=BaseOptions(model_asset_buffer=bundle.read(SHORT_RANGE)),
        min_detection_confidence=0.5,
    )
    with vision.FaceDetector.create_from_options(options) as opened:
        yield opened


def mediapipe_boxes(opened: Any, rgb: RgbImage) -> list[Box]:
    import mediapipe

    image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
    boxes = [found.bounding_box for found in opened.detect(image).detections]
    return [
        Box(box.origin_x, box.origin_y, box.origin_x + box.width, box.origin_y + box.height)
        for box in boxes
    ]


@pytest.mark.parametrize("name", COUNTS)
def test_agrees_with_mediapipe_on_every_face_that_both_see(
    detector: FaceDetector, mediapipe_detector: Any, name: str
) -> None:
    rgb = sample(name)
    ours = [face.box for face in detector.find(rgb)]
    theirs = mediapipe_boxes(mediapipe_detector, rgb)
    assert len(theirs) >= min(1, COUNTS[name])
    for box in theirs:
        assert max(iou(box, other) for other in ours) >= 0.9


@pytest.mark.parametrize("name", FACES)
def test_boxes_of_the_same_pixels_are_mediapipes(
    bundle: Bundle, mediapipe_detector: Any, name: str
) -> None:
    """Without the two resizers between them, only anchors, decoding and merging are compared."""
    rule = bundle.contract.faces
    only = tuple(one for one in rule.detectors if one.file == SHORT_RANGE)
    short_range = FaceDetector(replace(rule, detectors=only), bundle.read, threads=2)
    pixels = whole_view(sample(name), only[0].input_size).pixels
    theirs = mediapipe_boxes(mediapipe_detector, pixels.repeat(8, axis=0).repeat(8, axis=1))
    ours = [face.box for face in short_range.find(pixels)]
    assert len(ours) == len(theirs) >= 1
    for box in ours:
        larger = Box(8 * box.left, 8 * box.top, 8 * box.right, 8 * box.bottom)
        assert max(iou(larger, other) for other in theirs) >= 0.97
