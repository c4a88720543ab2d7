"""Measures one case in this process: ``python -m benchmarks.host.measure_case CASE_SPEC_JSON``.

Every case has its own process, so that load time, first run and peak memory are those of the case,
and a crashing driver ends one case only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import cycle
from time import perf_counter_ns
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.host.case_spec import CaseSpec
from benchmarks.host.detector_case import measure_detector
from benchmarks.host.timed_runs import Start, TimedRuns, measured_case, time_watched
from benchmarks.measure.pictures import picture_of
from benchmarks.measure.run_budget import RunBudget
from benchmarks.measure.sample_crops import sample_crops
from benchmarks.records.case import Case, CaseKind, GoldenCheck, Setting
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.golden import replay
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import EngineError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner

if TYPE_CHECKING:
    from edge_runtime.engine.engine import Engine
    from edge_runtime.result.scan_result import Timings

BATCH = 8
"""Pictures per worker in one timed run of a throughput case."""

CHOICES = ("auto", "gpu")
"""Accelerators that stand for several variants, of which `edge_runtime` chooses one."""

STEPS = ("decode", "detect", "crop", "infer")


def measure(spec: CaseSpec) -> Case:
    """Measure a case; an engine that cannot run it gives a case without figures, not an error."""
    bundle = Bundle.open(spec.bundle)
    try:
        return _MEASURES[spec.setting.kind](bundle, spec.setting, spec.budget)
    except _RejectedError as rejected:
        return rejected.case
    except EngineError as error:
        return Case(spec.setting, "unavailable", str(error))


class _RejectedError(Exception):
    """Golden vectors were answered wrongly."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.reason)
        self.case = case


def _network(bundle: Bundle, setting: Setting, budget: RunBudget) -> Case:
    engine, start = _open(bundle, setting)
    crops = cycle(sample_crops())
    timed = time_watched(lambda: engine.run(next(crops)), budget)
    return measured_case(setting, start, budget, timed)


def _scan(bundle: Bundle, setting: Setting, budget: RunBudget) -> Case:
    engine, start = _open(bundle, setting)
    path = picture_of(setting.megapixels or 1)
    stages: list[Timings] = []

    with _scanner(bundle, engine, setting) as scanner:

        def run() -> None:
            timings = scanner.scan(path).timings_ms
            if timings is None:
                raise EngineError(f"{path.name} could not be scanned")
            stages.append(timings)

        timed = time_watched(run, budget)
    medians = _medians(stages[-len(timed.times) :])
    return measured_case(setting, start, budget, timed, medians)


def _throughput(bundle: Bundle, setting: Setting, budget: RunBudget) -> Case:
    _, start = _open(bundle, setting)
    count = BATCH * setting.workers
    pictures = [picture_of(setting.megapixels or 1)] * count
    batches = RunBudget(-(-budget.warm_up // count), -(-budget.runs // count), budget.seconds)
    with Scanner.open(bundle, EngineOptions(setting.accelerator, setting.threads)) as scanner:
        timed = time_watched(lambda: list(scanner.scan_many(pictures, setting.workers)), batches)
    each = TimedRuns(
        timed.times / count, timed.joules / count if timed.joules else None, timed.disturbances
    )
    per_second = round(1000 / float(each.times.mean()), 3)
    return measured_case(setting, start, budget, each, per_second=per_second)


_MEASURES: dict[CaseKind, Callable[[Bundle, Setting, RunBudget], Case]] = {
    "network": _network,
    "still_detector": measure_detector,
    "camera_detector": measure_detector,
    "scan": _scan,
    "throughput": _throughput,
}


def _open(bundle: Bundle, setting: Setting) -> tuple[Engine, Start]:
    begin = perf_counter_ns()
    engine = _engine(bundle, setting)
    loaded = perf_counter_ns()
    engine.run(sample_crops()[0])
    first = perf_counter_ns()
    check = _check_golden(bundle, engine)
    if check.failed:
        reason = (
            f"{check.failed} of {check.vectors} golden vectors are answered wrongly,"
            f" by up to {check.worst_logit_error:.3g} in the logit"
        )
        raise _RejectedError(Case(setting, "rejected", reason, engine.info, check))
    return engine, Start(engine.info, check, (loaded - begin) / 1e6, (first - loaded) / 1e6)


def _engine(bundle: Bundle, setting: Setting) -> Engine:
    """A named variant is opened without a trial: the golden check here is its trial."""
    from edge_runtime.engine.choose import open_engine
    from edge_runtime.engine.engine import open_engine_unchecked
    from edge_runtime.engine.interpreter import choose_backend

    if setting.accelerator in CHOICES:
        return open_engine(bundle, EngineOptions(setting.accelerator, setting.threads))
    return open_engine_unchecked(bundle, setting.accelerator, setting.threads, choose_backend(None))


def _check_golden(bundle: Bundle, engine: Engine) -> GoldenCheck:
    checks = replay(bundle, engine)
    wrong = sum(not check.ok for check in checks)
    return GoldenCheck(len(checks), wrong, max(check.logit_error for check in checks))


def _scanner(bundle: Bundle, engine: Engine, setting: Setting) -> Scanner:
    from benchmarks.measure.face_finder import open_finder

    detector = open_finder(bundle, setting.threads)
    return Scanner(bundle, lambda: EngineAndDetector(engine, detector))


def _medians(stages: list[Timings]) -> dict[str, float]:
    """Medians of the steps; "decide" is the rest of the total."""
    steps = {step: np.array([getattr(timings, step) for timings in stages]) for step in STEPS}
    rest = np.array([timings.total for timings in stages]) - sum(steps.values())
    return {
        name: round(float(np.median(times)), 4) for name, times in {**steps, "decide": rest}.items()
    }


def main() -> None:
    """Measure the case named on the command line; prints its JSON."""
    spec = strict_reader.read(CaseSpec, json.loads(sys.argv[1]))
    print(json.dumps(json_document.value_of(measure(spec))))


if __name__ == "__main__":
    main()
