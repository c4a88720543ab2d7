"""Makes a case of the app's record."""

from __future__ import annotations

import numpy as np

from benchmarks.measure.noise import of_spread
from benchmarks.phone.app_record import PhoneCase, PhoneRecord, PhoneState
from benchmarks.phone.errors import RecordError
from benchmarks.records.case import (
    Battery,
    Case,
    GoldenCheck,
    Setting,
    Thermal,
    rounded,
    spread_of,
)
from edge_runtime.result.scan_result import Residency, RuntimeInfo

BACKEND = "org.tensorflow.lite"
THROTTLING = 2
"""Android's THERMAL_STATUS_MODERATE; from this status on, the processors are slowed down."""


def case_of_record(record: PhoneRecord, setting: Setting) -> Case:
    """Make a case of a record.

    Args:
        record: The app's record, of one case.
        setting: What was requested.

    Raises:
        RecordError: If status, times and golden vectors of the record contradict each other.
    """
    found = record.cases[0]
    if (found.status == "measured") != bool(found.run_ns):
        raise RecordError(f"{found.accelerator}: status {found.status!r} contradicts the times")
    check = _golden_check(found)
    if not found.run_ns:
        return Case(setting, found.status, found.reason or "no reason given", gate=check)
    if check is None or check.failed:
        raise RecordError(f"{found.accelerator}: measured without passing the golden vectors")
    return _measured(found, check, setting, record.warm_ups)


def _measured(found: PhoneCase, check: GoldenCheck, setting: Setting, warm_up: int) -> Case:
    times = np.array(found.run_ns) / 1e6
    states = ((0.0, found.before), (float(times.sum()), found.after))
    return Case(
        setting=setting,
        status="measured",
        reason="",
        runtime=_runtime(found),
        gate=check,
        load_ms=found.load_ms,
        first_run_ms=found.first_run_ms,
        warm_up=warm_up,
        times_ms=rounded(times),
        mean_ms=round(float(times.mean()), 4),
        spread=spread_of(times),
        thermal=_thermal(states),
        battery=_battery(states),
        disturbances=(*of_spread("times", times), *of_heat(found.before, found.after)),
    )


def of_heat(before: PhoneState, after: PhoneState) -> list[str]:
    """The disturbance by throttling, as text; none below `THROTTLING`."""
    worst = max(before.thermal_status or 0, after.thermal_status or 0)
    if worst < THROTTLING:
        return []
    return [f"the phone was throttled: thermal status {worst}"]


def _runtime(found: PhoneCase) -> RuntimeInfo:
    """What ran; TFLite's delegates do not report which operators they left to the CPU."""
    residency: Residency = "full" if found.accelerator == "cpu" else "unknown"
    return RuntimeInfo(
        backend=BACKEND,
        accelerator=found.accelerator,
        threads=found.threads,
        requested=found.accelerator,
        residency=residency,
        reason="as requested",
    )


def _golden_check(found: PhoneCase) -> GoldenCheck | None:
    if not found.golden:
        return None
    wrong = sum(not line.ok for line in found.golden)
    return GoldenCheck(len(found.golden), wrong, max(line.logit_error for line in found.golden))


def _thermal(states: tuple[tuple[float, PhoneState], ...]) -> tuple[Thermal, ...]:
    return tuple(
        Thermal(at, state.thermal_status)
        for at, state in states
        if state.thermal_status is not None
    )


def _battery(states: tuple[tuple[float, PhoneState], ...]) -> tuple[Battery, ...]:
    found = []
    for at, state in states:
        percent, celsius, charging = (
            state.battery_percent,
            state.battery_celsius,
            state.charging,
        )
        if percent is not None and celsius is not None and charging is not None:
            found.append(Battery(at, percent, celsius, charging))
    return tuple(found)
