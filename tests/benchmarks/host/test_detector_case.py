"""Face detectors alone: each is measured, and no accelerator's wrong answers get a figure."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.host import detector_case
from benchmarks.host.case_spec import CaseSpec, detector_settings
from benchmarks.host.detector_case import rule_of, worst_difference
from benchmarks.host.measure_case import measure
from benchmarks.measure.run_budget import RunBudget
from benchmarks.measure.sample_crops import sample_crops
from benchmarks.records.case import Case, Setting
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.result.scan_result import RuntimeInfo
from tests.support.bench_results import check, result_of

SHORT = RunBudget(warm_up=1, runs=2, seconds=0.5)


def measured(setting: Setting) -> Case:
    return measure(CaseSpec(str(Bundle.open().directory), setting, SHORT))


def test_both_detectors_are_measured_wherever_the_network_is() -> None:
    settings = detector_settings(["cpu", "gpu"], [1, 2])
    assert [f"{setting}" for setting in settings[:3]] == [
        "still detector, cpu, 1 thread",
        "still detector, cpu, 2 threads",
        "still detector, gpu-fp16, 1 thread",
    ]
    assert len(settings) == 12
    assert {setting.kind for setting in settings[6:]} == {"camera_detector"}


@pytest.mark.parametrize("kind", ["still_detector", "camera_detector"])
def test_a_detector_is_loaded_first_run_and_timed(kind: str) -> None:
    (setting,) = (each for each in detector_settings(["cpu"], [1]) if each.kind == kind)
    case = measured(setting)
    assert (case.status, case.gate) == ("measured", None)
    assert case.runtime is not None
    assert (case.runtime.accelerator, case.runtime.threads) == ("cpu", 1)
    assert len(case.times_ms) == SHORT.runs
    assert (case.load_ms or 0) > 0 < (case.first_run_ms or 0)
    check(result_of(case))


def test_each_kind_has_its_own_file() -> None:
    bundle = Bundle.open()
    still, camera = (rule_of(bundle, setting) for setting in detector_settings(["cpu"], [1]))
    assert still is bundle.contract.faces.still
    assert camera is bundle.contract.faces.camera


def test_auto_is_the_cpu_and_says_why() -> None:
    case = measured(detector_settings(["auto"], [1])[1])
    assert case.runtime is not None
    assert (case.runtime.accelerator, case.runtime.requested) == ("cpu", "auto")
    assert case.runtime.reason == "faces are found on the CPU"


def test_an_accelerator_that_is_not_there_has_no_figure() -> None:
    case = measured(detector_settings(["delegate:libmissing.so"], [1])[0])
    assert (case.status, case.mean_ms) == ("unavailable", None)
    check(result_of(case))


@pytest.mark.parametrize("score", [0.9, np.nan])
def test_scores_that_are_not_the_cpus_are_rejected(
    score: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
        cells = sum((len(crop) // stride) ** 2 for stride in (8, 16, 32))
        return np.full((cells, 6), score, np.float32)

    info = RuntimeInfo("litert", "gpu-fp16", 1)
    monkeypatch.setattr(detector_case, "_open", lambda *_: (wrong, info))
    case = measured(detector_settings(["gpu"], [1])[0])
    assert (case.status, case.mean_ms, case.runtime) == ("rejected", None, info)
    assert "from the CPU's" in case.reason
    check(result_of(case))


def test_only_scores_are_compared() -> None:
    reference = np.zeros((3, 6), np.float32)
    other = reference.copy()
    other[1, 1], other[2, 4] = 0.25, 7.0
    assert worst_difference(lambda _: other, lambda _: reference, sample_crops()) == 0.25
