"""``edge-runtime scan --stability``: the verdicts of a picture under harmless edits."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from edge_runtime.errors import ImageError
from edge_runtime.files.inputs import printable
from edge_runtime.files.json_document import value_of
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.pixels import image_of
from edge_runtime.result.plain_words import reasons_in_words
from edge_runtime.scan.stability import EditedVerdict, judge_edits
from edge_runtime.types import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_runtime.scan.scanner import Scanner


def print_stability(scanner: Scanner, paths: Sequence[Path], as_json: bool) -> bool:
    """Judge each picture under every edit, and print the verdicts.

    Args:
        scanner: An open scanner.
        paths: Pictures; one that cannot be read does not stop the others.
        as_json: One JSON line per picture instead of a table.

    Returns:
        Whether every picture could be read.
    """
    readable = True
    for path in paths:
        try:
            picture = image_of(read_rgb(path).pixels)
        except ImageError as error:
            print(f"{printable(str(path))}: {error.code}: {error.message}", file=sys.stderr)
            readable = False
            continue
        rows = list(judge_edits(scanner.scan, picture))
        print(_line(path, rows) if as_json else _table(path, rows))
    return readable


def _line(path: Path, rows: Sequence[EditedVerdict]) -> str:
    return json.dumps({"source": printable(str(path)), "edits": [value_of(row) for row in rows]})


def _table(path: Path, rows: Sequence[EditedVerdict]) -> str:
    lines = [printable(str(path)), *map(_row, rows)]
    verdicts = {row.verdict for row in rows}
    if {Verdict.REAL, Verdict.FAKE} <= verdicts:
        lines.append("  An edit turns REAL into FAKE, or back: do not rely on this verdict.")
    return "\n".join(lines)


def _row(row: EditedVerdict) -> str:
    if row.verdict is None or row.probability is None:
        return f"  {row.edit:<16}  FAILED        -"
    told = ", ".join(reasons_in_words([each for each in row.reasons if each != "faces_omitted"]))
    return f"  {row.edit:<16}  {row.verdict:<7}  {row.probability:>7.3f}  {told}".rstrip()
