"""``edge-runtime doctor``: check that this machine runs the bundle and computes rightly."""

from __future__ import annotations

import argparse
import json
from typing import Any

from edge_runtime.cli import exit_codes
from edge_runtime.cli.options import add_engine_options, engine_options


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser(
        "doctor", help="check this machine and replay the golden vectors", description=__doc__
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    add_engine_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the diagnosis."""
    from dataclasses import asdict

    from edge_runtime.engine.doctor import examine
    from edge_runtime.engine.doctor_report import describe

    diagnosis = examine(arguments.bundle, engine_options(arguments))
    if arguments.json:
        print(json.dumps(asdict(diagnosis), allow_nan=False))
    else:
        print(*describe(diagnosis), sep="\n")
    return exit_codes.OK if diagnosis.ok else exit_codes.BROKEN
