"""Options that several verbs share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_runtime.engine.options import EngineOptions


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """Add --bundle, --accelerator, --delegate, --threads and --backend."""
    group = parser.add_argument_group("engine")
    group.add_argument("--bundle", type=Path, metavar="DIR", help="bundle (default: built in)")
    where = group.add_mutually_exclusive_group()
    where.add_argument(
        "--accelerator", default="auto", metavar="NAME", help="auto (default), cpu, gpu or npu"
    )
    where.add_argument(
        "--delegate",
        dest="accelerator",
        type="delegate:{}".format,
        metavar="LIB[,KEY=VALUE...]",
        help="a TFLite delegate's shared library",
    )
    group.add_argument("--threads", type=positive, metavar="N", help="CPU threads per worker")
    group.add_argument("--backend", metavar="NAME", help="TFLite runtime (default: first found)")


def engine_options(arguments: argparse.Namespace) -> EngineOptions:
    """The options that `add_engine_options` added, checked.

    Raises:
        EngineError: If an accelerator, delegate or backend is not known.
    """
    from edge_runtime.engine.options import EngineOptions

    return EngineOptions(arguments.accelerator, arguments.threads, arguments.backend)


def positive(text: str) -> int:
    """A whole number of at least 1, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
