"""Results as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.records.case import Case
from benchmarks.records.result import Result
from benchmarks.report.console_text import memory_line

NONE = "n/a"


def markdown(results: Sequence[Result], plots: Sequence[str] = ()) -> str:
    """A page with tables of everything that was measured.

    Args:
        results: Results, in the order of the page.
        plots: Paths of pictures, relative to the page.
    """
    lines = ["# Measurements", "", *sections(results)]
    lines += [f"![{path}]({path})\n" for path in plots]
    return "\n".join(lines).rstrip() + "\n"


def sections(results: Sequence[Result], level: int = 2) -> list[str]:
    """Lines of one section per machine; consecutive results of one machine share a section.

    Args:
        results: Results, in the order of the page.
        level: Level of the headings.
    """
    lines: list[str] = []
    for i, result in enumerate(results):
        if i == 0 or machine_key(results[i - 1]) != machine_key(result):
            lines += [f"{'#' * level} {result.machine}", "", *title(result), ""]
        for table in (_cases(result), _stages(result), ratio_rows(result.ratios), _memory(result)):
            rows = list(table)
            lines += [*rows, ""] if rows else []
    return lines


def machine_key(result: Result) -> tuple[object, ...]:
    """Results with equal keys share a section: same machine, phone and bundle."""
    return (result.environment, result.phone, result.bundle)


def title(result: Result) -> Iterator[str]:
    """Lines that state the machine, the time, the bundle and the versions."""
    bundle = f"bundle {result.bundle.id} (contract {result.bundle.sha256[:16]})"
    yield f"{result.machine}, {result.made}, {bundle}."
    if result.phone is None:
        machine = result.environment
        versions = ", ".join(f"{name} {of}" for name, of in machine.packages.items() if of)
        yield (
            f"{machine.usable_processors} processors, {machine.machine}, {machine.system},"
            f" Python {machine.python}, {versions}."
        )
        return
    phone = result.phone
    yield (
        f"Android {phone.android} (API {phone.sdk}), {', '.join(phone.abis)}, build {phone.build},"
        f" governors {', '.join(phone.governors) or 'unknown'}, battery"
        f" {_number(phone.battery_percent, '{:.0f} %')}, app {phone.app or NONE}."
    )


def _cases(result: Result) -> Iterator[str]:
    if not result.cases:
        return
    yield "| case | ran on | p50 ms | p90 ms | p99 ms | runs | load ms | first ms | peak MiB |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|"
    for case in result.cases:
        yield f"| {case.setting} | {_ran_on(case)} | {' | '.join(_figures(case))} |"
    notes = [f"- {case.setting}: {note}" for case in result.cases for note in _notes(case)]
    yield from ["", *notes] if notes else []


def _ran_on(case: Case) -> str:
    if case.runtime is None:
        return NONE
    mark = "" if case.good else " ⚠"
    return f"{case.runtime.accelerator} ({case.runtime.residency}){mark}"


def _figures(case: Case) -> Iterator[str]:
    if case.status != "measured":
        yield from (case.status, *[NONE] * 6)
        return
    spread = case.spread
    yield _number(spread.p50) if spread else f"mean {case.mean_ms:.2f}"
    yield _number(spread.p90 if spread else None)
    yield _number(spread.p99 if spread else None)
    yield str(len(case.times_ms) or NONE)
    yield _number(case.load_ms, "{:.0f}")
    yield _number(case.first_run_ms)
    yield _number(case.peak_rss_kb / 1024 if case.peak_rss_kb else None, "{:.0f}")


def _notes(case: Case) -> Iterator[str]:
    if case.reason:
        yield case.reason
    if case.per_second:
        yield f"{case.per_second:.2f} pictures per second"
    if case.joules_per_run:
        yield f"{1000 * case.joules_per_run:.1f} mJ a run (processor package)"
    yield from (f"⚠ {disturbance}" for disturbance in case.disturbances)


def _stages(result: Result) -> Iterator[str]:
    staged = [(case, case.stages_ms) for case in result.cases if case.stages_ms]
    if not staged:
        return
    names = list(staged[0][1])
    yield f"| scan of | {' | '.join(f'{name} ms' for name in names)} |"
    yield f"|---|{'---:|' * len(names)}"
    for case, stages in staged:
        cells = " | ".join(_number(stages.get(name)) for name in names)
        yield f"| {case.setting.megapixels} MP | {cells} |"


def ratio_rows(ratios: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Table of ratio records in JSON; nothing if there are none."""
    if not ratios:
        return
    yield "| ratio | of | to | median | 95 % interval | limit | |"
    yield "|---|---|---|---:|---:|---:|---|"
    for record in ratios:
        ratio = record["ratio"]
        outcome = {True: "holds", False: "**does not hold**", None: "undecided"}[record["holds"]]
        noise = f" (noisy: {'; '.join(record['disturbances'])})" if record["noisy"] else ""
        yield (
            f"| {record['benchmark']} | {record['subject']['name']} |"
            f" {record['baseline']['name']} | {ratio['median']:.3f} |"
            f" {ratio['low']:.3f}-{ratio['high']:.3f} | {record['limit']:.3f} |"
            f" {outcome}{noise} |"
        )


def _memory(result: Result) -> Iterator[str]:
    if result.memory is not None:
        yield f"Memory: {memory_line(result.memory)}."


def _number(value: float | None, form: str = "{:.2f}") -> str:
    return NONE if value is None else form.format(value)
