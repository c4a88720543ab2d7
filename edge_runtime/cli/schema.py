"""``edge-runtime schema``: the JSON Schema of a result."""

from __future__ import annotations

import argparse
from typing import Any


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("schema", help="print the JSON Schema of a scan result")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print the schema as it is packaged."""
    from importlib.resources import files

    from edge_runtime.cli import exit_codes

    print(files("edge_runtime").joinpath("result.schema.json").read_text("utf-8").rstrip())
    return exit_codes.OK
