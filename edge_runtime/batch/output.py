"""Finished shards become the output: JSON lines, CSV or Parquet, in the order of the inputs."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from edge_runtime.batch.batch_error import BatchRefused
from edge_runtime.batch.batch_folder import Parts
from edge_runtime.batch.plan import Plan
from edge_runtime.batch.rows import row_of
from edge_runtime.batch.storage import place

Append: TypeAlias = Callable[[Sequence[bytes]], None]

_GROUP = 10_000
"""Rows per row group of a Parquet file."""

_INTEGERS = frozenset({"faces", "width", "height", "frames", "threads"})
_FLOATS = frozenset({"probability", "seconds", "total_ms"})


def check_kind(out: str) -> None:
    """Refuse an output that could not be written when all is scanned.

    Raises:
        BatchRefused: If its name ends in no known kind, or a package is missing.
    """
    if _extension(out) not in _WRITERS:
        raise BatchRefused(f"{out}: an output ends in {', '.join(_WRITERS)}")
    if _extension(out) == ".parquet":
        _pyarrow()


def write_output(out: str, parts: Parts, plan: Plan) -> Counter[str]:
    """Write the output, whole or not at all.

    Args:
        out: Path or URL.
        parts: Folder in which every shard is finished.
        plan: The batch.

    Returns:
        How many inputs got each verdict; "FAILED" for those without one.

    Raises:
        OSError: If it cannot be written.
    """
    counts: Counter[str] = Counter()
    open_writer = _WRITERS[_extension(out)]
    with place(out).writing() as part, open_writer(part) as append:
        for shard in range(plan.shards):
            lines = parts.read_shard(shard)
            if len(lines) != len(plan.indices(shard)):
                raise BatchRefused(f"{parts.folder}: shard {shard} has {len(lines)} results")
            counts.update(json.loads(line)["verdict"] or "FAILED" for line in lines)
            append(lines)
    return counts


@contextmanager
def _json_lines(path: Path) -> Iterator[Append]:
    with path.open("wb") as file:
        yield lambda lines: file.writelines(line + b"\n" for line in lines)


@contextmanager
def _csv(path: Path) -> Iterator[Append]:
    from edge_runtime.output.csv_file import COLUMNS

    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        yield lambda lines: writer.writerows(row_of(json.loads(line)) for line in lines)


@contextmanager
def _parquet(path: Path) -> Iterator[Append]:
    """The columns of the CSV and ``result``, the whole result as JSON."""
    arrow = _pyarrow()
    from pyarrow.parquet import ParquetWriter

    schema = _schema(arrow)
    rows: list[dict[str, Any]] = []

    def write() -> None:
        writer.write_table(arrow.Table.from_pylist(rows, schema))
        rows.clear()

    def append(lines: Sequence[bytes]) -> None:
        rows.extend({**row_of(json.loads(line)), "result": line.decode()} for line in lines)
        if len(rows) >= _GROUP:
            write()

    with ParquetWriter(path, schema) as writer:
        yield append
        if rows:
            write()


def _schema(arrow: Any) -> Any:
    from edge_runtime.output.csv_file import COLUMNS

    def kind(column: str) -> Any:
        if column in _INTEGERS:
            return arrow.int32()
        return arrow.float64() if column in _FLOATS else arrow.string()

    return arrow.schema([(column, kind(column)) for column in (*COLUMNS, "result")])


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise BatchRefused(f"Parquet: {error}; pip install edge-deepfake[batch]") from error
    return pyarrow


def _extension(out: str) -> str:
    return Path(out).suffix.lower()


_WRITERS = {".jsonl": _json_lines, ".csv": _csv, ".parquet": _parquet}
