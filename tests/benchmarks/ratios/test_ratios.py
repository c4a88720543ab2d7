"""Small runs of the promised ratios: what is compared is right; no time is judged."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cli import main
from benchmarks.measure.face_finder import open_finder
from benchmarks.measure.pictures import face_picture, picture_of
from benchmarks.ratios import by_name, finding, growth, litert_benchmark, scan, workers
from benchmarks.ratios.by_name import NAMES, RatioRequest, measure_ratio
from benchmarks.ratios.startup import startup_ratio
from benchmarks.records.ratio_record import RatioRecord
from benchmarks.records.result import Result
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import EngineError
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.overview import Overview
from tests.support.bench_results import check, result_of

TRANSCRIPT = Path(__file__).parents[2] / "adb" / "transcripts" / "benchmark_model_cpu.txt"


def small(record: RatioRecord, name: str) -> RatioRecord:
    """A record of too few pairs says so, decides nothing, and follows the schema."""
    assert record.benchmark == name
    assert record.noisy
    assert record.holds is None
    check(result_of(ratios=(record.to_json(),)))
    return record


def test_given_faces_are_judged_one_by_one() -> None:
    scanner = growth._scanner(Bundle.open(), 5)
    result = scanner.scan(np.asarray(face_picture(640, 480)))
    assert [region.kind for region in result.regions] == ["image", *["face"] * 5]
    assert len({region.looks for region in result.regions[1:]}) == 1, "equal faces, equal work"


def test_sixteen_faces_are_held_against_four() -> None:
    record = small(growth.faces_ratio(Bundle.open(), pairs=1, warm_up=0), "faces")
    assert record.subject.p50_ms > record.baseline.p50_ms
    many, few = (side.about["network_runs"] for side in (record.subject, record.baseline))
    assert many - few in (12, 24), "twelve more faces, one or two looks at each"
    assert record.limit == pytest.approx(1.05 * many / few)


def test_the_cost_may_grow_with_the_looks() -> None:
    assert growth.faces_limit(34, 10) == pytest.approx(3.57)


def test_a_small_scan_is_held_against_what_it_needs() -> None:
    record = small(scan.small_scan(Bundle.open(), pairs=1, warm_up=0), "scan_1mp")
    assert record.limit == 1.1
    assert record.baseline.about["network_runs"] in (2, 3, 4)


def test_finding_faces_in_a_frame_is_held_against_the_network() -> None:
    record = small(finding.camera_ratio(Bundle.open(), pairs=1, warm_up=0), "detector_camera")
    assert record.limit == 0.5


@pytest.mark.slow
def test_finding_no_face_in_a_large_picture_is_held_against_the_network() -> None:
    record = small(finding.still_ratio(Bundle.open(), pairs=1, warm_up=0), "detector_still")
    assert record.limit == 1.5


def test_a_picture_with_another_number_of_faces_is_refused() -> None:
    finding.require_faces(FoundFaces(), 0)
    with pytest.raises(EngineError, match="0 faces were found in a picture with 1"):
        finding.require_faces(FoundFaces(), 1)


def test_workers_scan_the_same_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PICTURES", 2)
    record = small(workers.worker_ratio(Bundle.open(), pairs=1, warm_up=0), "workers")
    assert record.limit == pytest.approx(1 / 1.7)


@pytest.mark.slow
def test_a_large_scan_is_held_against_its_decode() -> None:
    for measure, name in ((scan.large_scan, "scan_12mp"), (scan.close_scan, "scan_12mp_close")):
        record = small(measure(Bundle.open(), pairs=1, warm_up=0), name)
        assert record.limit == 1.25


@pytest.mark.slow
def test_the_face_of_a_large_picture_is_a_fifth_of_it_or_two_fifths() -> None:
    finder = open_finder(Bundle.open())
    for closer in (1.0, scan.CLOSE_FACE):
        pixels = read_rgb(picture_of(12, closer)).pixels
        (face,) = finder.find(Overview.of(pixels, 224), "still").faces
        assert face.box.height == pytest.approx(closer * 0.19 * 3000, rel=0.15)


def test_two_looks_at_a_face_are_cut_from_the_picture() -> None:
    contract = Bundle.open().contract
    rgb = np.zeros((480, 640, 3), np.uint8)
    rgb[20:260, 200:440] = 200
    first, second = growth.face_crops(contract, rgb)
    assert first.shape == second.shape == (224, 224, 3)
    assert second.mean() > first.mean() > 0, "the second square is drawn in"


@pytest.mark.slow
def test_what_lies_outside_the_crop_is_not_paid_for() -> None:
    small(growth.outside_crop_ratio(Bundle.open(), pairs=1, warm_up=0), "outside_crop")


def test_our_clock_is_checked_against_the_users_binary(tmp_path: Path) -> None:
    binary = tmp_path / "benchmark_model"
    binary.write_text(f"#!/bin/sh\ncat {TRANSCRIPT}\n", "utf-8")
    binary.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(litert_benchmark, "BLOCK", 2)
        record = measure_ratio(RatioRequest("litert-benchmark", binary), Bundle.open(), 2)
    small(record, "litert_benchmark")
    assert record.baseline.times_ms == (2.9906, 2.9906)


def test_every_name_is_known_and_the_schema_knows_every_record() -> None:
    assert set(by_name._measures()) == set(NAMES)


def test_the_command_writes_what_it_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ratios.json"
    assert main(["ratio", "faces", "--pairs", "1", "--out", str(out)]) == 1
    assert "noisy: only 1 pairs, 64 are needed" in capsys.readouterr().out
    (record,) = Result.read(out).ratios
    assert record["benchmark"] == "faces"


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("startup", RatioRequest("startup")),
        ("mobilenet_v2=a=b.tflite", RatioRequest("mobilenet_v2", Path("a=b.tflite"))),
    ],
)
def test_a_ratio_may_name_its_file(text: str, request_: RatioRequest) -> None:
    assert RatioRequest.parse(text) == request_


def test_a_file_that_an_option_names_is_used_where_none_is_given() -> None:
    name = by_name.LITERT_BENCHMARK
    options = {name: Path("a"), by_name.BEFORE: None}
    assert RatioRequest(name).with_file(options) == RatioRequest(name, Path("a"))
    assert RatioRequest(name, Path("b")).with_file(options).file == Path("b")
    assert RatioRequest("startup").with_file(options).file is None
    with pytest.raises(ValueError, match="scan-1mp-before needs --baseline-python FILE"):
        RatioRequest(by_name.BEFORE).with_file(options)


@pytest.mark.parametrize("text", ["nonsense", "startup=x.tflite", "mobilenet_v2="])
def test_a_ratio_that_takes_no_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unknown ratio|take a file"):
        RatioRequest.parse(text)


def test_the_network_is_compared_with_a_given_baseline_file(tmp_path: Path) -> None:
    bundle = Bundle.open()
    file = tmp_path / "baseline.tflite"
    file.write_bytes(bundle.read(bundle.contract.model.file))
    for name, benchmark in (("mobilenet_v2", "network_ratio"), ("original", "original_ratio")):
        record = small(measure_ratio(RatioRequest(name, file), bundle, 3), benchmark)
        assert record.subject.about == record.baseline.about
        assert len(record.baseline.times_ms) == 3


def test_a_small_run_of_startup() -> None:
    record = small(startup_ratio(Bundle.open(), pairs=1, warm_up=1), "startup")
    assert len(record.subject.times_ms) == 1


def test_startup_tells_when_a_process_fails(tmp_path: Path) -> None:
    missing = replace(Bundle.open(), directory=tmp_path)
    with pytest.raises(subprocess.CalledProcessError):
        startup_ratio(missing, pairs=1, warm_up=0)
