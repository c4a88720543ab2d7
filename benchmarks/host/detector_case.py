"""Measures one face detector alone.

A scan always runs it on the CPU. On an accelerator it is measured to tell whether that would pay.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.host.timed_runs import Start, measured_case, time_watched
from benchmarks.measure.run_budget import RunBudget
from benchmarks.measure.sample_crops import sample_crops
from benchmarks.records.case import Case, Setting
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import DetectorRule
from edge_runtime.engine.interpreter import Interpreter, choose_backend
from edge_runtime.errors import EngineError
from edge_runtime.result.scan_result import RuntimeInfo

if TYPE_CHECKING:
    from edge_runtime.engine.engine import Network

Detector: TypeAlias = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""From uint8 [S, S, 3] to float32 [N, 6]."""

TOLERANCE = 0.05
"""Largest difference of a score from the CPU's that an accelerator may have."""

ON_CPU = ("cpu", "auto")
"""Where `edge_runtime` itself would run a detector on the CPU."""


def measure_detector(bundle: Bundle, setting: Setting, budget: RunBudget) -> Case:
    """Measure the detector that the setting's kind names.

    Returns:
        A case with figures, or a rejected one if an accelerator's scores differ from the CPU's.

    Raises:
        EngineError: If the detector cannot be loaded or run there.
    """
    rule = rule_of(bundle, setting)
    model, crops = bundle.read(rule.file), sample_crops(rule.input_size)
    begin = perf_counter_ns()
    detect, info = _open(model, setting)
    loaded = perf_counter_ns()
    detect(crops[0])
    first = perf_counter_ns()
    if reason := _objection(detect, model, crops, setting):
        return Case(setting, "rejected", reason, info)
    start = Start(info, None, (loaded - begin) / 1e6, (first - loaded) / 1e6)
    pictures = cycle(crops)
    timed = time_watched(lambda: detect(next(pictures)), budget)
    return measured_case(setting, start, budget, timed)


def rule_of(bundle: Bundle, setting: Setting) -> DetectorRule:
    """The contract's rule of the detector that the setting's kind names."""
    faces = bundle.contract.faces
    return faces.still if setting.kind == "still_detector" else faces.camera


def worst_difference(
    detect: Detector, reference: Detector, crops: list[NDArray[np.uint8]]
) -> float:
    """Largest absolute difference of the two scores of any cell, over all pictures.

    It is not a number if a score is not.
    """
    each = [np.abs(detect(crop)[:, :2] - reference(crop)[:, :2]).max() for crop in crops]
    return float(np.max(each))


def _objection(
    detect: Detector, model: bytes, crops: list[NDArray[np.uint8]], setting: Setting
) -> str:
    """Why the answers cannot be right; empty if nothing speaks against them."""
    if setting.accelerator in ON_CPU:
        return ""
    network = Interpreter(model, 1, choose_backend(None))
    worst = worst_difference(detect, _runner(network), crops)
    if worst <= TOLERANCE:  # not a number compares as false
        return ""
    return f"its scores differ by up to {worst:.3g} from the CPU's, more than {TOLERANCE}"


def _open(model: bytes, setting: Setting) -> tuple[Detector, RuntimeInfo]:
    threads, backend = setting.threads, choose_backend(None)
    if setting.accelerator in ON_CPU:
        reason = "as requested" if setting.accelerator == "cpu" else "faces are found on the CPU"
        info = RuntimeInfo(backend, "cpu", threads, setting.accelerator, reason=reason)
        return _runner(Interpreter(model, threads, backend)), info
    from edge_runtime.engine.accelerators import open_variant

    network, name = open_variant(model, setting.accelerator, threads, backend)
    return _runner(network), RuntimeInfo(backend, name, threads, name, network.residency)


def _runner(network: Network) -> Detector:
    runner = network.signature()
    (name,) = runner.get_input_details()

    def detect(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
        try:
            outputs: dict[str, Any] = runner(**{name: crop[None]})
        except (ValueError, RuntimeError) as error:
            raise EngineError(f"the face detector did not run: {error}") from error
        (rows,) = outputs.values()
        answer: NDArray[np.float32] = rows[0]
        return answer

    return detect
