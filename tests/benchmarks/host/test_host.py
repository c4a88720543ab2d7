"""The host suite: what is timed, what is told apart, and what makes it untrustworthy."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.cli import main
from benchmarks.host.case_spec import CaseSpec, network_settings, scan_settings, worker_settings
from benchmarks.host.child import measure_apart
from benchmarks.host.measure_case import measure
from benchmarks.host.timed_runs import time_watched
from benchmarks.measure import background_load, energy, peak_memory, pictures
from benchmarks.measure.noise import of_load
from benchmarks.measure.pictures import SIZES, face_picture, picture_of
from benchmarks.measure.run_budget import LEAST, RunBudget, time_runs
from benchmarks.records.case import FOR_P99, Case, Setting, spread_of
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import ContractError
from tests.support.bench_results import check, result_of

ROOT = Path(__file__).parents[3]
SHORT = RunBudget(warm_up=1, runs=2, seconds=0.5)


def plan(setting: Setting, bundle: Path | None = None) -> CaseSpec:
    return CaseSpec(str(bundle or Bundle.open().directory), setting, SHORT)


def test_stops_at_the_runs_or_the_time_but_never_before_the_least() -> None:
    calls: list[int] = []
    assert len(time_runs(lambda: calls.append(1), RunBudget(3, 20, 100.0))) == 20
    assert len(calls) == 23
    assert len(time_runs(lambda: None, RunBudget(0, 10_000_000, 1e-9))) == LEAST


def test_a_99th_percentile_needs_a_hundred_runs() -> None:
    assert spread_of(np.ones(FOR_P99 - 1)).p99 is None
    assert spread_of(np.arange(1.0, FOR_P99 + 1)).p99 == pytest.approx(99.01)


def test_a_network_is_gated_loaded_first_run_and_timed() -> None:
    (setting,) = network_settings(["cpu"], [1])
    case = measure(plan(setting))
    assert case.status == "measured"
    assert case.gate is not None
    assert (case.gate.failed, case.gate.vectors > 0) == (0, True)
    assert case.runtime is not None
    assert (case.runtime.accelerator, case.runtime.threads) == ("cpu", 1)
    assert len(case.times_ms) == SHORT.runs
    assert (case.load_ms or 0) > 0 < (case.first_run_ms or 0)
    assert case.mean_ms == pytest.approx(np.mean(case.times_ms), rel=1e-3)
    assert (case.peak_rss_kb or 1) > 0
    check(result_of(case))


def test_the_steps_of_a_scan_are_those_of_the_whole() -> None:
    (setting,) = scan_settings("cpu", 1, [1])
    case = measure(plan(setting))
    assert case.stages_ms is not None
    assert list(case.stages_ms) == ["decode", "detect", "crop", "infer", "decide"]
    assert all(ms > 0 for ms in case.stages_ms.values())
    assert sum(case.stages_ms.values()) <= 1.01 * max(case.times_ms)
    check(result_of(case))


def test_throughput_is_per_picture() -> None:
    (setting,) = worker_settings("cpu", [2])
    case = measure(plan(setting))
    assert case.status == "measured"
    assert case.per_second == pytest.approx(1000 / float(np.mean(case.times_ms)), rel=1e-3)
    check(result_of(case))


def test_a_gpu_is_measured_in_both_precisions() -> None:
    names = [setting.accelerator for setting in network_settings(["cpu", "gpu"], [1])]
    assert names == ["cpu", "gpu-fp16", "gpu-fp32"]


def test_auto_is_what_edge_runtime_chooses() -> None:
    case = measure(plan(network_settings(["auto"], [1])[0]))
    assert case.runtime is not None
    assert case.runtime.requested == "auto"
    assert case.runtime.reason


def test_what_is_not_there_is_unavailable_and_has_no_figure() -> None:
    (setting,) = network_settings(["delegate:libmissing.so"], [1])
    case = measure(plan(setting))
    assert (case.status, case.mean_ms, case.times_ms) == ("unavailable", None, ())
    assert case.reason
    check(result_of(case))


def test_a_bundle_whose_golden_vectors_fail_is_rejected_without_a_figure(tmp_path: Path) -> None:
    case = measure(plan(network_settings(["cpu"], [1])[0], wrong_bundle(tmp_path)))
    assert (case.status, case.mean_ms) == ("rejected", None)
    assert case.gate is not None
    assert case.gate.failed == case.gate.vectors
    assert "golden vectors" in case.reason
    check(result_of(case))


def wrong_bundle(folder: Path) -> Path:
    """The default bundle with other answers in golden.json, sealed again."""
    import hashlib

    target = folder / "wrong"
    shutil.copytree(Bundle.open().directory, target)
    golden = json.loads((target / "golden.json").read_text("utf-8"))
    for vector in golden["vectors"]:
        vector["logit"] += 100.0
    data = json.dumps(golden).encode()
    (target / "golden.json").write_bytes(data)
    contract = json.loads((target / "contract.json").read_text("utf-8"))
    contract["files"]["golden.json"] = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
    }
    (target / "contract.json").write_text(json.dumps(contract), "utf-8")
    return target


def crashing(folder: Path, body: str) -> str:
    """A module that stands in for the measuring one."""
    (folder / "crashing_measure.py").write_text(body, "utf-8")
    return "crashing_measure"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("import os; os.kill(os.getpid(), 11)", "SIGSEGV"),
        ("raise RuntimeError('no such driver')", "no such driver"),
        ("import sys; sys.exit(7)", "exit code 7"),
    ],
)
def test_a_crash_costs_one_case(
    body: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    case = measure_apart(plan(network_settings(["cpu"], [1])[0]), crashing(tmp_path, body))
    assert case.status == "failed"
    assert reason in case.reason


def test_a_case_never_has_a_reason_and_a_figure() -> None:
    setting = network_settings(["cpu"], [1])[0]
    with pytest.raises(ContractError):
        Case(setting, "failed", "broken", mean_ms=1.0)
    with pytest.raises(ContractError):
        Case(setting, "measured", "", mean_ms=None)
    with pytest.raises(ContractError):
        Case(setting, "measured", "", mean_ms=1.0, times_ms=(1.0,))


def test_the_load_of_others_is_told_from_our_own(tmp_path: Path) -> None:
    tick = os.sysconf("SC_CLK_TCK")
    stat = tmp_path / "stat"
    stat.write_text(f"cpu {tick} 0 {tick} 999 5 0 0 {tick} 0 0\ncpu0 1\n", "ascii")
    moment = background_load.now(stat)
    assert moment.everyone == 3.0
    first = background_load.Moment(clock=10.0, everyone=100.0, own=5.0)
    last = background_load.Moment(clock=20.0, everyone=117.0, own=14.0)
    assert background_load.others_between(first, last) == pytest.approx(0.8)
    assert of_load(0.8) == ["others kept 0.80 processors busy, more than 0.15"]
    assert of_load(0.1) == of_load(None) == []
    assert background_load.now(tmp_path / "none").everyone is None


def test_a_busy_machine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.host.timed_runs.others_between", lambda *_: 1.5)
    watched = time_watched(lambda: None, RunBudget(1, 4, 1.0))
    assert any("others kept 1.50" in each for each in watched.disturbances)


def test_energy_is_that_of_the_packages_and_survives_a_wrap(tmp_path: Path) -> None:
    for name, counter in (("intel-rapl:0", 900), ("intel-rapl:1", 100), ("intel-rapl:0:0", 7)):
        zone = tmp_path / name
        zone.mkdir()
        (zone / "energy_uj").write_text(f"{counter}\n")
        (zone / "max_energy_range_uj").write_text("1000\n")
    first = energy.read_energy(tmp_path)
    assert set(first) == {"intel-rapl:0", "intel-rapl:1"}
    (tmp_path / "intel-rapl:0" / "energy_uj").write_text("50\n")
    (tmp_path / "intel-rapl:1" / "energy_uj").write_text("350\n")
    assert energy.joules_between(first, energy.read_energy(tmp_path)) == pytest.approx(400e-6)
    assert energy.joules_between({}, {}) is None
    assert energy.read_energy(tmp_path / "none") == {}


def test_memory_readings(tmp_path: Path) -> None:
    (tmp_path / "statm").write_text("999 256 1 1 1 1 1\n")
    assert peak_memory.rss_kb(tmp_path / "statm") == 256 * os.sysconf("SC_PAGE_SIZE") // 1024
    assert peak_memory.rss_kb(tmp_path / "none") is None
    assert (peak_memory.peak_rss_kb() or 2000) > 1000


def test_pictures_have_the_stated_size_and_one_face() -> None:
    from edge_runtime.scan.scanner import Scanner

    path = picture_of(1)
    with Image.open(path) as image:
        assert image.size == SIZES[1]
    with Scanner.open(options=EngineOptions("cpu", 1)) as scanner:
        result = scanner.scan(path)
    assert [region.kind for region in result.regions] == ["image", "face"]


def test_a_picture_made_apart_takes_no_memory_of_the_process_that_measures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDGE_BENCH_CACHE", str(tmp_path))
    monkeypatch.setattr(pictures, "_scene", None)
    path = picture_of(1)
    assert path.parent == tmp_path
    with Image.open(path) as image:
        assert image.size == SIZES[1]
    assert picture_of(1) == path


def test_grain_covers_the_whole_picture() -> None:
    pixels = np.asarray(face_picture(600, 400)).astype(int)
    assert min(pixels[:60, :60].std(), pixels[-60:, -60:].std()) > 2


def test_the_command_measures_writes_and_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from benchmarks.records.result import Result

    out = tmp_path / "deep" / "host.json"
    few = ["--threads", "1", "--runs", "3", "--seconds", "1", "--out", str(out)]
    code = main(["host", "--only", "network", "--accelerator", "cpu", "delegate:no.so", *few])
    said = capsys.readouterr().out
    assert code == 1
    assert "not a good run" in said
    result = Result.read(out)
    assert [case.status for case in result.cases] == ["measured", "unavailable"]
    assert len(result.cases[0].times_ms) == 3
    check(result)


def test_a_missing_binary_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["host", "--vs", "litert-benchmark"]) == 2
    assert "--benchmark-model" in capsys.readouterr().err
    assert main(["ratio", "nonsense"]) == 2
    assert "unknown ratio 'nonsense'" in capsys.readouterr().err
