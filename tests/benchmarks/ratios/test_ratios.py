"""Small runs of the promised ratios: what is compared is right; no time is judged."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cli import main
from benchmarks.measure import pairs as timing
from benchmarks.measure.pictures import face_picture, picture_of
from benchmarks.ratios import by_name, growth, litert_benchmark, scan, workers
from benchmarks.ratios.by_name import NAMES, RatioRequest, measure_ratio
from benchmarks.ratios.startup import startup_ratio
from benchmarks.records.ratio_record import RatioRecord
from benchmarks.records.result import Result
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.picture.decode import read_rgb
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
    assert [region.kind for region in result.regions] == ["face"] * 5


def test_sixteen_faces_are_held_against_four() -> None:
    record = small(growth.faces_ratio(Bundle.open(), pairs=1, warm_up=0), "faces")
    assert record.limit == pytest.approx(4.2)
    assert record.subject.p50_ms > record.baseline.p50_ms


def test_a_small_scan_is_held_against_what_it_needs() -> None:
    small(scan.small_scan(Bundle.open(), pairs=1, warm_up=0), "scan_1mp")


def test_workers_scan_the_same_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PICTURES", 2)
    record = small(workers.worker_ratio(Bundle.open(), pairs=1, warm_up=0), "workers")
    assert record.limit == pytest.approx(1 / 1.7)


@pytest.mark.slow
def test_a_large_scan_is_held_against_its_decode() -> None:
    small(scan.large_scan(Bundle.open(), pairs=1, warm_up=0), "scan_12mp")
    small(scan.close_scan(Bundle.open(), pairs=1, warm_up=0), "scan_12mp_close")


@pytest.mark.slow
def test_one_of_the_large_pictures_needs_tiles_and_one_does_not() -> None:
    rule = Bundle.open().contract.faces
    detector = FaceDetector(rule, Bundle.open().read)
    for closer in (1.0, scan.CLOSE_FACE):
        (found,) = detector.find(read_rgb(picture_of(12, closer)).pixels)
        assert found.box.height == pytest.approx(closer * 0.19 * 3000, rel=0.1)
        assert (found.box.height < rule.tiles_below * 3000) == (closer == 1)


@pytest.mark.slow
def test_what_lies_outside_the_crop_is_not_paid_for() -> None:
    small(growth.outside_crop_ratio(Bundle.open(), pairs=1, warm_up=0), "outside_crop")


def test_decode_and_network_are_weighed() -> None:
    clock = iter(range(0, 10_000_000_000, 1_000_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timing, "perf_counter_ns", lambda: next(clock))
        pairs = scan._weighted((lambda: 0, lambda: 0, lambda: 0), pairs=2, warm_up=1)
    assert pairs.candidate.tolist() == [1.0, 1.0]
    assert pairs.baseline.tolist() == [3.25, 3.25]


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
    assert set(by_name._measures()) | {by_name.LITERT_BENCHMARK} == set(NAMES)


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
