"""Puts the record of a load where people read it: ``python -m benchmarks.serving.publish FILE``."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.serving.plot import draw
from benchmarks.serving.report import in_words, put_figures
from edge_runtime.files.atomic_write import atomic_write

README = Path(__file__).with_name("README.md")
RESULTS = Path(__file__).parents[1] / "results"


def write(record: Mapping[str, Any], target: Path) -> None:
    """Write the record as JSON, and beside it as Markdown and as a picture.

    Args:
        record: As `benchmarks.serving.run.measure` gives it.
        target: Name of the JSON file.

    Raises:
        OSError: If a file cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, json.dumps(record, allow_nan=False) + "\n")
    picture = target.with_suffix(".png")
    draw(record, picture)
    title, image = "# The server under load", f"![Times to answer, and memory]({picture.name})"
    _write(target.with_suffix(".md"), "\n\n".join([title, in_words(record), image]) + "\n")


def quote(record: Mapping[str, Any], readme: Path = README) -> None:
    """Put the figures into the README.

    Raises:
        ValueError: If it has no place for them.
    """
    _write(readme, put_figures(readme.read_text("utf-8"), in_words(record)))


def _write(target: Path, text: str) -> None:
    with atomic_write(target) as part:
        part.write_text(text, "utf-8")


if __name__ == "__main__":
    for name in map(Path, sys.argv[1:]):
        told = json.loads(name.read_text("utf-8"))
        write(told, name)
        quote(told)
