"""``edge-bench pi-emulated``: prove on an emulated 64-bit ARM Debian that the wheel works there."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD, USAGE
from benchmarks.cli.options import add_out
from benchmarks.measure.cache_folder import ROOT
from benchmarks.pi.wheel import DIST, LOCK, newest_wheel


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser(
        "pi-emulated",
        help="prove the wheel on an emulated ARM Debian",
        description=__doc__,
        epilog="Needs root, debootstrap and qemu-user-static; without them it is skipped, and"
        " fails where CI=true.",
    )
    parser.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        default=ROOT / "build" / "pi" / "root",
        help="root file system, made if it does not exist (default: %(default)s)",
    )
    parser.add_argument(
        "--wheel", type=Path, metavar="FILE.whl", help="default: the wheel that make wheel built"
    )
    parser.add_argument("--lock", type=Path, default=LOCK, metavar="FILE", help="dependencies")
    add_out(parser, "build/pi/proof.json")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the proof, print it and write it.

    Returns:
        0 if it holds, or was skipped outside of CI; 1 if it does not hold; 2 if it could not be
        made.
    """
    from benchmarks.pi.emulated_proof import missing_here

    if (absent := missing_here()) is not None:
        in_ci = os.environ.get("CI") == "true"
        print(f"{'error' if in_ci else 'SKIPPED'}: emulated arm64: {absent}", file=sys.stderr)
        return USAGE if in_ci else GOOD
    return _prove(arguments)


def _prove(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict
    from subprocess import CalledProcessError

    from benchmarks.pi.emulated_proof import describe, prove
    from benchmarks.records.json_file import write_json

    try:
        proof = prove(arguments.root, arguments.wheel or newest_wheel(DIST), arguments.lock)
    except (OSError, CalledProcessError) as error:
        print(f"edge-bench: {error}", file=sys.stderr)
        return USAGE
    print(*describe(proof), sep="\n")
    write_json(arguments.out, asdict(proof))
    return GOOD if proof.good else NOT_GOOD
