"""``edge-bench ratio``: measure ratios, and compare them with their limits."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD
from benchmarks.cli.options import add_bundle, add_out, positive
from benchmarks.ratios.by_name import BEFORE, LITERT_BENCHMARK, NAMES, RatioRequest


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("ratio", help="measure ratios", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME[=FILE]",
        help=f"of {', '.join(NAMES)} (default: all). FILE is a baseline network that model-dev"
        " baseline wrote; without it, mobilenet_v2 and original are built on first use",
    )
    add_bundle(parser)
    parser.add_argument("--pairs", type=positive, metavar="N", help="default: what each needs")
    parser.add_argument("--benchmark-model", type=Path, metavar="FILE", help="for litert-benchmark")
    parser.add_argument(
        "--baseline-python",
        type=Path,
        metavar="FILE",
        help=f"for {BEFORE}: the Python of an environment with an earlier release",
    )
    add_out(parser, "build/benchmarks/ratios.json")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure each ratio, print it when it is measured, and write them all."""
    from benchmarks.measure.environment import this_machine
    from benchmarks.ratios.by_name import measure_ratio
    from benchmarks.records.ratio_record import describe
    from benchmarks.records.result import Result, utc_now
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.result.scan_result import BundleRef

    requests = _requests(arguments)
    bundle = Bundle.open(arguments.bundle)
    records = []
    for request in requests:
        record = measure_ratio(request, bundle, arguments.pairs)
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


def _requests(arguments: argparse.Namespace) -> list[RatioRequest]:
    files = {LITERT_BENCHMARK: arguments.benchmark_model, BEFORE: arguments.baseline_python}
    names = arguments.names or [name for name in NAMES if name not in files or files[name]]
    return [RatioRequest.parse(name).with_file(files) for name in names]
