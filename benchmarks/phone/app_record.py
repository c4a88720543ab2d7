"""The app's record of a case (schema ``edge-bench/phone-record/1``), and the request for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.phone.errors import RecordError
from benchmarks.records.case import Setting, Status
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.result.scan_result import BundleRef

SCHEMA = "edge-bench/phone-record/1"


@dataclass(frozen=True, slots=True)
class GoldenLine:
    """Errors of one golden vector on the phone."""

    id: str
    ok: bool
    logit_error: float
    gate_error: float
    evidence_error: float


@dataclass(frozen=True, slots=True)
class PhoneState:
    """State of the phone; None for what it does not report."""

    thermal_status: int | None
    battery_celsius: float | None
    battery_percent: int | None
    charging: bool | None


@dataclass(frozen=True, slots=True)
class PhoneCase:
    """One case as the app writes it; `run_ns` are the times of the runs in nanoseconds."""

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
    before: PhoneState
    after: PhoneState


@dataclass(frozen=True, slots=True)
class PhoneDevice:
    """The device as the app reports it."""

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


def read_record(data: bytes, name: str, bundle: BundleRef, setting: Setting) -> PhoneRecord:
    """Read the record of one case, and check that it is the requested one.

    Args:
        data: Content of the file.
        name: Name of the file, for messages.
        bundle: The bundle that was to be measured.
        setting: What was requested.

    Returns:
        A record with exactly one case.

    Raises:
        RecordError: If it does not follow the schema, or is of another bundle or case.
    """
    try:
        body = json_document.body_of(json_document.load(data, name), SCHEMA)
        record = strict_reader.read(PhoneRecord, body)
    except ContractError as error:
        raise RecordError(f"{name} is not a record of this app: {error}") from error
    if record.bundle != bundle:
        raise RecordError(f"the app measured bundle {record.bundle.id}, not {bundle.id}")
    if len(record.cases) != 1:
        raise RecordError(f"{name} has {len(record.cases)} cases, one was requested")
    found = record.cases[0]
    if (found.accelerator, found.threads) != (setting.accelerator, setting.threads):
        raise RecordError(f"{name} is of {found.accelerator}, {found.threads} threads")
    return record


def suite_of(setting: Setting, warm_up: int, runs: int) -> Mapping[str, object]:
    """What the app shall measure, as its intent extra ``suite``."""
    return {
        "schema": "edge-bench/phone-suite/1",
        "warm_ups": warm_up,
        "runs": runs,
        "cases": [{"accelerator": setting.accelerator, "threads": setting.threads}],
    }
