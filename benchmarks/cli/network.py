"""``edge-bench network``: print size and operators of a network, and which of them XNNPACK runs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.cli.exit_codes import GOOD
from benchmarks.cli.options import add_bundle


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("network", help="size and operators", description=__doc__)
    add_bundle(parser)
    parser.add_argument(
        "--model", type=Path, metavar="FILE.tflite", help="another network than the bundle's"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one fact per line."""
    from dataclasses import asdict

    from benchmarks.measure.network import Network

    facts = asdict(Network(_read(arguments)).facts)
    facts["not_delegated"] = ", ".join(facts["not_delegated"]) or "none"
    print(*(f"{name:<14} {value}" for name, value in facts.items()), sep="\n")
    return GOOD


def _read(arguments: argparse.Namespace) -> bytes:
    from edge_runtime.bundle.bundle import Bundle

    if arguments.model is not None:
        model: bytes = arguments.model.read_bytes()
        return model
    bundle = Bundle.open(arguments.bundle)
    return bundle.read(bundle.contract.model.file)
