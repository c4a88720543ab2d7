"""Figures put into pages of documentation by a program, between two marks, and never by hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.report.markdown import place_of, ratio_rows, sections, title
from benchmarks.report.result import Result
from edge_runtime.files.atomic_write import atomic_write
from model_dev.sealing.page_section import fill_place

NOT_MEASURED = "Not measured."


def put_figures(page: Path, results: Sequence[Result], plots: Sequence[Path]) -> None:
    """Make every marked place of a page anew.

    Places are ``<!-- NAME -->`` to ``<!-- /NAME -->`` with a name of ``PLACES``.

    Args:
        page: A Markdown file.
        results: What was measured; where there is nothing, the page says so.
        plots: Pictures to show where there is room for them.

    Raises:
        OSError: If it cannot be read or written.
        ValueError: If it has no such place, or a place does not end.
    """
    text = page.read_text("utf-8")
    links = [Path(os.path.relpath(plot, page.parent)).as_posix() for plot in plots]
    made = with_figures(text, results, links)
    if made == text:
        return
    with atomic_write(page) as part:
        part.write_text(made, "utf-8")


def with_figures(text: str, results: Sequence[Result], links: Sequence[str]) -> str:
    """The text of a page with its places made anew; see `put_figures`."""
    found = [name for name in PLACES if f"<!-- {name} -->" in text]
    if not found:
        raise ValueError(f"the page has no place for figures: <!-- {' or '.join(PLACES)} -->")
    for name in found:
        text = fill_place(text, name, PLACES[name](results, links) or NOT_MEASURED)
    return text


def _everything(results: Sequence[Result], links: Sequence[str]) -> str:
    pictures = [f"![{Path(link).stem}]({link})" for link in links]
    return "\n".join([*sections(results, level=3), *pictures]).strip()


def _promises(results: Sequence[Result], _links: Sequence[str]) -> str:
    """The ratios, a table a machine, and what they are of."""
    lines: list[str] = []
    with_ratios = [result for result in results if result.ratios]
    for _, group in groupby(with_ratios, key=place_of):
        first, *others = group
        ratios = [ratio for result in (first, *others) for ratio in result.ratios]
        lines += [*ratio_rows(ratios), "", " ".join(title(first)), ""]
    return "\n".join(lines).strip()


PLACES: Mapping[str, Callable[[Sequence[Result], Sequence[str]], str]] = {
    "measurements": _everything,
    "ratios": _promises,
}
"""What goes into a place, by its name."""
