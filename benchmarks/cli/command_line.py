"""How the command line of a single benchmark ends."""

from __future__ import annotations

from pathlib import Path

from benchmarks.report.record import Record, describe


def conclude(record: Record, out: Path | None) -> int:
    """Print the record, write it where asked.

    Returns:
        1 if the limit does not hold, else 0.
    """
    print(*describe(record), sep="\n")
    if out is not None:
        record.write(out)
    return 1 if record.holds is False else 0
