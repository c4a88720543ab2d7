"""One case measured by the app: start it, wait for its record, fetch it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure.case import Case, Setting
from benchmarks.measure.run_budget import Effort
from benchmarks.phone import app
from benchmarks.phone.adb import Adb
from benchmarks.phone.clock import Clock
from benchmarks.phone.errors import (
    CrashError,
    RecordError,
    StartError,
    TimeOutError,
    fault_of,
)
from benchmarks.phone.record import read_record, suite_of
from edge_runtime.result.scan_result import BundleRef

GRACE = 120.0
"""Seconds for loading, compiling on an accelerator, golden vectors and warming up."""

SLOWEST_MS = 500.0
"""A run that takes longer than this on average runs into the time-out."""

POLL = 2.0
"""Seconds between two looks: rarely enough that adb does not disturb what is measured."""


def measure_case(
    adb: Adb, setting: Setting, bundle: BundleRef, folder: str, effort: Effort, clock: Clock
) -> Case:
    """Measure one case.

    Args:
        adb: The device, with the app and the bundle on it.
        setting: Accelerator and threads.
        bundle: The one pushed.
        folder: Its name in the app's files.
        effort: Warm-up and runs; the app knows no limit in time.
        clock: To wait with.

    Raises:
        CrashError: If the app ended without a record.
        StartError: If it did not start, or says that it could not measure.
        TimeOutError: If it goes on for too long.
        RecordError: If its record has another form.
        PhoneError: If the device cannot be reached.
    """
    name = f"edge-bench-{setting.accelerator}-{setting.threads}"
    path = f"{app.FILES}/{name}.json"
    adb.shell(["input", "keyevent", "KEYCODE_WAKEUP"])  # asleep, it keeps its fast cores parked
    adb.shell(["rm", "-f", path])
    since = adb.shell(["date", "+%m-%d %H:%M:%S.000"]).out.strip()
    suite = json.dumps(suite_of(setting, effort.warm_up, effort.runs), separators=(",", ":"))
    app.start(adb, app.ACTIVITY, {"suite": suite, "out": name, "bundle": folder})
    _wait(adb, path, since, GRACE + effort.runs * SLOWEST_MS / 1000, clock)
    return read_record(_fetch(adb, path), f"{name}.json", bundle, setting)


def _wait(adb: Adb, path: str, since: str, seconds: float, clock: Clock) -> None:
    """Until the record is there."""
    end = clock.now() + seconds
    while not _exists(adb, path):
        log = _log(adb, since)
        complaint = complaint_in(log)
        if complaint:
            raise _complaint_error(complaint, adb.serial)
        if "BENCH written" in log and not _exists(adb, path):
            raise RecordError(f"the app wrote {path}, but this phone does not let adb read it")
        alive = adb.shell(["pidof", app.PROCESS]).code == 0
        if not alive and not _exists(adb, path):
            raise CrashError(_crash_words(adb, since))
        if clock.now() > end:
            adb.shell(["am", "force-stop", app.APPLICATION])
            raise TimeOutError(f"the app gave no record within {seconds:.0f} s; it was stopped")
        clock.sleep(POLL)


def complaint_in(log: str) -> str | None:
    """Why the app says that it did not measure; None if it does not say so."""
    match = re.search(r"BENCH failed (.*)", log)
    return match[1].strip() if match else None


def crash_in(log: str) -> str:
    """The cause in a crash log: the last exception, or the signal of native code."""
    signal = re.search(r"Fatal signal \d+ \((\w+)\)", log)
    if signal:
        return f"native code was ended by {signal[1]}"
    causes: list[str] = re.findall(
        r"(?:Caused by: |E AndroidRuntime: )(\S*(?:Error|Exception).*)", log
    )
    return causes[-1].strip() if causes else "no crash in the log: Android may have ended it"


def _complaint_error(complaint: str, serial: str | None) -> Exception:
    full = fault_of("No space left on device" if "ENOSPC" in complaint else complaint, serial)
    return full or StartError(f"the app could not measure: {complaint}")


def _crash_words(adb: Adb, since: str) -> str:
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
