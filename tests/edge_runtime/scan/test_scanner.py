"""The scanner's own logic, with an engine and a detector that answer by rule."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.engine import NetworkOutput
from edge_runtime.errors import EngineError
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.geometry import plan_whole
from edge_runtime.result.scan_result import RuntimeInfo
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.ordered_map import LOOK_AHEAD
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import Box, Face, FaceCrop, RgbImage, Verdict
from tests.support.result_documents import SCHEMA
from tests.support.sample_contract import EVIDENCE, write_bundle
from tests.support.tiny_scanner import NO_REASONS, FixedFaces


class RuleEngine:
    """Its logit is the crop's mean above mid-grey, in tens; it notices being shared."""

    def __init__(self, pause: float = 0.0) -> None:
        self.info = RuntimeInfo("litert", "cpu", 1)
        self.crops: list[FaceCrop] = []
        self._pause = pause
        self._busy = threading.Lock()

    def run(self, crop: FaceCrop) -> NetworkOutput:
        assert self._busy.acquire(blocking=False), "two threads in one engine"
        try:
            time.sleep(self._pause)
            self.crops.append(crop)
            return NetworkOutput((float(crop.mean()) - 128) / 10, EVIDENCE, 0.25)
        finally:
            self._busy.release()


class BrokenEngine(RuleEngine):
    def run(self, crop: FaceCrop) -> NetworkOutput:
        raise EngineError("the accelerator is gone")


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    folder = tmp_path / "bundle"
    folder.mkdir()
    opened = Bundle.open(write_bundle(folder))
    return replace(opened, contract=replace(opened.contract, reasons=NO_REASONS))


def scanner_of(
    bundle: Bundle, *boxes: Box, engine: Callable[[], RuleEngine] = RuleEngine
) -> Scanner:
    return Scanner(bundle, lambda: EngineAndDetector(engine(), FixedFaces(boxes)))


def grey(value: int, width: int = 200, height: int = 100) -> RgbImage:
    return np.full((height, width, 3), value, np.uint8)


def test_a_picture_without_faces_is_judged_whole(bundle: Bundle) -> None:
    result = scanner_of(bundle).scan(grey(228))
    (region,) = result.regions
    assert (region.kind, region.face_score) == ("image", None)
    assert region.box == plan_whole(200, 100) == Box(50, 0, 150, 100)
    assert region.logit == pytest.approx(10)
    assert region.looks == (region.logit, region.logit)
    assert region.probability == pytest.approx(1 / (1 + np.exp(-(10 + 0.5) / 2)))
    assert result.verdict is region.verdict is Verdict.FAKE
    assert result.probability == region.probability
    assert (result.source, result.status, result.failure) == ("<array>", "scanned", None)
    assert result.image is not None
    assert (result.image.width, result.image.height) == (200, 100)
    assert region.gate == 0.25
    assert region.quality == ("blurred", "bright")
    assert result.evidence[0] is EVIDENCE
    assert result.bundle.sha256 == bundle.sha256
    Draft202012Validator(SCHEMA).validate(result.to_json())


def test_the_picture_is_pooled_over_its_regions(bundle: Bundle) -> None:
    rgb = np.concatenate([grey(40), grey(230)], axis=1)
    scanner = scanner_of(bundle, Box(20, 20, 70, 70), Box(300, 20, 340, 60))
    result = scanner.scan(rgb)
    assert [region.kind for region in result.regions] == ["image", "face", "face"]
    whole, *faces = (region.probability for region in result.regions)
    odds = [share / (1 - share) for share in (whole, max(faces))]
    pooled = float(np.sqrt(odds[0] * odds[1]))
    assert result.probability == pytest.approx(pooled / (1 + pooled))
    assert result.verdict is Verdict.FAKE
    assert result.reasons == ()
    assert len(result.evidence) == 3
    Draft202012Validator(SCHEMA).validate(result.to_json())


