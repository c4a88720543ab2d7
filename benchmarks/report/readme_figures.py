"""Writes figures into marked sections of documentation pages, so that nobody types them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.records.json_file import write_text
from benchmarks.records.result import Result
from benchmarks.report.markdown import machine_key, ratio_rows, sections, title
from edge_runtime.files.page_section import fill_section

NOT_MEASURED = "Not measured."


def put_figures(page: Path, results: Sequence[Result], plots: Sequence[Path]) -> None:
    """Fill every marked section of a page.

    A section is ``<!-- NAME -->`` to ``<!-- /NAME -->`` with a name of `SECTIONS`.

    Args:
        page: A Markdown file.
        results: What was measured; if there is nothing for a section, it says so.
        plots: Plots that the section "measurements" shows.

    Raises:
        OSError: If it cannot be read or written.
        ValueError: If it has no such section, or a section has no end mark.
    """
    text = page.read_text("utf-8")
    links = [Path(os.path.relpath(plot, page.parent)).as_posix() for plot in plots]
    made = with_figures(text, results, links)
    if made == text:
        return
    write_text(page, made)


def with_figures(text: str, results: Sequence[Result], links: Sequence[str]) -> str:
    """The text of a page with its sections filled; see `put_figures`."""
    found = [name for name in SECTIONS if f"<!-- {name} -->" in text]
    if not found:
        raise ValueError(f"the page has no section for figures: <!-- {' or '.join(SECTIONS)} -->")
    for name in found:
        text = fill_section(text, name, SECTIONS[name](results, links) or NOT_MEASURED)
    return text


def _measurements(results: Sequence[Result], links: Sequence[str]) -> str:
    pictures = [f"![{Path(link).stem}]({link})" for link in links]
    return "\n".join([*sections(results, level=3), *pictures]).strip()


def _ratios(results: Sequence[Result], _links: Sequence[str]) -> str:
    """A table of ratios per machine, and on what they were measured."""
    lines: list[str] = []
    with_ratios = [result for result in results if result.ratios]
    for _, group in groupby(with_ratios, key=machine_key):
        first, *others = group
        ratios = [ratio for result in (first, *others) for ratio in result.ratios]
        lines += [*ratio_rows(ratios), "", " ".join(title(first)), ""]
    return "\n".join(lines).strip()


SECTIONS: Mapping[str, Callable[[Sequence[Result], Sequence[str]], str]] = {
    "measurements": _measurements,
    "ratios": _ratios,
}
"""Functions that make the text of a section, by its name."""
