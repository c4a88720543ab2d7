"""``edge-bench ratio``: hold the product against what it promises."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD
from benchmarks.cli.options import add_bundle, add_out, positive
from benchmarks.ratios.registry import LITERT_BENCHMARK, NAMES


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("ratio", help="measure promised ratios", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)} (default: all)"
    )
    add_bundle(parser)
    parser.add_argument("--pairs", type=positive, metavar="N", help="default: what each needs")
    parser.add_argument("--benchmark-model", type=Path, metavar="FILE", help="for litert-benchmark")
    add_out(parser, "build/benchmarks/ratios.json")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure each, tell it as it ends, and write them all."""
    from benchmarks.measure.environment import this_machine
    from benchmarks.ratios.registry import measure_ratio
    from benchmarks.report.record import describe
    from benchmarks.report.result import Result, utc_now
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.result.scan_result import BundleRef

    bundle = Bundle.open(arguments.bundle)
    records = []
    for name in _names(arguments):
        record = measure_ratio(name, bundle, arguments.pairs, arguments.benchmark_model)
        print(*describe(record), sep="\n", flush=True)
        records.append(record)
    result = Result(
        made=utc_now(),
        place="host",
        environment=this_machine(),
        phone=None,
        bundle=BundleRef(bundle.contract.id, bundle.sha256),
        cases=(),
        ratios=tuple(record.to_json() for record in records),
    )
    result.write(arguments.out)
    print(f"written to {arguments.out}")
    return GOOD if all(record.holds for record in records) else NOT_GOOD


def _names(arguments: argparse.Namespace) -> list[str]:
    unknown = [name for name in arguments.names if name not in NAMES]
    if unknown:
        raise ValueError(f"unknown ratio {unknown[0]!r}: one of {', '.join(NAMES)}")
    if arguments.names:
        return list(arguments.names)
    return [name for name in NAMES if name != LITERT_BENCHMARK or arguments.benchmark_model]
