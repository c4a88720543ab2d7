"""The command line tool ``edge-bench``; each verb lives in its own file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.cli import (
    compare,
    host,
    memory,
    network,
    phone,
    pi,
    pi_emulated,
    ratio,
    report,
    serving,
    training,
)
from benchmarks.cli.exit_codes import BROKEN, INTERRUPTED, USAGE
from edge_runtime.errors import EdgeRuntimeError

VERBS = (
    host,
    ratio,
    memory,
    network,
    phone,
    pi,
    pi_emulated,
    serving,
    training,
    report,
    compare,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool.

    Args:
        argv: Arguments without the program's name; None for those of the process.

    Returns:
        One of `benchmarks.cli.exit_codes`.
    """
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
    except SystemExit as stop:  # argparse: --help, or a usage error it has already explained
        return stop.code if isinstance(stop.code, int) else USAGE
    except EdgeRuntimeError as error:
        return _fail(str(error), BROKEN)
    except (OSError, ValueError) as error:
        return _fail(str(error), USAGE)
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="edge-bench",
        description="Measure bundles on this machine, on a phone over adb, or on a board over ssh.",
        epilog="Exit codes: 0 all figures are good; 1 a figure is missing, noisy, beyond its limit"
        " or slower than before; 2 usage; 3 device, bundle or engine broken.",
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    for verb in VERBS:
        verb.add(verbs)
    return parser


def _fail(message: str, code: int) -> int:
    print(f"edge-bench: {message}", file=sys.stderr)
    return code
