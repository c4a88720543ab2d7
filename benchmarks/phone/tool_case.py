"""Measures one case with ``benchmark_model``, a binary that the user supplies for the phone."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure.benchmark_model import UnreadableOutputError, options, read_output
from benchmarks.measure.run_budget import RunBudget
from benchmarks.phone.abi import abis_of_program, need_abi
from benchmarks.phone.adb import Adb
from benchmarks.phone.app_case import GRACE
from benchmarks.phone.errors import PhoneError
from benchmarks.records.case import Case, Setting
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.result.scan_result import Residency, RuntimeInfo

FOLDER = "/data/local/tmp/edge-bench"
"""Folder where adb may write and run programs on every Android version."""


def push_tool(adb: Adb, binary: Path) -> str:
    """Copy the program to the device.

    Returns:
        Path of the program on the device.

    Raises:
        InstallError: If it is built for another processor.
        PhoneError: If the copy fails, or the program cannot be made executable.
    """
    need_abi(adb, abis_of_program(binary), binary.name)
    target = f"{FOLDER}/benchmark_model"
    adb.shell(["mkdir", "-p", FOLDER])
    adb.push(binary, target)
    answer = adb.shell(["chmod", "755", target])
    if answer.code:
        raise PhoneError(f"{target} cannot be made executable: {answer.text}")
    return target


def measure_with_tool(
    adb: Adb, tool: str, setting: Setting, bundle: Bundle, folder: str, budget: RunBudget
) -> Case:
    """Measure one case.

    The program cannot replay golden vectors: the case has no golden check, and says so.

    Args:
        adb: The device.
        tool: Path of the program on the device.
        setting: Accelerator and threads.
        bundle: The bundle on the device.
        folder: Its folder on the device.
        budget: How long to measure.

    Raises:
        PhoneError: If the device cannot be reached.
    """
    model = f"{folder}/{bundle.contract.model.file}"
    words = options(
        model, setting.accelerator, setting.threads, budget.warm_up, budget.runs, budget.seconds
    )
    answer = adb.shell([tool, *words], seconds=GRACE + 3 * budget.seconds)
    if answer.code:
        lines = answer.text.splitlines()
        return Case(setting, "failed", lines[-1] if lines else f"exit code {answer.code}")
    return read_case(answer.text, setting, budget)


def read_case(text: str, setting: Setting, budget: RunBudget) -> Case:
    """Make a case of the program's output, which has a mean and no single times."""
    try:
        found = read_output(text)
    except UnreadableOutputError as error:
        return Case(setting, "failed", str(error))
    if setting.accelerator != "cpu" and found.delegate is None:
        return Case(setting, "unavailable", "benchmark_model applied no delegate")
    residencies: dict[bool | None, Residency] = {True: "full", False: "partial", None: "unknown"}
    return Case(
        setting=setting,
        status="measured",
        reason="",
        runtime=RuntimeInfo(
            backend="benchmark_model",
            accelerator=setting.accelerator,
            threads=setting.threads,
            requested=setting.accelerator,
            residency="full" if setting.accelerator == "cpu" else residencies[found.whole],
            reason="as requested",
        ),
        load_ms=found.load_ms,
        first_run_ms=found.first_run_ms,
        warm_up=budget.warm_up,
        mean_ms=found.mean_ms,
        peak_rss_kb=found.peak_rss_kb,
        disturbances=("benchmark_model replays no golden vectors and gives no percentiles",),
    )
