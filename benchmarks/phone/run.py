"""Measures a phone: prepares it, then measures every case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from benchmarks.measure.run_budget import RunBudget
from benchmarks.phone import app
from benchmarks.phone.adb import Adb
from benchmarks.phone.app_case import measure_case
from benchmarks.phone.bundle_push import push_bundle
from benchmarks.phone.clock import Clock
from benchmarks.phone.cool_down import cool_down
from benchmarks.phone.errors import CrashError, InstallError, StartError, TimeOutError
from benchmarks.phone.facts import read_facts
from benchmarks.phone.progress import Key, Progress
from benchmarks.phone.tool_case import FOLDER, measure_with_tool, push_tool
from benchmarks.records.case import Case, Setting
from benchmarks.records.phone_facts import PhoneFacts
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.result.scan_result import BundleRef

Engine: TypeAlias = Literal["app", "benchmark_model"]

CPU_THREADS = (1, 2, 4)
OTHERS = ("gpu-fp16", "gpu-fp32", "nnapi")


@dataclass(frozen=True, slots=True)
class PhoneJob:
    """What to measure on a phone.

    Attributes:
        bundle: An open bundle.
        budget: How long to measure each case.
        settings: The cases, in order.
        apk: The app to install; None to use the installed app.
        tool: ``benchmark_model`` for the phone; None to measure with the app.
    """

    bundle: Bundle
    budget: RunBudget
    settings: tuple[Setting, ...]
    apk: Path | None
    tool: Path | None


def settings_of(engine: Engine, accelerators: tuple[str, ...] | None = None) -> tuple[Setting, ...]:
    """Settings of the CPU with 1, 2 and 4 threads, then of the accelerators.

    Args:
        engine: What measures.
        accelerators: The ones to keep; None for all.
    """
    cases = [("cpu", count) for count in CPU_THREADS] + [(name, 1) for name in OTHERS]
    wanted = accelerators or ("cpu", *OTHERS)
    return tuple(Setting("network", engine, name, count) for name, count in cases if name in wanted)


def measure_phone(
    adb: Adb,
    job: PhoneJob,
    progress: Path,
    report: Callable[[str], None],
    clock: Clock | None = None,
) -> tuple[PhoneFacts, list[Case]]:
    """Measure every case that is not measured yet.

    A case that crashes, hangs or cannot start is a failed case, and the next case follows. If the
    connection is lost, the run ends, and the next run continues there.

    Args:
        adb: The device.
        job: What to measure.
        progress: File that keeps measured cases.
        report: Receives progress lines.
        clock: Clock to wait with; None for the real one.

    Raises:
        PhoneError: If the device cannot be reached, prepared, or has no space left.
    """
    clock = clock or Clock()
    prepared = _prepare(adb, job, report)
    facts = read_facts(adb, prepared.version)
    key = Key(adb.serial or "", facts.build, prepared.version, job.bundle.sha256, job.budget)
    kept = Progress(progress, key)
    report(f"{facts.name}, Android {facts.android}, {facts.abis[0]}")
    cases = [_one(adb, job, prepared, setting, kept, report, clock) for setting in job.settings]
    kept.delete()
    return facts, cases


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Paths on the device, and the version of the app."""

    folder: str
    tool: str | None
    version: str | None


def _prepare(adb: Adb, job: PhoneJob, report: Callable[[str], None]) -> _Prepared:
    if job.tool is not None:
        tool = push_tool(adb, job.tool)
        return _Prepared(f"{FOLDER}/{push_bundle(adb, job.bundle, FOLDER)}", tool, None)
    if job.apk is not None:
        report(f"installing {job.apk.name}")
        app.install(adb, job.apk)
    version = app.version(adb)
    if version is None:
        raise InstallError("the app is not installed: name its APK with --apk")
    app.start(adb, app.HOME, {})  # makes the app create its files folder, and own it
    adb.shell(["am", "force-stop", app.APPLICATION])
    return _Prepared(push_bundle(adb, job.bundle, app.FILES), None, version)


def _one(
    adb: Adb,
    job: PhoneJob,
    prepared: _Prepared,
    setting: Setting,
    kept: Progress,
    report: Callable[[str], None],
    clock: Clock,
) -> Case:
    before = kept.get(setting)
    if before is not None:
        report(f"{setting}: already measured")
        return before
    cool_down(adb, report, clock)
    try:
        case = _measure(adb, job, prepared, setting, clock)
    except (CrashError, StartError, TimeOutError) as error:
        adb.shell(["true"])  # raises if the device is disconnected: then the case did not fail
        case = Case(setting, "failed", str(error))
    kept.add(case)
    return case


def _measure(adb: Adb, job: PhoneJob, prepared: _Prepared, setting: Setting, clock: Clock) -> Case:
    if prepared.tool is not None:
        return measure_with_tool(
            adb, prepared.tool, setting, job.bundle, prepared.folder, job.budget
        )
    reference = BundleRef(job.bundle.contract.id, job.bundle.sha256)
    return measure_case(adb, setting, reference, prepared.folder, job.budget, clock)
