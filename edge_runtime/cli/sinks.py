"""Where results of a scan go: stdout, a CSV file, a report, a folder of overlays."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from edge_runtime.files.atomic_write import atomic_write
from edge_runtime.files.inputs import printable, unicode_of

if TYPE_CHECKING:
    from edge_runtime.bundle.contract import Contract, CropRule
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.result.video_result import VideoResult

    AnyResult: TypeAlias = ScanResult | VideoResult
    Sink: TypeAlias = Callable[[Path, AnyResult], None]


def print_json(_: Path, result: AnyResult) -> None:
    """Print one line of JSON."""
    line = {**result.to_json(), "source": unicode_of(result.source)}
    print(json.dumps(line, allow_nan=False), flush=True)


@contextmanager
def print_table(paths: Sequence[Path]) -> Iterator[Sink]:
    """Print a line per result, and the totals when all are there."""
    from edge_runtime.output.table import Table

    table = Table([str(path) for path in paths], colour=sys.stdout.isatty())
    print(table.header(), flush=True)
    yield lambda _, result: print(table.row(result), flush=True)
    print("", *table.footer(), sep="\n")


@contextmanager
def write_csv(target: Path) -> Iterator[Sink]:
    """Write a CSV file, which appears when the block ends."""
    from edge_runtime.output.csv_file import CsvFile

    with (
        atomic_write(target) as temporary,
        temporary.open("w", newline="", encoding="utf-8") as file,
    ):
        table = CsvFile(file)
        yield lambda _, result: table.add(result)


@contextmanager
def write_report(target: Path, contract: Contract) -> Iterator[Sink]:
    """Write the HTML report, which appears when the block ends."""
    from edge_runtime.output.html_report import Report

    with atomic_write(target) as temporary, Report(contract) as report:
        yield report.add
        with temporary.open("w", encoding="utf-8") as file:
            report.write(file)


@contextmanager
def draw_overlays(folder: Path, crop: CropRule, paths: Sequence[Path]) -> Iterator[Sink]:
    """Write the evidence over each picture, or a video's key frame, as ``NAME.evidence.jpg``.

    Where a name repeats, that of the picture's folder stands before it. No input is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    repeated = {name for name, times in Counter(path.name for path in paths).items() if times > 1}
    inside = folder.resolve()
    taken = {path.name for path in paths if path.parent.resolve() == inside}

    def sink(path: Path, result: AnyResult) -> None:
        if result.verdict is not None:
            parent = path.absolute().parent.name
            name = f"{parent}-{path.name}" if path.name in repeated and parent else path.name
            _draw(path, result, crop, folder / _free_name(name, taken))

    yield sink


def _draw(path: Path, result: AnyResult, crop: CropRule, target: Path) -> None:
    from edge_runtime.errors import ImageError
    from edge_runtime.output.displayed_picture import displayed_picture
    from edge_runtime.output.overlay import draw_evidence

    try:
        rgb, still = displayed_picture(path, result)
    except ImageError as error:
        print(f"edge-runtime: no overlay for {printable(result.source)}: {error}", file=sys.stderr)
        return
    with atomic_write(target) as temporary:
        draw_evidence(rgb, still, crop).save(temporary, "JPEG", quality=92)


def _free_name(name: str, taken: set[str]) -> str:
    """A number is added to a name that is taken."""
    number = 1
    free = f"{name}.evidence.jpg"
    while free in taken:
        number += 1
        free = f"{name}.{number}.evidence.jpg"
    taken.add(free)
    return free
