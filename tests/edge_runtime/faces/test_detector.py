"""The bundle's detectors find the faces that are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import edge_runtime
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import EngineError
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.overview import Overview
from edge_runtime.types import Box, RgbImage, ScanMode

SAMPLES = Path(edge_runtime.__file__).with_name("samples")
COUNTS = {
    "real_collins.jpg": 1,
    "real_hopper.jpg": 1,
    "real_group.jpg": 2,
    "real_rocket.jpg": 0,
    "fake_blend_collins.jpg": 1,
    "fake_swap_collins_on_hopper.jpg": 1,
    "fake_swap_hopper_on_collins.jpg": 1,
}
MODES: tuple[ScanMode, ...] = ("still", "video", "camera")


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle.open(None)


@pytest.fixture(scope="module")
def detector(bundle: Bundle) -> FaceDetector:
    return opened(bundle)


def opened(bundle: Bundle, min_face_side: int = 24) -> FaceDetector:
    return FaceDetector(bundle.contract.faces, bundle.read, 2, min_face_side=min_face_side)


def sample(name: str) -> RgbImage:
    return read_rgb(SAMPLES / name).rgb


def find(detector: FaceDetector, pixels: RgbImage, mode: ScanMode = "still") -> FoundFaces:
    return detector.find(Overview.of(pixels, 224), mode)


def iou(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, width) * max(0.0, height)
    return shared / (one.width * one.height + other.width * other.height - shared)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_finds_the_faces_of_the_samples(
    detector: FaceDetector, name: str, count: int, mode: ScanMode
) -> None:
    found = find(detector, sample(name), mode)
    assert (len(found.faces), found.omitted, found.turn) == (count, 0, 0)
    areas = [face.box.width * face.box.height for face in found.faces]
    assert areas == sorted(areas, reverse=True)


def test_looking_again_finds_the_same(detector: FaceDetector) -> None:
    once, again = (find(detector, sample("real_group.jpg")) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("factor", [2, 3])
def test_boxes_are_those_of_the_picture_and_not_of_the_overview(
    bundle: Bundle, detector: FaceDetector, factor: int
) -> None:
    small = sample("real_hopper.jpg")
    (wanted,) = find(detector, small).faces
    overview = Overview(small, factor)
    (found,) = detector.find(overview, "still").faces
    assert iou(found.box, wanted.box.scaled(factor)) > 0.999


def turned(name: str, needs: int) -> Image.Image:
    """A sample that must be turned clockwise by ``needs`` degrees to be upright."""
    return Image.open(SAMPLES / name).convert("RGB").rotate(needs, expand=True)


def back(box: Box, needs: int, width: int, height: int) -> Box:
    """Where a box of the lying picture lies upright, for an upright picture of that size."""
    if needs == 90:
        return Box(width - box.bottom, box.left, width - box.top, box.right)
    if needs == 180:
        return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
    return Box(box.top, height - box.right, box.bottom, height - box.left)


@pytest.mark.parametrize("needs", [90, 180, 270])
def test_finds_a_face_that_lies_on_its_side(detector: FaceDetector, needs: int) -> None:
    upright = Image.open(SAMPLES / "real_hopper.jpg").convert("RGB")
    (wanted,) = find(detector, np.asarray(upright)).faces
    lying = np.asarray(turned("real_hopper.jpg", needs))
    found = find(detector, lying)
    assert found.turn == needs
    (face,) = found.faces
    assert iou(back(face.box, needs, *upright.size), wanted.box) > 0.6


@pytest.mark.parametrize("mode", ["video", "camera"])
def test_only_a_still_picture_is_turned(detector: FaceDetector, mode: ScanMode) -> None:
    found = find(detector, np.asarray(turned("real_hopper.jpg", 180)), mode)
    assert found.turn == 0


@pytest.mark.parametrize("name", ["real_collins.jpg", "real_hopper.jpg"])
@pytest.mark.parametrize("place", [(0.3, 0.35), (0.5, 0.5), (0.72, 0.6)])
@pytest.mark.parametrize("beside", [False, True])
def test_finds_a_face_of_an_eighth_also_beside_a_large_one(
    detector: FaceDetector, name: str, place: tuple[float, float], beside: bool
) -> None:
    portrait = Image.fromarray(sample(name))
    (face,) = find(detector, np.asarray(portrait)).faces
    picture = Image.new("RGB", (1600, 1200), (96, 110, 120))
    if beside:
        put(picture, portrait, face.box, 0.4 * 1200, (-100, -200))
    wanted = put(picture, portrait, face.box, 1200 / 8, (place[0] * 1600, place[1] * 1200))
    found = find(detector, np.asarray(picture)).faces
    assert len(found) == 1 + beside
    assert iou(found[-1].box, wanted) >= 0.5


def put(
    picture: Image.Image, portrait: Image.Image, face: Box, side: float, place: tuple[float, float]
) -> Box:
    """Paste a portrait so that its face is ``side`` pixels long; where that face is then."""
    scale = side / max(face.width, face.height)
    size = (round(portrait.width * scale), round(portrait.height * scale))
    left, top = round(place[0]), round(place[1])
    picture.paste(portrait.resize(size, Image.Resampling.LANCZOS), (left, top))
    box = face.scaled(scale)
    return Box(left + box.left, top + box.top, left + box.right, top + box.bottom)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shade", [0, 128, 255])
@pytest.mark.parametrize("size", [(64, 64), (480, 640), (1200, 90)])
def test_finds_nothing_where_nothing_is(
    detector: FaceDetector, size: tuple[int, int], shade: int, mode: ScanMode
) -> None:
    assert find(detector, np.full((*size, 3), shade, np.uint8), mode) == FoundFaces()


def test_looks_for_no_face_in_a_tiny_picture(bundle: Bundle, detector: FaceDetector) -> None:
    side = bundle.contract.faces.min_picture_side - 1
    tiny = Image.fromarray(sample("real_collins.jpg")).resize((side, side))
    assert find(detector, np.asarray(tiny)) == FoundFaces()


def test_a_face_that_is_too_small_is_possible_and_not_judged(bundle: Bundle) -> None:
    found = find(opened(bundle, min_face_side=4000), sample("real_group.jpg"))
    assert found.faces == ()
    assert len(found.possible) == 2
    assert found.turn == 0


def test_more_faces_than_are_judged_are_counted(bundle: Bundle) -> None:
    rule = replace(bundle.contract.faces, max_faces=1)
    detector = FaceDetector(rule, bundle.read, min_face_side=24)
    found = find(detector, sample("real_group.jpg"))
    assert (len(found.faces), found.omitted) == (1, 1)


def swapped(bundle: Bundle) -> Callable[[str], bytes]:
    rule = bundle.contract.faces
    other = {rule.still.file: rule.camera.file, rule.camera.file: rule.still.file}
    return lambda name: bundle.read(other[name])


def test_a_detector_of_another_side_is_refused(bundle: Bundle) -> None:
    rule = bundle.contract.faces
    side, count = rule.still.input_size, 2100 * rule.still.input_size**2 // 320**2
    wanted = rf"{rule.still.file}.*uint8 \[1, {side}, {side}, 3\].*float32 \[1, {count}, 6\]"
    with pytest.raises(EngineError, match=wanted):
        FaceDetector(rule, swapped(bundle), min_face_side=24)


def test_the_network_that_judges_is_refused_as_a_detector(bundle: Bundle) -> None:
    model = bundle.read(bundle.contract.model.file)
    with pytest.raises(EngineError, match="is not the face detector of its contract"):
        FaceDetector(bundle.contract.faces, lambda _: model, min_face_side=24)


def test_a_file_that_is_no_network_is_refused(bundle: Bundle) -> None:
    with pytest.raises(EngineError, match="refused the model"):
        FaceDetector(bundle.contract.faces, lambda _: b"no network", min_face_side=24)
