"""Which regions a picture has, how often each is looked at, and what caps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import GraphicRule, ReasonsRule
from edge_runtime.engine.engine import NetworkOutput
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.geometry import cut_crop, inset, plan_crop, plan_whole
from edge_runtime.picture.overview import Overview
from edge_runtime.result.scan_result import RuntimeInfo, ScanResult
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import Box, Face, FaceCrop, RgbImage, ScanMode, Turn, Verdict
from tests.support.natural_pictures import natural_picture
from tests.support.sample_contract import EVIDENCE, write_bundle
from tests.support.tiny_scanner import NO_REASONS

FRAMES: tuple[ScanMode, ...] = ("video", "camera")
MODES: tuple[ScanMode, ...] = ("still", *FRAMES)
TURNS: tuple[Turn, ...] = (90, 180, 270)


class Scripted:
    """A network whose logits are a function of the crop, or given one by one."""

    info = RuntimeInfo("none", "cpu", 1)

    def __init__(self, logits: Sequence[float] | Callable[[FaceCrop], float]) -> None:
        self.crops: list[FaceCrop] = []
        self._logits = logits

    def run(self, crop: FaceCrop) -> NetworkOutput:
        """The next logit."""
        self.crops.append(crop)
        given = self._logits
        logit = given(crop) if callable(given) else given[len(self.crops) - 1]
        return NetworkOutput(logit, EVIDENCE + np.float32(len(self.crops)), len(self.crops) / 8)


class Finder:
    """A face detector that notes what it was asked."""

    def __init__(self, found: FoundFaces) -> None:
        self.asked: list[tuple[Overview, ScanMode]] = []
        self._found = found

    def find(self, overview: Overview, mode: ScanMode) -> FoundFaces:
        """The faces given."""
        self.asked.append((overview, mode))
        return self._found


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    folder = tmp_path / "bundle"
    folder.mkdir()
    return Bundle.open(write_bundle(folder))


def capping(bundle: Bundle, rule: ReasonsRule) -> Bundle:
    return replace(bundle, contract=replace(bundle.contract, reasons=rule))


def faces(*boxes: Box) -> tuple[Face, ...]:
    return tuple(Face(box, 0.9) for box in boxes)


def scan(
    bundle: Bundle,
    engine: Scripted,
    rgb: RgbImage,
    found: FoundFaces | None = None,
    mode: ScanMode = "still",
    rule: ReasonsRule = NO_REASONS,
) -> ScanResult:
    networks = EngineAndDetector(engine, Finder(found or FoundFaces()))
    return Scanner(capping(bundle, rule), lambda: networks).scan(rgb, mode)


def colours(height: int = 400, width: int = 600, seed: int = 3) -> RgbImage:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def test_the_whole_picture_comes_first_and_then_each_face(bundle: Bundle) -> None:
    rgb, boxes = colours(), (Box(20, 30, 170, 230), Box(300, 60, 360, 120))
    engine = Scripted([0.0, 0.1, 0.2])
    result = scan(bundle, engine, rgb, FoundFaces(faces(*boxes)))
    assert [region.kind for region in result.regions] == ["image", "face", "face"]
    assert [region.box for region in result.regions] == [plan_whole(600, 400), *boxes]
    assert [region.face_score for region in result.regions] == [None, 0.9, 0.9]
    assert [region.logit for region in result.regions] == [0.0, 0.1, 0.2]
    assert np.array_equal(engine.crops[0], cut_crop(rgb, plan_whole(600, 400), 224))
    for box, crop in zip(boxes, engine.crops[1:], strict=True):
        # margin 0.3, and the centre 0.05 of the face's height below that of its box
        assert np.array_equal(crop, cut_crop(rgb, plan_crop(box, 0.3, 0.05), 224))


def test_the_whole_of_a_large_picture_is_cut_from_its_overview(bundle: Bundle) -> None:
    rgb = colours(1000, 1400)
    box = Box(100, 100, 900, 900)
    engine, finder = Scripted([0.0, 0.0]), Finder(FoundFaces(faces(box)))
    networks = EngineAndDetector(engine, finder)
    result = Scanner(capping(bundle, NO_REASONS), lambda: networks).scan(rgb)
    overview = Overview.of(rgb, 224)
    assert overview.factor == 2
    assert np.array_equal(engine.crops[0], cut_crop(overview.pixels, Box(100, 0, 600, 500), 224))
    assert np.array_equal(engine.crops[1], cut_crop(rgb, plan_crop(box, 0.3, 0.05), 224))
    assert result.regions[0].box == Box(200, 0, 1200, 1000)
    ((seen, mode),) = finder.asked
    assert (seen.factor, mode) == (2, "still")


@pytest.mark.parametrize("mode", MODES)
def test_the_detector_is_told_what_it_searches(bundle: Bundle, mode: ScanMode) -> None:
    finder = Finder(FoundFaces())
    networks = EngineAndDetector(Scripted([0.0]), finder)
    Scanner(bundle, lambda: networks).scan(colours(), mode)
    assert [asked for _, asked in finder.asked] == [mode]


def test_a_sure_first_look_is_followed_by_a_second(bundle: Bundle) -> None:
    rgb, box = colours(), Box(20, 30, 170, 230)
    engine = Scripted([3.0, 2.0, -5.0, -6.0])
    result = scan(bundle, engine, rgb, FoundFaces(faces(box)))
    assert [region.looks for region in result.regions] == [(3.0, 2.0), (-5.0, -6.0)]
    assert [region.logit for region in result.regions] == [2.5, -5.5]
    assert [region.verdict for region in result.regions] == [Verdict.FAKE, Verdict.REAL]
    assert result.regions[0].probability == pytest.approx(1 / (1 + np.exp(-1.5)))
    for crop, square in ((1, plan_whole(600, 400)), (3, plan_crop(box, 0.3, 0.05))):
        again = cut_crop(rgb, inset(square, 0.04), 224)
        assert np.array_equal(engine.crops[crop], again[:, ::-1])
    assert [region.gate for region in result.regions] == [1 / 8, 3 / 8]
    assert np.array_equal(result.evidence[1], EVIDENCE + 3)


def test_an_undecided_first_look_is_the_only_one(bundle: Bundle) -> None:
    engine = Scripted([0.0])
    (region,) = scan(bundle, engine, colours()).regions
    assert (region.looks, region.verdict, region.reasons) == ((0.0,), Verdict.UNSURE, ())


@pytest.mark.parametrize("mode", FRAMES)
def test_frames_are_never_looked_at_twice(bundle: Bundle, mode: ScanMode) -> None:
    engine = Scripted([5.0, -5.0])
    result = scan(bundle, engine, colours(), FoundFaces(faces(Box(0, 0, 90, 90))), mode)
    assert [region.looks for region in result.regions] == [(5.0,), (-5.0,)]
    assert [region.verdict for region in result.regions] == [Verdict.FAKE, Verdict.REAL]


def test_a_region_with_a_reason_is_not_looked_at_again(bundle: Bundle) -> None:
    engine = Scripted([5.0])
    rule = replace(NO_REASONS, enlarged_below_px=1000)
    (region,) = scan(bundle, engine, colours(), rule=rule).regions
    assert (region.looks, region.reasons) == ((5.0,), ("too_small",))
    assert region.verdict is Verdict.UNSURE


def test_looks_that_differ_make_a_region_unstable(bundle: Bundle) -> None:
    result = scan(bundle, Scripted([5.0, 3.0]), colours())  # the limit is 1.5
    (region,) = result.regions
    assert region.reasons == result.reasons == ("unstable",)
    assert region.verdict is result.verdict is Verdict.UNSURE
    assert region.logit == 4.0
    assert result.probability == region.probability > 0.7
    assert scan(bundle, Scripted([5.0, 3.5]), colours()).verdict is Verdict.FAKE


def test_a_second_look_at_a_tiny_picture_is_tiled_as_the_first(bundle: Bundle) -> None:
    side = 66  # the square is just too large for copies, the one of the second look is not
    engine = Scripted([5.0, 5.0])
    scan(bundle, engine, colours(side, side))
    for crop in (engine.crops[0], engine.crops[1][:, ::-1]):
        assert not np.array_equal(crop[:64, :64], crop[:64, 127:63:-1])
    tiled = Scripted([5.0, 5.0])
    result = scan(bundle, tiled, colours(63, 63))
    for crop in (tiled.crops[0], tiled.crops[1][:, ::-1]):
        assert np.array_equal(crop[:64, :64], crop[:64, 127:63:-1])
    assert result.evidence[0].shape == (2, 2)


def test_a_tiny_face_is_enlarged(bundle: Bundle) -> None:
    engine = Scripted([0.0, 0.0])
    result = scan(bundle, engine, colours(63, 63), FoundFaces(faces(Box(10, 5, 40, 35))))
    assert [evidence.shape for evidence in result.evidence] == [(2, 2), (7, 7)]
    assert not np.array_equal(engine.crops[1][:64, :64], engine.crops[1][:64, 127:63:-1])


def of_turned(rgb: RgbImage, box: Box, turn: Turn) -> tuple[RgbImage, Box]:
    """A picture and a box in it, lying so that ``turn`` degrees clockwise make them upright."""
    height, width = rgb.shape[:2]
    for _ in range(turn // 90):
        rgb, box = np.rot90(rgb), Box(box.top, width - box.right, box.bottom, width - box.left)
        height, width = width, height
    return np.ascontiguousarray(rgb), box


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_portrait_is_seen_and_judged_as_the_upright_one(
    bundle: Bundle, turn: Turn
) -> None:
    rgb = natural_picture(700, seed=4)[:, :520]
    face = Box(171.25, 140.5, 330.75, 360.25)
    upright, turned = (Scripted(lambda crop: float(crop[:112].mean()) / 20) for _ in range(2))
    expected = scan(bundle, upright, rgb, FoundFaces(faces(face)))
    lying, box = of_turned(rgb, face, turn)
    result = scan(bundle, turned, lying, FoundFaces(faces(box), turn=turn))
    assert result.rotated == turn
    assert result.regions[1].box == box
    assert result.verdict is expected.verdict is Verdict.FAKE
    assert result.probability == pytest.approx(expected.probability, abs=0.01)
    assert len(turned.crops) == len(upright.crops) == 4
    for seen, wanted in zip(turned.crops, upright.crops, strict=True):
        assert np.abs(seen.astype(int) - wanted).max() <= 1


@pytest.mark.parametrize("turn", TURNS)
def test_the_evidence_of_a_turned_picture_lies_over_the_picture_as_given(
    bundle: Bundle, turn: Turn
) -> None:
    result = scan(bundle, Scripted([0.0]), colours(400, 400), FoundFaces(turn=turn))
    back = np.rot90(EVIDENCE + 1, turn // 90)
    assert np.array_equal(result.evidence[0], back)
    tiny = scan(bundle, Scripted([0.0]), colours(60, 60), FoundFaces(turn=turn))
    first = [0, 3, 4]  # copies of two places, 0 1 | 1 0 | 0 1 | 1
    assert tiny.evidence[0].shape == (2, 2)
    assert tiny.evidence[0][0, 0] == pytest.approx(back[np.ix_(first, first)].mean())


GRAPHIC_BY_FLAT = GraphicRule(-0.5, 1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("rule", "reasons"),
    [
        (replace(NO_REASONS, graphic=GRAPHIC_BY_FLAT), [("not_a_photograph",), ()]),
        (replace(NO_REASONS, enlarged_below_px=250), [("too_small",), ()]),
        (replace(NO_REASONS, colourless_below=10), [("no_colour",), ()]),
        (replace(NO_REASONS, shape_above=2.9), [("extreme_shape",), ()]),
        (replace(NO_REASONS, shape_above=3.0), [(), ()]),
    ],
)
@pytest.mark.parametrize("mode", MODES)
def test_each_region_has_its_own_reasons(
    bundle: Bundle, rule: ReasonsRule, reasons: list[tuple[str, ...]], mode: ScanMode
) -> None:
    rgb = np.full((200, 600, 3), 128, np.uint8)
    rgb[:, 400:] = colours(200, 200)
    face = Box(420, 20, 580, 180)  # the only colourful part; its square is 256 pixels wide
    result = scan(bundle, Scripted([0.0, 0.0]), rgb, FoundFaces(faces(face)), mode, rule)
    assert [region.reasons for region in result.regions] == reasons
    assert result.reasons == tuple(reason for part in reasons for reason in part)


def test_the_shape_of_a_picture_says_nothing_of_its_faces(bundle: Bundle) -> None:
    rule = replace(NO_REASONS, shape_above=2.9)
    box = Box(420, 20, 580, 180)
    result = scan(
        bundle, Scripted([5.0, 5.0, 5.0]), colours(200, 600), FoundFaces(faces(box)), rule=rule
    )
    assert [region.verdict for region in result.regions] == [Verdict.UNSURE, Verdict.FAKE]
    assert result.verdict is Verdict.FAKE  # by the face alone
    assert result.probability == result.regions[1].probability


def test_a_tiny_picture_that_is_tiled_is_not_too_small(bundle: Bundle) -> None:
    rule = replace(NO_REASONS, enlarged_below_px=96)
    for side, reasons in ((63, ()), (64, ("too_small",)), (95, ("too_small",)), (96, ())):
        (region,) = scan(bundle, Scripted([0.0]), colours(side, side), rule=rule).regions
        assert region.reasons == reasons


def crowd(count: int) -> tuple[RgbImage, list[Box]]:
    """A dark picture with bright places for ``count`` faces, of which the last is white."""
    rgb = np.full((1200, 1300, 3), 20, np.uint8)
    places = [(100 * (i % 13), 100 * (i // 13)) for i in range(count)]
    boxes = [Box(x + 20, y + 20, x + 60, y + 60) for x, y in places]
    x, y = places[-1]
    rgb[y : y + 100, x : x + 100] = 255
    return rgb, boxes


def brightness(crop: FaceCrop) -> float:
    return (float(crop.mean()) - 128) / 10


@pytest.mark.parametrize(("judged", "verdict"), [(117, Verdict.UNSURE), (100, Verdict.UNSURE)])
def test_one_fake_in_a_crowd_is_never_silent(bundle: Bundle, judged: int, verdict: Verdict) -> None:
    rgb, boxes = crowd(117)
    found = FoundFaces(faces(*boxes[:judged]), omitted=117 - judged)
    result = scan(bundle, Scripted(brightness), rgb, found)
    assert len(result.regions) == 1 + judged
    assert result.regions[0].verdict is Verdict.REAL
    assert result.verdict is verdict
    assert result.faces_omitted == 117 - judged
    assert ("faces_omitted" in result.reasons) == (judged < 117)
    fakes = [region.verdict for region in result.regions].count(Verdict.FAKE)
    assert fakes == (1 if judged == 117 else 0)


def test_a_crowd_that_is_all_judged_and_real_is_real(bundle: Bundle) -> None:
    rgb, boxes = crowd(117)
    found = FoundFaces(faces(*boxes[:116]))
    assert scan(bundle, Scripted(brightness), rgb, found).verdict is Verdict.REAL


def test_possible_faces_are_listed_and_not_judged(bundle: Bundle) -> None:
    possible = (Face(Box(5, 6, 70, 80), 0.6), Face(Box(1, 2, 9, 9), 0.55))
    result = scan(bundle, Scripted([0.0]), colours(), FoundFaces(possible=possible))
    assert result.possible_faces == possible
    assert [region.kind for region in result.regions] == ["image"]
    assert result.reasons == ()
