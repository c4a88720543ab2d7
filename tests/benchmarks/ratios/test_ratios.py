"""Small runs of the promised ratios: what is compared is right; no time is judged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.cli import main
from benchmarks.host.pictures import face_picture, picture_of
from benchmarks.measure.network import Network
from benchmarks.ratios import growth, litert_benchmark, registry, scan, workers
from benchmarks.ratios.registry import NAMES, measure_ratio
from benchmarks.report.record import Record
from benchmarks.report.result import Result
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.picture.decode import read_rgb
from tests.support.bench_results import check, result_of
from tests.support.requirement import TRAIN, missing

TRANSCRIPT = Path(__file__).parents[2] / "adb" / "transcripts" / "benchmark_model_cpu.txt"


def small(record: Record, name: str) -> Record:
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
    record = small(growth.faces(Bundle.open(), pairs=1, warm_up=0), "faces")
    assert record.limit == pytest.approx(4.2)
    assert record.subject.p50_ms > record.baseline.p50_ms


def test_a_small_scan_is_held_against_what_it_needs() -> None:
    small(scan.small_scan(Bundle.open(), pairs=1, warm_up=0), "scan_1mp")


def test_workers_scan_the_same_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PICTURES", 2)
    record = small(workers.workers(Bundle.open(), pairs=1, warm_up=0), "workers")
    assert record.limit == pytest.approx(1 / 1.7)


@pytest.mark.slow
def test_a_large_scan_is_held_against_its_decode() -> None:
    small(scan.large_scan(Bundle.open(), pairs=1, warm_up=0), "scan_12mp")
    small(scan.close_scan(Bundle.open(), pairs=1, warm_up=0), "scan_12mp_close")


@pytest.mark.slow
def test_one_of_the_large_pictures_needs_tiles_and_one_does_not() -> None:
    rule = Bundle.open().contract.faces
    detector = FaceDetector(rule, Bundle.open().read)
    for closer in (1.0, scan.CLOSER):
        (found,) = detector.find(read_rgb(picture_of(12, closer)).pixels)
        assert found.box.height == pytest.approx(closer * 0.19 * 3000, rel=0.1)
        assert (found.box.height < rule.tiles_below * 3000) == (closer == 1)


@pytest.mark.slow
def test_what_lies_outside_the_crop_is_not_paid_for() -> None:
    small(growth.outside(Bundle.open(), pairs=1, warm_up=0), "outside_crop")


def test_decode_and_network_are_weighed() -> None:
    clock = iter(range(0, 10_000_000_000, 1_000_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "perf_counter_ns", lambda: next(clock))
        pairs = scan._weighed((lambda: 0, lambda: 0, lambda: 0), pairs=2, warm_up=1)
    assert pairs.subject.tolist() == [1.0, 1.0]
    assert pairs.baseline.tolist() == [3.25, 3.25]


def test_our_clock_is_checked_against_the_users_binary(tmp_path: Path) -> None:
    binary = tmp_path / "benchmark_model"
    binary.write_text(f"#!/bin/sh\ncat {TRANSCRIPT}\n", "utf-8")
    binary.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(litert_benchmark, "BLOCK", 2)
        record = measure_ratio("litert-benchmark", Bundle.open(), 2, binary)
    small(record, "litert_benchmark")
    assert record.baseline.times_ms == (2.9906, 2.9906)


def test_every_name_is_known_and_the_schema_knows_every_record() -> None:
    assert set(registry._measures()) | {registry.LITERT_BENCHMARK} == set(NAMES)


def test_the_command_writes_what_it_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ratios.json"
    assert main(["ratio", "faces", "--pairs", "1", "--out", str(out)]) == 1
    assert "noisy: only 1 pairs, 64 are needed" in capsys.readouterr().out
    (record,) = Result.read(out).ratios
    assert record["benchmark"] == "faces"


@pytest.mark.slow
def test_the_original_is_built_as_described(tmp_path: Path) -> None:
    from benchmarks.measure.original import original

    try:
        facts = Network(original(tmp_path)).facts
    except ImportError:
        missing("tensorflow", TRAIN)
    convolutions = 3 * 25 * 33 + 33 * 9 * 32 + 32 * 9 * 64
    assert facts.parameters == pytest.approx(2.224e6 + convolutions, rel=0.03)
    assert facts.not_delegated in ((), ("QUANTIZE",))


@pytest.mark.slow
def test_memory_is_read_on_the_way() -> None:
    from benchmarks.host.memory import measure_memory

    found = measure_memory(Bundle.open(), 100)
    assert (found.scans, found.every, len(found.rss_kb)) == (100, 1, 100)
    assert min(found.rss_kb) > 10_000
    check(result_of(memory=found))


def test_too_few_scans_are_refused() -> None:
    from benchmarks.host.memory import measure_memory

    with pytest.raises(ValueError, match="at least 100"):
        measure_memory(Bundle.open(), 99)
