"""The record of a load in words: a table of the sides, and one of the promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from edge_runtime.files.page_section import fill_section

PLACE = "load"
"""Where a README quotes the report."""

NOT_MEASURED = "Not measured yet on a quiet machine."
_HOLDS = {True: "holds", False: "**does not hold**", None: "undecided"}
_SIDES = ("server", "baseline")


def in_words(record: Mapping[str, Any]) -> str:
    """The report as Markdown without a title.

    Args:
        record: As `benchmarks.serving.run.measure` gives it.
    """
    return "\n".join([*_machine(record), "", *_sides(record), "", *_promises(record)])


def put_figures(readme: str, text: str) -> str:
    """A README with this text between its marks.

    Raises:
        ValueError: If the marks are missing.
    """
    return fill_section(readme, PLACE, text)


def _machine(record: Mapping[str, Any]) -> Iterator[str]:
    machine, plan = record["environment"], record["plan"]
    versions = ", ".join(f"{name} {of}" for name, of in machine["packages"].items() if of)
    yield (
        f"{machine['cpu']}, {machine['usable_processors']} processors, {machine['system']}, Python"
        f" {machine['python']}, {versions}. {record['measured']}."
    )
    yield (
        f"{plan['connections']} connections, {plan['seconds']:g} s of load for each side in"
        f" {plan['rounds']} turns, {plan['engines']} engines, a JPEG of"
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


def _promises(record: Mapping[str, Any]) -> Iterator[str]:
    yield "| promise | measured | limit | |"
    yield "|---|---:|---:|---|"
    for name, promise in record["promises"].items():
        figure = promise["figure"]
        measured = "not measured" if figure is None else f"{figure:.2f}".removesuffix(".00")
        yield f"| `{name}` | {measured} | {promise['limit']:g} | {_HOLDS[promise['holds']]} |"
