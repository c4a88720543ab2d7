"""What the app writes (schema ``edge-bench/phone-record/1``), read into a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.measure.case import (
    Battery,
    Case,
    Gate,
    Setting,
    Status,
    Thermal,
    rounded,
    spread_of,
)
from benchmarks.measure.noise import of_spread
from benchmarks.phone.errors import RecordError
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.result.scan_result import BundleRef, Residency, RuntimeInfo

SCHEMA = "edge-bench/phone-record/1"
BACKEND = "org.tensorflow.lite"
THROTTLING = 2
"""Android's THERMAL_STATUS_MODERATE, from which on it slows the processors."""


@dataclass(frozen=True, slots=True)
class GoldenLine:
    """One golden vector on the phone."""

    id: str
    ok: bool
    logit_error: float
    gate_error: float
    evidence_error: float


@dataclass(frozen=True, slots=True)
class State:
    """The phone at a moment; what it does not tell is None."""

    thermal_status: int | None
    battery_celsius: float | None
    battery_percent: int | None
    charging: bool | None


@dataclass(frozen=True, slots=True)
class PhoneCase:
    """One case as the app writes it; times of runs in nanoseconds."""

    accelerator: str
    threads: int
    status: Status
    reason: str
    golden: tuple[GoldenLine, ...]
    load_ms: float | None
    first_run_ms: float | None
    p50_ms: float | None
    p90_ms: float | None
    p99_ms: float | None
    run_ns: tuple[int, ...]
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class PhoneDevice:
    """The device as the app sees it."""

    manufacturer: str
    model: str
    soc: str | None
    fingerprint: str
    android: int
    abis: tuple[str, ...]
    cores: int
    app: str


@dataclass(frozen=True, slots=True)
class PhoneRecord:
    """A whole record."""

    made: str
    device: PhoneDevice
    bundle: BundleRef
    warm_ups: int
    runs: int
    cases: tuple[PhoneCase, ...]


def read_record(data: bytes, name: str, bundle: BundleRef, setting: Setting) -> Case:
    """Read the record of one case.

    Args:
        data: The file's bytes.
        name: What to call it in an error.
        bundle: The one that was to be measured.
        setting: What was asked for.

    Raises:
        RecordError: If it has another form, or is of another bundle or case.
    """
    try:
        body = json_document.body_of(json_document.load(data, name), SCHEMA)
        record = strict_reader.read(PhoneRecord, body)
    except ContractError as error:
        raise RecordError(f"{name} is not a record of this app: {error}") from error
    if record.bundle != bundle:
        raise RecordError(f"the app measured bundle {record.bundle.id}, not {bundle.id}")
    if len(record.cases) != 1:
        raise RecordError(f"{name} has {len(record.cases)} cases, one was asked for")
    found = record.cases[0]
    if (found.accelerator, found.threads) != (setting.accelerator, setting.threads):
        raise RecordError(f"{name} is of {found.accelerator}, {found.threads} threads")
    return _case(found, record, setting)


def _case(found: PhoneCase, record: PhoneRecord, setting: Setting) -> Case:
    if (found.status == "measured") != bool(found.run_ns):
        raise RecordError(f"{found.accelerator}: a figure goes with the status 'measured' only")
    gate = _gate(found)
    if not found.run_ns:
        return Case(setting, found.status, found.reason or "no reason given", gate=gate)
    if gate is None or gate.failed:
        raise RecordError(f"{found.accelerator}: measured without passing the golden vectors")
    times = np.array(found.run_ns) / 1e6
    total = float(times.sum())
    moments = ((0.0, found.before), (total, found.after))
    return Case(
        setting=setting,
        status="measured",
        reason="",
        runtime=_runtime(found),
        gate=gate,
        load_ms=found.load_ms,
        first_run_ms=found.first_run_ms,
        warm_up=record.warm_ups,
        times_ms=rounded(times),
        mean_ms=round(float(times.mean()), 4),
        spread=spread_of(times),
        thermal=_thermal(moments),
        battery=_battery(moments),
        disturbances=(*of_spread("times", times), *of_heat(found.before, found.after)),
    )


def of_heat(before: State, after: State) -> list[str]:
    """What the thermal status says of a measurement."""
    worst = max(before.thermal_status or 0, after.thermal_status or 0)
    if worst < THROTTLING:
        return []
    return [f"the phone was throttled: thermal status {worst}"]


def _runtime(found: PhoneCase) -> RuntimeInfo:
    """TFLite's delegates do not tell which operators they left to the CPU."""
    residency: Residency = "full" if found.accelerator == "cpu" else "unknown"
    return RuntimeInfo(
        backend=BACKEND,
        accelerator=found.accelerator,
        threads=found.threads,
        requested=found.accelerator,
        residency=residency,
        reason="as requested",
    )


def _gate(found: PhoneCase) -> Gate | None:
    if not found.golden:
        return None
    wrong = sum(not line.ok for line in found.golden)
    return Gate(len(found.golden), wrong, max(line.logit_error for line in found.golden))


def _thermal(moments: tuple[tuple[float, State], ...]) -> tuple[Thermal, ...]:
    return tuple(
        Thermal(at, state.thermal_status)
        for at, state in moments
        if state.thermal_status is not None
    )


def _battery(moments: tuple[tuple[float, State], ...]) -> tuple[Battery, ...]:
    found = []
    for at, state in moments:
        percent, celsius, charging = (
            state.battery_percent,
            state.battery_celsius,
            state.charging,
        )
        if percent is not None and celsius is not None and charging is not None:
            found.append(Battery(at, percent, celsius, charging))
    return tuple(found)


def suite_of(setting: Setting, warm_up: int, runs: int) -> Mapping[str, object]:
    """What the app is asked, as its extra ``suite``."""
    return {
        "schema": "edge-bench/phone-suite/1",
        "warm_ups": warm_up,
        "runs": runs,
        "cases": [{"accelerator": setting.accelerator, "threads": setting.threads}],
    }