def jpeg(width: int, height: int, orientation: int = 1) -> bytes:
    """Black at the left of the file's pixels and white at its right, and noise over both."""
    coarse = np.zeros((height // 500, width // 500, 3), np.uint8)
    coarse[:, coarse.shape[1] // 2 :] = 255
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = Image.fromarray(coarse).resize((width, height), Image.Resampling.NEAREST)
    picture.save(buffer, "JPEG", quality=30, exif=exif)
    return buffer.getvalue()


def test_boxes_of_a_large_jpeg_are_at_full_size(bundle: Bundle) -> None:
    possible = (Face(Box(10, 20, 30, 40), 0.6),)
    networks = EngineAndDetector(
        RuleEngine(), FixedFaces([Box(1000, 500, 1200, 700)], FoundFaces(possible=possible))
    )
    result = Scanner(bundle, lambda: networks).scan(jpeg(9000, 7500))
    assert result.image is not None
    assert (result.image.width, result.image.height) == (9000, 7500)
    assert result.image.notes == ("decoded at 1/2 scale",)
    assert [region.box for region in result.regions] == [
        Box(750, 0, 8250, 7500),
        Box(2000, 1000, 2400, 1400),
    ]
    assert result.possible_faces == (Face(Box(20, 40, 60, 80), 0.6),)


def test_a_large_jpeg_on_its_side_has_its_upright_size(bundle: Bundle) -> None:
    result = scanner_of(bundle).scan(jpeg(9000, 7500, orientation=6))
    assert result.image is not None
    assert (result.image.width, result.image.height) == (7500, 9000)
    assert result.regions[0].box == Box(0, 750, 7500, 8250)


def test_the_side_in_pixels_is_that_of_the_decoded_picture(bundle: Bundle) -> None:
    quality = replace(bundle.contract.quality, small_below_px=60)
    judging = replace(bundle, contract=replace(bundle.contract, quality=quality))
    scanner = scanner_of(judging, Box(1000, 500, 1030, 530))
    face = scanner.scan(jpeg(9000, 7500)).regions[1]
    assert face.box.width == 60
    assert "small" in face.quality  # its square is 48 pixels wide as decoded, 96 in the original


@pytest.mark.parametrize(("side", "status"), [(31, "failed"), (32, "scanned")])
def test_pictures_below_the_contracts_side_fail(bundle: Bundle, side: int, status: str) -> None:
    result = scanner_of(bundle).scan(grey(100, 300, side))
    assert result.status == status
    if result.failure:
        assert result.failure.code == "too_small"
        assert result.image is not None
        assert result.image.height == side


def test_bad_pictures_fail_and_nothing_is_raised(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "text.jpg").write_bytes(b"not a picture")
    buffer = io.BytesIO()
    Image.fromarray(grey(99)).save(buffer, "JPEG")
    (tmp_path / "cut.jpg").write_bytes(buffer.getvalue()[:200])
    wanted = {
        "nowhere.jpg": "unreadable",
        "empty.jpg": "empty",
        "text.jpg": "unsupported",
        "cut.jpg": "undecodable",
    }
    scanner = scanner_of(bundle)
    for name, code in wanted.items():
        result = scanner.scan(tmp_path / name)
        assert result.status == "failed"
        assert result.source == str(tmp_path / name)
        assert result.failure is not None
        assert result.failure.code == code
        assert result.failure.message
        assert (result.verdict, result.probability, result.regions) == (None, None, ())
        assert (result.reasons, result.possible_faces, result.faces_omitted) == ((), (), 0)
        Draft202012Validator(SCHEMA).validate(result.to_json())


def test_sources_have_names(bundle: Bundle, tmp_path: Path) -> None:
    image = Image.fromarray(grey(99))
    image.save(tmp_path / "a.png")
    scanner = scanner_of(bundle)
    assert scanner.scan(tmp_path / "a.png").source == str(tmp_path / "a.png")
    assert scanner.scan((tmp_path / "a.png").read_bytes()).source == "<bytes>"
    assert scanner.scan(image).source == "<image>"


def test_timings_are_measured(bundle: Bundle) -> None:
    scanner = scanner_of(
        bundle, Box(0, 0, 50, 50), Box(9, 9, 50, 50), engine=lambda: RuleEngine(0.02)
    )
    timings = scanner.scan(grey(99)).timings_ms
    assert timings is not None
    assert 60 <= timings.infer <= timings.total
    parts = timings.decode + timings.detect + timings.crop + timings.infer
    assert min(timings.decode, timings.detect, timings.crop) > 0
    assert parts <= timings.total


def test_a_broken_engine_reaches_the_caller(bundle: Bundle) -> None:
    scanner = scanner_of(bundle, engine=BrokenEngine)
    with pytest.raises(EngineError, match="gone"):
        scanner.scan(grey(99))
    with pytest.raises(EngineError, match="gone"):
        list(scanner.scan_many([grey(99)], workers=2))


def test_a_kit_is_made_at_once_and_failing_kits_are_not_used_again(bundle: Bundle) -> None:
    engines = [BrokenEngine(), RuleEngine()]
    remaining = iter(engines)
    scanner = scanner_of(bundle, engine=lambda: next(remaining))
    with pytest.raises(EngineError):
        scanner.scan(grey(99))
    assert scanner.scan(grey(99)).status == "scanned"
    assert scanner.scan(grey(99)).status == "scanned"
    assert len(engines[1].crops) == 2


def test_threads_share_a_scanner_but_never_an_engine(bundle: Bundle) -> None:
    made: list[RuleEngine] = []

    def make() -> RuleEngine:
        made.append(RuleEngine(0.002))
        return made[-1]

    scanner = scanner_of(bundle, engine=make)
    values = [i % 256 for i in range(0, 600, 10)]
    with ThreadPoolExecutor(6) as executor:
        results = list(executor.map(lambda value: scanner.scan(grey(value)), values))
    logits = [result.regions[0].logit for result in results]
    assert logits == pytest.approx([(value - 128) / 10 for value in values])
    assert 1 <= len(made) <= 6
    looks = sum(len(result.regions[0].looks) for result in results)
    assert sum(len(engine.crops) for engine in made) == looks


@pytest.mark.parametrize("workers", [1, 3])
def test_scan_many_keeps_the_order_and_goes_on_after_a_failure(
    bundle: Bundle, workers: int
) -> None:
    scanner = scanner_of(bundle)
    sources = [b"" if i % 4 == 1 else grey(i) for i in range(20)]
    results = list(scanner.scan_many(sources, workers))
    for i, result in enumerate(results):
        assert (result.status == "failed") == (i % 4 == 1)
        if result.regions:
            assert result.regions[0].logit == pytest.approx((i - 128) / 10)
    assert len(results) == 20


def test_scan_many_looks_only_a_little_ahead(bundle: Bundle) -> None:
    taken = 0

    def sources() -> Iterator[RgbImage]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield grey(100)

    results = scanner_of(bundle).scan_many(sources(), workers=2)
    for seen in range(1, 6):
        next(results)
        assert taken <= seen + LOOK_AHEAD * 2
    results.close()  # type: ignore[attr-defined]
    assert taken < 20


def test_scan_many_needs_a_worker(bundle: Bundle) -> None:
    with pytest.raises(ValueError, match="max_workers"):
        list(scanner_of(bundle).scan_many([grey(1)], workers=0))


def test_a_closed_scanner_refuses(bundle: Bundle) -> None:
    with scanner_of(bundle) as scanner:
        assert scanner.scan(grey(99)).status == "scanned"
    with pytest.raises(EngineError, match="closed"):
        scanner.scan(grey(99))
