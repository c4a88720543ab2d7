"""Crops around YuNet's boxes are those around MediaPipe's, on which the network was trained."""

from __future__ import annotations

from pathlib import Path

import pytest

import edge_runtime
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import plan_crop
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.region_crop import region_square
from edge_runtime.types import Box
from tests.edge_runtime.faces.test_detector import iou

SAMPLES = Path(edge_runtime.__file__).with_name("samples")
OLD_MARGIN = 0.15

MEDIAPIPE = {
    "fake_blend_collins.jpg": [Box(179, 82, 272, 175)],
    "fake_swap_collins_on_hopper.jpg": [Box(168, 143, 359, 334)],
    "fake_swap_hopper_on_collins.jpg": [Box(179, 81, 275, 177)],
    "real_collins.jpg": [Box(176, 82, 271, 177)],
    "real_group.jpg": [Box(141, 116, 320, 295)],
    "real_hopper.jpg": [Box(171, 147, 365, 341)],
}
"""What MediaPipe's short range detector (of mediapipe 0.10.14) finds in the samples."""


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle.open(None)


@pytest.mark.parametrize(("name", "boxes"), MEDIAPIPE.items())
def test_the_crop_is_that_of_mediapipes_box(bundle: Bundle, name: str, boxes: list[Box]) -> None:
    rule = bundle.contract.crop
    detector = FaceDetector(bundle.contract.faces, bundle.read, 2, min_face_side=24)
    found = detector.find(Overview.of(read_rgb(SAMPLES / name).rgb, 224)).faces
    squares = [region_square("face", face.box, rule) for face in found]
    for box in boxes:
        wanted = plan_crop(box, OLD_MARGIN)
        assert max(iou(wanted, square) for square in squares) >= 0.7
