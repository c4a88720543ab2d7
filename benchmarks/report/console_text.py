"""Cases as lines of text for the console."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.records.case import Case
from benchmarks.records.memory_run import MemoryRun


def case_lines(case: Case) -> Iterator[str]:
    """One line for a case, one for the steps of a scan, and one for each disturbance."""
    if case.status != "measured":
        yield f"{case.setting}: {case.status}: {case.reason}"
        return
    yield f"{case.setting}: {figures_text(case)}"
    if case.stages_ms:
        yield "  " + ", ".join(f"{step} {ms:.2f} ms" for step, ms in case.stages_ms.items())
    for disturbance in case.disturbances:
        yield f"  noisy: {disturbance}"


def figures_text(case: Case) -> str:
    """The figures of a measured case on one line."""
    words = [f"mean {case.mean_ms:.2f} ms"] if case.spread is None else []
    if case.spread is not None:
        words = [f"p50 {case.spread.p50:.2f} ms", f"p90 {case.spread.p90:.2f}"]
        words += [f"p99 {case.spread.p99:.2f}"] if case.spread.p99 is not None else []
        words += [f"{len(case.times_ms)} runs"]
    if case.load_ms is not None and case.first_run_ms is not None:
        words += [f"load {case.load_ms:.0f} ms, first run {case.first_run_ms:.1f} ms"]
    words += [f"{case.per_second:.1f} pictures/s"] if case.per_second else []
    words += [f"peak {case.peak_rss_kb / 1024:.0f} MiB"] if case.peak_rss_kb else []
    words += [f"{1000 * case.joules_per_run:.1f} mJ a run"] if case.joules_per_run else []
    return ", ".join(words)


def memory_line(run: MemoryRun) -> str:
    """Result of a memory run on one line."""
    growth = (run.final_kb - run.settled_kb) / 1024
    outcome = "flat" if run.flat else "GROWS"
    return (
        f"{run.scans} scans: {run.settled_kb / 1024:.0f} MiB settled,"
        f" {run.final_kb / 1024:.0f} MiB at the end ({growth:+.1f} MiB,"
        f" limit {run.limit_kb / 1024:.0f}): {outcome}"
    )
