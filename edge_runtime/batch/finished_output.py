"""A complete output of a batch, to which the results of further inputs can be added."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_runtime.batch.storage import open_storage
from edge_runtime.errors import BatchError
from edge_runtime.files.inputs import printable


@dataclass(frozen=True, slots=True)
class FinishedOutput:
    """What a complete output has results of.

    Attributes:
        out: Its path or URL.
        judged: Inputs with a verdict, as tables show their names, and how often each.
        failed: Inputs without one.
        bundles: SHA-256 of every bundle that judged.
    """

    out: str
    judged: Counter[str]
    failed: Counter[str]
    bundles: frozenset[str]

    @staticmethod
    def read(out: str) -> FinishedOutput:
        """Read an output that `edge_runtime.batch.output_file.write_output` wrote.

        Raises:
            BatchError: If it is no such output.
        """
        judged: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        bundles = set()
        try:
            for row in rows_of_output(out):
                counter = judged if row["verdict"] else failed
                counter[printable(row["source"])] += 1
                bundles.add(row["bundle_sha256"])
        except (KeyError, TypeError, ValueError) as error:
            raise BatchError(f"cannot resume: {out} is no output of a batch: {error}") from error
        return FinishedOutput(out, judged, failed, frozenset(bundles))

    def waiting(self, names: Iterable[str], *, retry_failed: bool) -> list[str]:
        """The inputs that have no result yet, in their order.

        Args:
            names: All inputs that are asked for.
            retry_failed: Whether those that failed are judged again.

        Raises:
            BatchError: If there are results of inputs that are not asked for.
        """
        left = Counter(self.judged) if retry_failed else self.judged + self.failed
        known = self.judged + self.failed
        waiting = []
        for name in names:
            shown = printable(name)
            known[shown] -= 1
            if left[shown] > 0:
                left[shown] -= 1
            else:
                waiting.append(name)
        others = sorted(name for name, times in known.items() if times > 0)
        if others:
            raise BatchError(
                f"cannot resume: {self.out} has results of {len(others)} inputs that are not asked"
                f" for now, such as {others[0]}"
            )
        return waiting

    def check_bundle(self, sha256: str, name: str) -> None:
        """Refuse to add results of another bundle.

        Raises:
            BatchError: If another bundle judged what is there.
        """
        if self.bundles - {sha256}:
            other = sorted(self.bundles - {sha256})[0]
            raise BatchError(
                f"cannot resume: {self.out} was made with bundle {other[:12]}, and this is {name}"
                f" ({sha256[:12]})"
            )


def rows_of_output(out: str) -> Iterator[dict[str, Any]]:
    """The rows of an output; each has at least ``source``, ``verdict`` and ``bundle_sha256``.

    Rows of JSON lines and of Parquet have the whole result as ``result``, too: one line of JSON.
    """
    with open_storage(out).readable_path() as path:
        yield from _READERS[Path(out).suffix.lower()](path)


def _json_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            yield _row_of(line.rstrip(b"\n"))


def _csv_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    from pyarrow import parquet

    with path.open("rb") as file:
        for batch in parquet.ParquetFile(file).iter_batches(columns=["result"]):
            for text in batch.column(0).to_pylist():
                yield _row_of(text.encode())


def _row_of(line: bytes) -> dict[str, Any]:
    document = json.loads(line)
    return {
        "source": document["source"],
        "verdict": document["verdict"],
        "bundle_sha256": document["bundle"]["sha256"],
        "result": line,
    }


_READERS = {".jsonl": _json_rows, ".csv": _csv_rows, ".parquet": _parquet_rows}
