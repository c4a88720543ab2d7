"""Options of several verbs."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.measure.run_budget import FULL, QUICK, RunBudget


def positive(text: str) -> int:
    """A whole number of at least 1, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def add_bundle(parser: argparse.ArgumentParser) -> None:
    """Add --bundle."""
    parser.add_argument("--bundle", type=Path, metavar="DIR", help="bundle (default: built in)")


def add_out(parser: argparse.ArgumentParser, default: str) -> None:
    """Add --out."""
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE.json",
        default=Path(default),
        help=f"result file (default: {default})",
    )


def add_budget(parser: argparse.ArgumentParser) -> None:
    """Add --quick, --runs and --seconds."""
    group = parser.add_argument_group("run budget")
    group.add_argument(
        "--quick",
        action="store_true",
        help=f"{QUICK.runs} runs or {QUICK.seconds:g} s a case, not {FULL.runs} or"
        f" {FULL.seconds:g} s",
    )
    group.add_argument("--runs", type=positive, metavar="N", help="most timed runs of a case")
    group.add_argument("--seconds", type=positive, metavar="S", help="most seconds of a case")


def budget_of(arguments: argparse.Namespace) -> RunBudget:
    """The run budget that the options of `add_budget` give."""
    base = QUICK if arguments.quick else FULL
    runs = arguments.runs or base.runs
    return RunBudget(min(base.warm_up, runs), runs, float(arguments.seconds or base.seconds))
