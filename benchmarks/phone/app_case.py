"""Measures one case with the app: starts it, waits for its record, and fetches it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure.run_budget import RunBudget
from benchmarks.phone import app
from benchmarks.phone.adb import Adb
from benchmarks.phone.app_record import read_record, suite_of
from benchmarks.phone.app_record_case import case_of_record
from benchmarks.phone.clock import Clock
from benchmarks.phone.errors import (
    CrashError,
    RecordError,
    StartError,
    TimeOutError,
    error_of,
)
from benchmarks.records.case import Case, Setting
from edge_runtime.result.scan_result import BundleRef

GRACE = 120.0
"""Seconds for loading, compiling for an accelerator, golden vectors and warm-up."""

SLOWEST_MS = 500.0
"""Longest mean time of a run before the time limit is exceeded, milliseconds."""

POLL = 2.0
"""Seconds between two polls: so rare that adb does not disturb the measurement."""


def measure_case(
    adb: Adb, setting: Setting, bundle: BundleRef, folder: str, budget: RunBudget, clock: Clock
) -> Case:
    """Measure one case.

    Args:
        adb: The device, with the app and the bundle on it.
        setting: Accelerator and threads.
        bundle: The bundle on the device.
        folder: Name of its folder in the app's files.
        budget: Warm-up and runs; the app has no time limit of its own.
        clock: Clock to wait with.

    Raises:
        CrashError: If the app ended without writing a record.
        StartError: If the app did not start, or reports that it could not measure.
        TimeOutError: If the app takes too long.
        RecordError: If the record does not follow its schema.
        PhoneError: If the device cannot be reached.
    """
    name = f"edge-bench-{setting.accelerator}-{setting.threads}"
    path = f"{app.FILES}/{name}.json"
    adb.shell(["input", "keyevent", "KEYCODE_WAKEUP"])  # a sleeping phone keeps its fast cores off
    adb.shell(["rm", "-f", path])
    since = adb.shell(["date", "+%m-%d %H:%M:%S.000"]).out.strip()
    suite = json.dumps(suite_of(setting, budget.warm_up, budget.runs), separators=(",", ":"))
    app.start(adb, app.ACTIVITY, {"suite": suite, "out": name, "bundle": folder})
    _wait(adb, path, since, GRACE + budget.runs * SLOWEST_MS / 1000, clock)
    record = read_record(_fetch(adb, path), f"{name}.json", bundle, setting)
    return case_of_record(record, setting)


def _wait(adb: Adb, path: str, since: str, seconds: float, clock: Clock) -> None:
    """Wait until the record exists."""
    end = clock.now() + seconds
    while not _exists(adb, path):
        log = _log(adb, since)
        failure = failure_in(log)
        if failure:
            raise _failure_error(failure, adb.serial)
        if "BENCH written" in log and not _exists(adb, path):
            raise RecordError(f"the app wrote {path}, but this phone does not let adb read it")
        alive = adb.shell(["pidof", app.PROCESS]).code == 0
        if not alive and not _exists(adb, path):
            raise CrashError(_crash_reason(adb, since))
        if clock.now() > end:
            adb.shell(["am", "force-stop", app.APPLICATION])
            raise TimeOutError(f"the app gave no record within {seconds:.0f} s; it was stopped")
        clock.sleep(POLL)


def failure_in(log: str) -> str | None:
    """Why the app could not measure, from its log; None if the log reports no failure."""
    match = re.search(r"BENCH failed (.*)", log)
    return match[1].strip() if match else None


def crash_in(log: str) -> str:
    """Cause in a crash log: the last exception, or the signal that ended native code."""
    signal = re.search(r"Fatal signal \d+ \((\w+)\)", log)
    if signal:
        return f"native code was ended by {signal[1]}"
    causes: list[str] = re.findall(
        r"(?:Caused by: |E AndroidRuntime: )(\S*(?:Error|Exception).*)", log
    )
    return causes[-1].strip() if causes else "no crash in the log; Android may have stopped it"


def _failure_error(failure: str, serial: str | None) -> Exception:
    full = error_of("No space left on device" if "ENOSPC" in failure else failure, serial)
    return full or StartError(f"the app could not measure: {failure}")


def _crash_reason(adb: Adb, since: str) -> str:
    log = adb.shell(["logcat", "-d", "-b", "crash,main", "-T", since]).out
    return f"the app ended without a record: {crash_in(log)}"


def _log(adb: Adb, since: str) -> str:
    return adb.shell(["logcat", "-d", "-v", "raw", "-T", since, "-s", "Bench"]).out


def _exists(adb: Adb, path: str) -> bool:
    return adb.shell(["test", "-f", path]).code == 0


def _fetch(adb: Adb, path: str) -> bytes:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "record.json"
        adb.pull(path, target)
        return target.read_bytes()
