"""``edge-bench compare``: find cases that are slower in a second result."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD, USAGE

if TYPE_CHECKING:
    from benchmarks.records.result import Result
    from benchmarks.report.regression import Change

TOLERANCE = 0.05


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("compare", help="find what became slower", description=__doc__)
    parser.add_argument("first", type=Path, metavar="A.json", help="the earlier result")
    parser.add_argument("second", type=Path, metavar="B.json", help="the later result")
    parser.add_argument(
        "--tolerance",
        type=float,
        default=TOLERANCE,
        metavar="X",
        help=f"slow-down that does not count (default: {TOLERANCE})",
    )
    parser.add_argument(
        "--across", action="store_true", help="compare results of different machines too"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every change; 1 if a case became slower or lost its figure."""
    from benchmarks.records.result import Result
    from benchmarks.report.regression import compare

    first, second = Result.read(arguments.first), Result.read(arguments.second)
    if not arguments.across and (first.place, first.machine) != (second.place, second.machine):
        print(
            f"edge-bench: {first.machine} and {second.machine} are not the same machine;"
            " use --across to compare them anyway",
            file=sys.stderr,
        )
        return USAGE
    changes = compare(first, second, arguments.tolerance)
    print(*(_line(change) for change in changes), sep="\n")
    _print_bundles(first, second)
    bad = [change for change in changes if change.outcome in ("slower", "lost")]
    return NOT_GOOD if bad else GOOD


def _line(change: Change) -> str:
    text = f"{change.outcome:<9}  {change.name}"
    if change.ratio is not None:
        ratio = change.ratio
        text += f": {ratio.median:.3f} ({ratio.low:.3f} to {ratio.high:.3f})"
    return f"{text}; {change.reason}" if change.reason else text


def _print_bundles(first: Result, second: Result) -> None:
    if first.bundle != second.bundle:
        print(f"bundles differ: {first.bundle.id} and {second.bundle.id}")
