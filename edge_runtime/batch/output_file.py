"""Joins the complete shards into the output: JSON lines, CSV or Parquet, in input order."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from edge_runtime.batch.batch_folder import BatchFolder
from edge_runtime.batch.finished_output import rows_of_output
from edge_runtime.batch.request import ALL, NOTHING, BatchRequest
from edge_runtime.batch.storage import open_storage
from edge_runtime.errors import BatchError

Append: TypeAlias = Callable[[Sequence[dict[str, Any]]], None]
"""Adds rows: each has the ``result`` as a line of JSON, or is a row of an earlier table."""

_GROUP = 10_000
"""Rows per row group of a Parquet file."""

_INTEGERS = frozenset(
    {
        "faces",
        "faces_omitted",
        "possible_faces",
        "rotated",
        "width",
        "height",
        "frames",
        "threads",
    }
)
_FLOATS = frozenset({"probability", "seconds", "total_ms"})


def check_format(out: str) -> None:
    """Refuse an output that could not be written at the end.

    Raises:
        BatchError: If the name ends in no known extension, or a package is missing.
    """
    if _extension(out) not in _WRITERS:
        raise BatchError(f"{out}: an output ends in {', '.join(_WRITERS)}")
    if _extension(out) == ".parquet":
        _import_pyarrow()


def write_output(out: str, folder: BatchFolder, request: BatchRequest) -> Counter[str]:
    """Write the output, completely or not at all.

    Args:
        out: Path or URL.
        folder: Folder in which every shard is complete.
        request: The batch's request.

    Returns:
        How many inputs got each verdict; "FAILED" for those without one.

    Raises:
        BatchError: If a shard does not have as many results as it should.
        OSError: If the output cannot be written.
    """
    counts: Counter[str] = Counter()
    open_writer = _WRITERS[_extension(out)]
    with open_storage(out).writable_path() as path, open_writer(path) as append:
        kept = _kept(out, request.keeps)
        while rows := list(itertools.islice(kept, _GROUP)):
            counts.update(row["verdict"] or "FAILED" for row in rows)
            append(rows)
        for shard in range(request.shards):
            lines = folder.read_shard(shard)
            if len(lines) != len(request.indices(shard)):
                raise BatchError(f"{folder.storage}: shard {shard} has {len(lines)} results")
            counts.update(json.loads(line)["verdict"] or "FAILED" for line in lines)
            append([{"result": line} for line in lines])
    return counts


def _kept(out: str, keeps: str) -> Iterator[dict[str, Any]]:
    """The rows of an earlier output that stay."""
    rows = iter(()) if keeps == NOTHING else rows_of_output(out)
    return (row for row in rows if keeps == ALL or row["verdict"])


@contextmanager
def _json_lines(path: Path) -> Iterator[Append]:
    with path.open("wb") as file:
        yield lambda rows: file.writelines(row["result"] + b"\n" for row in rows)


@contextmanager
def _csv(path: Path) -> Iterator[Append]:
    from edge_runtime.output.csv_file import CsvFile

    with path.open("w", newline="", encoding="utf-8") as file:
        table = CsvFile(file)

        def append(rows: Sequence[dict[str, Any]]) -> None:
            for row in rows:
                if "result" in row:
                    table.add_document(json.loads(row["result"]))
                else:
                    table.add_row(row)

        yield append


@contextmanager
def _parquet(path: Path) -> Iterator[Append]:
    """The columns of the CSV, and ``result``, which is the whole result as JSON."""
    from edge_runtime.output.csv_file import row_of

    arrow = _import_pyarrow()
    from pyarrow.parquet import ParquetWriter

    schema = _schema(arrow)
    rows: list[dict[str, Any]] = []

    def write() -> None:
        writer.write_table(arrow.Table.from_pylist(rows, schema))
        rows.clear()

    def append(added: Sequence[dict[str, Any]]) -> None:
        lines = [row["result"] for row in added]
        rows.extend({**row_of(json.loads(line)), "result": line.decode()} for line in lines)
        if len(rows) >= _GROUP:
            write()

    with ParquetWriter(path, schema) as writer:
        yield append
        if rows:
            write()


def _schema(arrow: Any) -> Any:
    from edge_runtime.output.csv_file import COLUMNS

    def type_of(column: str) -> Any:
        if column in _INTEGERS:
            return arrow.int32()
        return arrow.float64() if column in _FLOATS else arrow.string()

    return arrow.schema([(column, type_of(column)) for column in (*COLUMNS, "result")])


def _import_pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise BatchError(f"Parquet: {error}; pip install edge-deepfake[batch]") from error
    return pyarrow


def _extension(out: str) -> str:
    return Path(out).suffix.lower()


_WRITERS = {".jsonl": _json_lines, ".csv": _csv, ".parquet": _parquet}
