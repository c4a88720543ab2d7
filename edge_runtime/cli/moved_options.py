"""Options of ``edge-runtime scan`` that ``edge-runtime batch`` has now."""

from __future__ import annotations

import argparse

from edge_runtime.files.inputs import printable


def add_moved_options(parser: argparse.ArgumentParser) -> None:
    """Accept the options, to say where they are."""
    for name in ("--out", "--engine"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    parser.add_argument("--resume", action="store_true", help=argparse.SUPPRESS)


def are_given(arguments: argparse.Namespace) -> bool:
    """Whether one of them is on the command line."""
    return bool(arguments.out or arguments.resume or arguments.engine)


def where_to(arguments: argparse.Namespace) -> str:
    """Where the options are now, with the command line to use instead."""
    import shlex

    command = shlex.join(["edge-runtime", "batch", *arguments.argv[1:]])
    text = f"--out, --resume and --engine belong to the verb batch: {printable(command)}"
    others = [name for name in ("json", "csv", "report", "explain") if getattr(arguments, name)]
    return text + "".join(f"; batch has no --{name}" for name in others)
