"""The record of a load as Markdown: a table of the sides, and a table of the limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from edge_runtime.files.page_section import fill_section

SECTION = "load"
"""Name of the README's section with the report."""

NOT_MEASURED = "Not measured yet on a quiet machine."
_HOLDS = {True: "holds", False: "**does not hold**", None: "undecided"}
_SIDES = ("server", "baseline")


def markdown(record: Mapping[str, Any]) -> str:
    """The report as Markdown without a title.

    Args:
        record: Value that `benchmarks.serving.run.measure_load` returns.
    """
    return "\n".join([*_machine(record), "", *_sides(record), "", *_limits(record)])


def put_figures(readme: str, text: str) -> str:
    """The README with its section filled.

    Args:
        readme: Text of the README.
        text: New text of the section.

    Raises:
        ValueError: If the README has no such section.
    """
    return fill_section(readme, SECTION, text)


def _machine(record: Mapping[str, Any]) -> Iterator[str]:
    machine, plan = record["environment"], record["plan"]
    versions = ", ".join(f"{name} {of}" for name, of in machine["packages"].items() if of)
    yield (
        f"{machine['cpu']}, {machine['usable_processors']} processors, {machine['system']}, Python"
        f" {machine['python']}, {versions}. {record['measured']}."
    )
    yield (
        f"{plan['connections']} connections, {plan['seconds']:g} s of load for each side in"
        f" {plan['rounds']} rounds, {plan['engines']} engines, a JPEG of"
        f" {record['picture']['megapixels']} MP ({record['picture']['bytes']:,} bytes)."
    )
    for disturbance in record["disturbances"]:
        yield f"**Disturbed**: {disturbance}."


def _sides(record: Mapping[str, Any]) -> Iterator[str]:
    yield "| side | pictures/s | p50 ms | p99 ms | answers |"
    yield "|---|---:|---:|---:|---|"
    rates = sorted(record["engine_pictures_per_second"])
    yield f"| engine alone | {rates[len(rates) // 2]:.1f} | | | |"
    for side in _SIDES:
        figures = record[side]
        if figures is None:
            yield f"| {side} | not measured | | | |"
            continue
        statuses = ", ".join(
            f"{count:,} x {status}" for status, count in figures["statuses"].items()
        )
        yield (
            f"| {side} | {figures['pictures_per_second']:.1f} | {figures['p50_ms']:.0f} |"
            f" {figures['p99_ms']:.0f} | {statuses} |"
        )


def _limits(record: Mapping[str, Any]) -> Iterator[str]:
    yield "| figure | measured | limit | |"
    yield "|---|---:|---:|---|"
    for name, limit in record["promises"].items():
        figure = limit["figure"]
        measured = "not measured" if figure is None else f"{figure:.2f}".removesuffix(".00")
        yield f"| `{name}` | {measured} | {limit['limit']:g} | {_HOLDS[limit['holds']]} |"
