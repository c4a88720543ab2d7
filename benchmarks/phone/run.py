"""A whole measurement of a phone, from choosing it to its cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from benchmarks.measure.case import Case, Setting
from benchmarks.measure.run_budget import Effort
from benchmarks.phone import app
from benchmarks.phone.adb import Adb
from benchmarks.phone.app_case import measure_case
from benchmarks.phone.bundle_push import push_bundle
from benchmarks.phone.clock import Clock
from benchmarks.phone.cool_down import cool_down
from benchmarks.phone.errors import CrashError, InstallError, StartError, TimeOutError
from benchmarks.phone.facts import read_facts
from benchmarks.phone.phone_facts import PhoneFacts
from benchmarks.phone.progress import Key, Progress
from benchmarks.phone.tool_case import FOLDER, measure_with_tool, push_tool
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.result.scan_result import BundleRef

Engine: TypeAlias = Literal["app", "benchmark_model"]

CPU_THREADS = (1, 2, 4)
OTHERS = ("gpu-fp16", "gpu-fp32", "nnapi")


@dataclass(frozen=True, slots=True)
class Order:
    """What to measure.

    Attributes:
        bundle: An open bundle.
        effort: How long each case.
        settings: The cases, in order.
        apk: To install; None to take the app that is there.
        tool: ``benchmark_model`` for the phone; None for the app.
    """

    bundle: Bundle
    effort: Effort
    settings: tuple[Setting, ...]
    apk: Path | None
    tool: Path | None


def settings_of(engine: Engine, accelerators: tuple[str, ...] | None = None) -> tuple[Setting, ...]:
    """CPU with 1, 2 and 4 threads, then the accelerators."""
    cases = [("cpu", count) for count in CPU_THREADS] + [(name, 1) for name in OTHERS]
    wanted = accelerators or ("cpu", *OTHERS)
    return tuple(Setting("network", engine, name, count) for name, count in cases if name in wanted)


def measure_phone(
    adb: Adb, order: Order, progress: Path, tell: Callable[[str], None], clock: Clock | None = None
) -> tuple[PhoneFacts, list[Case]]:
    """Measure every case that is not measured yet.

    A case that crashes, hangs or cannot start is a failed case, and the next one follows; anything
    that ends the connection ends the run, and the next run goes on there.

    Args:
        adb: The device.
        order: What to measure.
        progress: File that keeps what is measured.
        tell: Takes lines for people.
        clock: To wait with.

    Raises:
        PhoneError: If the device cannot be reached, prepared, or has no room.
    """
    clock = clock or Clock()
    prepared = _prepare(adb, order, tell)
    facts = read_facts(adb, prepared.version)
    key = Key(adb.serial or "", facts.build, prepared.version, order.bundle.sha256, order.effort)
    kept = Progress(progress, key)
    tell(f"{facts.name}, Android {facts.android}, {facts.abis[0]}")
    cases = [_one(adb, order, prepared, setting, kept, tell, clock) for setting in order.settings]
    kept.end()
    return facts, cases


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Where things lie on the device, and the app's version."""

    folder: str
    tool: str | None
    version: str | None


def _prepare(adb: Adb, order: Order, tell: Callable[[str], None]) -> _Prepared:
    if order.tool is not None:
        tool = push_tool(adb, order.tool)
        return _Prepared(f"{FOLDER}/{push_bundle(adb, order.bundle, FOLDER)}", tool, None)
    if order.apk is not None:
        tell(f"installing {order.apk.name}")
        app.install(adb, order.apk)
    version = app.version(adb)
    if version is None:
        raise InstallError("the app is not installed: name its APK with --apk")
    app.start(adb, app.HOME, {})  # so that the app makes its files folder, and owns it
    adb.shell(["am", "force-stop", app.APPLICATION])
    return _Prepared(push_bundle(adb, order.bundle, app.FILES), None, version)


def _one(
    adb: Adb,
    order: Order,
    prepared: _Prepared,
    setting: Setting,
    kept: Progress,
    tell: Callable[[str], None],
    clock: Clock,
) -> Case:
    before = kept.get(setting)
    if before is not None:
        tell(f"{setting}: measured before")
        return before
    cool_down(adb, tell, clock)
    try:
        case = _measure(adb, order, prepared, setting, clock)
    except (CrashError, StartError, TimeOutError) as error:
        adb.shell(["true"])  # raises if the device went away: then it is no failed case
        case = Case(setting, "failed", str(error))
    kept.add(case)
    return case


def _measure(adb: Adb, order: Order, prepared: _Prepared, setting: Setting, clock: Clock) -> Case:
    if prepared.tool is not None:
        return measure_with_tool(
            adb, prepared.tool, setting, order.bundle, prepared.folder, order.effort
        )
    reference = BundleRef(order.bundle.contract.id, order.bundle.sha256)
    return measure_case(adb, setting, reference, prepared.folder, order.effort, clock)
