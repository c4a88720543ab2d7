"""``edge-bench memory``: check that memory stays flat over many scans."""

from __future__ import annotations

import argparse
from typing import Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD
from benchmarks.cli.options import add_bundle, add_out, positive


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("memory", help="memory over many scans", description=__doc__)
    add_bundle(parser)
    parser.add_argument("--scans", type=positive, default=10_000, metavar="N", help="(10000)")
    add_out(parser, "build/benchmarks/memory.json")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Scan, print the result and write it."""
    from benchmarks.host.memory import measure_memory
    from benchmarks.measure.environment import this_machine
    from benchmarks.records.result import Result, utc_now
    from benchmarks.report.console_text import memory_line
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.result.scan_result import BundleRef

    bundle = Bundle.open(arguments.bundle)
    found = measure_memory(bundle, arguments.scans)
    print(memory_line(found))
    result = Result(
        made=utc_now(),
        place="host",
        environment=this_machine(),
        phone=None,
        bundle=BundleRef(bundle.contract.id, bundle.sha256),
        cases=(),
        memory=found,
    )
    result.write(arguments.out)
    print(f"written to {arguments.out}")
    return GOOD if found.flat else NOT_GOOD
