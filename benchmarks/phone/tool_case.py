"""One case measured by ``benchmark_model``, a binary that the user supplies for the phone."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure.benchmark_model import UnreadableOutputError, options, read_output
from benchmarks.measure.case import Case, Setting
from benchmarks.measure.run_budget import Effort
from benchmarks.phone.abi import abis_of_program, need_abi
from benchmarks.phone.adb import Adb
from benchmarks.phone.app_case import GRACE
from benchmarks.phone.errors import PhoneError
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.result.scan_result import Residency, RuntimeInfo

FOLDER = "/data/local/tmp/edge-bench"
"""Where adb may write and run programs on every Android."""


def push_tool(adb: Adb, binary: Path) -> str:
    """Copy the program to the device.

    Returns:
        Its path there.

    Raises:
        InstallError: If it is made for another processor.
        PhoneError: If it does not arrive or may not be run.
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
    adb: Adb, tool: str, setting: Setting, bundle: Bundle, folder: str, effort: Effort
) -> Case:
    """Measure one case.

    The program cannot replay golden vectors: the case has no gate, and says so.

    Args:
        adb: The device.
        tool: The program's path there.
        setting: Accelerator and threads.
        bundle: The one pushed.
        folder: Its folder there.
        effort: How long.

    Raises:
        PhoneError: If the device cannot be reached.
    """
    model = f"{folder}/{bundle.contract.model.file}"
    words = options(
        model, setting.accelerator, setting.threads, effort.warm_up, effort.runs, effort.seconds
    )
    answer = adb.shell([tool, *words], seconds=GRACE + 3 * effort.seconds)
    if answer.code:
        lines = answer.text.splitlines()
        return Case(setting, "failed", lines[-1] if lines else f"exit code {answer.code}")
    return read_case(answer.text, setting, effort)


def read_case(text: str, setting: Setting, effort: Effort) -> Case:
    """What the program printed, as a case; it gives a mean and no times."""
    try:
        found = read_output(text)
    except UnreadableOutputError as error:
        return Case(setting, "failed", str(error))
    if setting.accelerator != "cpu" and found.delegate is None:
        return Case(setting, "unavailable", "benchmark_model applied no delegate for it")
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
        warm_up=effort.warm_up,
        mean_ms=found.mean_ms,
        peak_rss_kb=found.peak_rss_kb,
        disturbances=("benchmark_model replays no golden vectors and gives no percentiles",),
    )
