"""Measures one case in this process: ``python -m benchmarks.host.measure PLAN.json-text``.

Every case has a process of its own, so that loading, the first run and the peak of memory are those
of the case, and a driver that crashes costs one case.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import cycle
from time import perf_counter_ns
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.host.pictures import picture_of
from benchmarks.host.plan import CasePlan
from benchmarks.host.watch import Start, Watched, case_of, watch
from benchmarks.measure.case import Case, Gate, Kind, Setting
from benchmarks.measure.run_budget import Effort
from benchmarks.measure.sample_crops import sample_crops
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.golden import replay
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import EngineError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.scan.scanner import EngineAndDetector, Scanner

if TYPE_CHECKING:
    from edge_runtime.engine.engine import Engine
    from edge_runtime.result.scan_result import Timings

BATCH = 8
"""Pictures per worker in one timed run of a throughput case."""

CHOICES = ("auto", "gpu")
"""Accelerators that stand for several, of which `edge_runtime` takes one."""

STEPS = ("decode", "detect", "crop", "infer")


def measure(plan: CasePlan) -> Case:
    """Measure a case; what the engine refuses is a case without a figure, not an exception."""
    bundle = Bundle.open(plan.bundle)
    try:
        return _MEASURES[plan.setting.kind](bundle, plan.setting, plan.effort)
    except _RejectedError as rejected:
        return rejected.case
    except EngineError as error:
        return Case(plan.setting, "unavailable", str(error))


class _RejectedError(Exception):
    """The golden vectors were answered wrongly."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.reason)
        self.case = case


def _network(bundle: Bundle, setting: Setting, effort: Effort) -> Case:
    engine, start = _open(bundle, setting)
    crops = cycle(sample_crops())
    return case_of(setting, start, effort, watch(lambda: engine.run(next(crops)), effort))


def _scan(bundle: Bundle, setting: Setting, effort: Effort) -> Case:
    engine, start = _open(bundle, setting)
    path = picture_of(setting.megapixels or 1)
    seen: list[Timings] = []

    with _scanner(bundle, engine, setting) as scanner:

        def run() -> None:
            timings = scanner.scan(path).timings_ms
            if timings is None:
                raise EngineError(f"{path.name} could not be scanned")
            seen.append(timings)

        watched = watch(run, effort)
    return case_of(setting, start, effort, watched, _stages(seen[-len(watched.times) :]))


def _throughput(bundle: Bundle, setting: Setting, effort: Effort) -> Case:
    _, start = _open(bundle, setting)
    count = BATCH * setting.workers
    pictures = [picture_of(setting.megapixels or 1)] * count
    batches = Effort(-(-effort.warm_up // count), -(-effort.runs // count), effort.seconds)
    with Scanner.open(bundle, EngineOptions(setting.accelerator, setting.threads)) as scanner:
        seen = watch(lambda: list(scanner.scan_many(pictures, setting.workers)), batches)
    each = Watched(
        seen.times / count, seen.joules / count if seen.joules else None, seen.disturbances
    )
    per_second = round(1000 / float(each.times.mean()), 3)
    return case_of(setting, start, effort, each, per_second=per_second)


_MEASURES: dict[Kind, Callable[[Bundle, Setting, Effort], Case]] = {
    "network": _network,
    "scan": _scan,
    "throughput": _throughput,
}


def _open(bundle: Bundle, setting: Setting) -> tuple[Engine, Start]:
    begin = perf_counter_ns()
    engine = _engine(bundle, setting)
    loaded = perf_counter_ns()
    engine.run(sample_crops()[0])
    first = perf_counter_ns()
    gate = _gate(bundle, engine)
    if gate.failed:
        reason = (
            f"{gate.failed} of {gate.vectors} golden vectors are answered wrongly,"
            f" by up to {gate.worst_logit_error:.3g} in the logit"
        )
        raise _RejectedError(Case(setting, "rejected", reason, engine.info, gate))
    return engine, Start(engine.info, gate, (loaded - begin) / 1e6, (first - loaded) / 1e6)


def _engine(bundle: Bundle, setting: Setting) -> Engine:
    """What is named is opened as it is, so that the gate here judges it; the rest is a choice."""
    from edge_runtime.engine.choose import open_engine
    from edge_runtime.engine.engine import open_engine_unchecked
    from edge_runtime.engine.interpreter import choose_backend

    if setting.accelerator in CHOICES:
        return open_engine(bundle, EngineOptions(setting.accelerator, setting.threads))
    return open_engine_unchecked(bundle, setting.accelerator, setting.threads, choose_backend(None))


def _gate(bundle: Bundle, engine: Engine) -> Gate:
    checks = replay(bundle, engine)
    wrong = sum(not check.ok for check in checks)
    return Gate(len(checks), wrong, max(check.logit_error for check in checks))


def _scanner(bundle: Bundle, engine: Engine, setting: Setting) -> Scanner:
    from edge_runtime.faces.detector import FaceDetector

    detector = FaceDetector(bundle.contract.faces, bundle.read, setting.threads)
    return Scanner(bundle, lambda: EngineAndDetector(engine, detector))


def _stages(seen: list[Timings]) -> dict[str, float]:
    """Medians of the steps; what is left of the total is deciding, and what lies between."""
    steps = {step: np.array([getattr(timings, step) for timings in seen]) for step in STEPS}
    rest = np.array([timings.total for timings in seen]) - sum(steps.values())
    return {
        name: round(float(np.median(times)), 4) for name, times in {**steps, "decide": rest}.items()
    }


def main() -> None:
    """Measure the case named on the command line; prints its JSON."""
    plan = strict_reader.read(CasePlan, json.loads(sys.argv[1]))
    print(json.dumps(json_document.value_of(measure(plan))))


if __name__ == "__main__":
    main()
