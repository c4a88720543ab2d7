"""What the benchmarks' command lines have in common."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.record import Record, describe


def arguments_of(
    argv: Sequence[str] | None, description: str | None, runs: int
) -> argparse.Namespace:
    """Parse ``--bundle``, ``--runs`` and ``--out``.

    Args:
        argv: Arguments; None for those of the process.
        description: Shown by ``--help``.
        runs: Default number of pairs.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--bundle", type=Path, metavar="DIR", help="default: built in")
    parser.add_argument("--runs", type=int, default=runs, metavar="N", help=f"pairs ({runs})")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="also write the record")
    return parser.parse_args(argv)


def conclude(record: Record, out: Path | None) -> int:
    """Print the record, write it where asked.

    Returns:
        1 if the limit does not hold, else 0.
    """
    print(*describe(record), sep="\n")
    if out is not None:
        record.write(out)
    return 1 if record.holds is False else 0
