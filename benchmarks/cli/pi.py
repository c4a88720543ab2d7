"""``edge-bench pi``: measure a Raspberry Pi, or another Linux machine, over ssh."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD
from benchmarks.cli.options import add_out, positive
from benchmarks.pi.wheel import DIST, LOCK, newest_wheel


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("pi", help="measure a board over ssh", description=__doc__)
    parser.add_argument("--host", required=True, metavar="USER@HOST", help="as ssh takes it")
    parser.add_argument("--port", type=positive, metavar="N", help="port of its ssh server")
    parser.add_argument("--ssh-config", type=Path, metavar="FILE", help="default: the user's")
    parser.add_argument(
        "--wheel", type=Path, metavar="FILE.whl", help="default: the wheel that make wheel built"
    )
    parser.add_argument("--lock", type=Path, default=LOCK, metavar="FILE", help="dependencies")
    parser.add_argument("--python", default="python3", help="the board's Python (default: python3)")
    parser.add_argument("--quick", action="store_true", help="as for host")
    parser.add_argument(
        "--host-option",
        action="append",
        default=[],
        metavar="WORD",
        help="passed to edge-bench host; repeat the option for more words",
    )
    add_out(parser, "build/benchmarks/pi.json")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Install the wheel on the board, measure there, and write the result here."""
    from benchmarks.pi.board import install, measure
    from benchmarks.pi.ssh import Ssh
    from benchmarks.report.console_text import case_lines
    from edge_runtime.bundle.bundle import Bundle

    wheel = arguments.wheel or newest_wheel(DIST)
    ssh = Ssh(arguments.host, arguments.port, arguments.ssh_config)
    folder = install(ssh, wheel, arguments.lock, arguments.python, print)
    options = [*(["--quick"] if arguments.quick else []), *arguments.host_option]
    result = measure(ssh, folder, Bundle.open(), options)
    print(*(line for case in result.cases for line in case_lines(case)), sep="\n")
    result.write(arguments.out)
    print(f"written to {arguments.out}")
    return GOOD if all(case.good for case in result.cases) else NOT_GOOD
