"""Writes the record of a load: JSON, Markdown, plot, and the section of the README."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.records.json_file import write_json, write_text
from benchmarks.serving.markdown import markdown, put_figures
from benchmarks.serving.plot import draw

README = Path(__file__).with_name("README.md")
RESULTS = Path(__file__).parents[1] / "results"


def write(record: Mapping[str, Any], target: Path) -> None:
    """Write the record as JSON, and beside it a Markdown page and a plot.

    Args:
        record: Value that `measure_load` returns.
        target: The JSON file; the others have its name with another suffix.

    Raises:
        OSError: If a file cannot be written.
    """
    write_json(target, record)
    picture = target.with_suffix(".png")
    draw(record, picture)
    title, image = "# The server under load", f"![Response times and memory]({picture.name})"
    write_text(target.with_suffix(".md"), "\n\n".join([title, markdown(record), image]) + "\n")


def quote(record: Mapping[str, Any], readme: Path = README) -> None:
    """Fill the README's section of figures.

    Raises:
        ValueError: If the README has no such section.
    """
    write_text(readme, put_figures(readme.read_text("utf-8"), markdown(record)))
