"""``edge-bench host``: measure a bundle on this machine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD
from benchmarks.cli.options import add_bundle, add_effort, add_out, effort_of, positive
from benchmarks.host.plan import MEGAPIXELS, WORKERS
from benchmarks.ratios.registry import NETWORKS

if TYPE_CHECKING:
    from benchmarks.measure.case import Setting
    from benchmarks.report.record import Record
    from edge_runtime.bundle.bundle import Bundle


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("host", help="measure this machine", description=__doc__)
    add_bundle(parser)
    parser.add_argument(
        "--accelerator",
        nargs="+",
        default=["cpu"],
        metavar="NAME",
        help="cpu, gpu (in half and single precision), npu, auto, delegate:LIBRARY (default: cpu)",
    )
    parser.add_argument(
        "--threads", nargs="+", type=positive, metavar="N", help="default: 1, 2, 4 as there are"
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=("network", "scan", "throughput"),
        default=["network", "scan", "throughput"],
        help="kinds of cases (default: all)",
    )
    parser.add_argument(
        "--megapixels",
        nargs="+",
        type=int,
        choices=MEGAPIXELS,
        default=list(MEGAPIXELS),
        help="of the scanned pictures (default: all)",
    )
    parser.add_argument(
        "--workers",
        nargs="+",
        type=positive,
        default=list(WORKERS),
        metavar="N",
        help="scans at a time",
    )
    _add_ratios(parser)
    add_effort(parser)
    add_out(parser, "build/benchmarks/host.json")
    parser.set_defaults(run=run)


def _add_ratios(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    group = parser.add_argument_group("ratios, in the same run")
    group.add_argument(
        "--vs", action="append", choices=NETWORKS, default=[], help="also hold it against this"
    )
    group.add_argument(
        "--benchmark-model", type=Path, metavar="FILE", help="the binary for litert-benchmark"
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure every case, tell each as it ends, and write them all."""
    from benchmarks.host.child import measure_apart
    from benchmarks.host.plan import CasePlan
    from benchmarks.measure.case import Case
    from benchmarks.measure.environment import this_machine
    from benchmarks.report.console_text import lines_of
    from benchmarks.report.result import Result, utc_now
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.result.scan_result import BundleRef

    if "litert-benchmark" in arguments.vs and arguments.benchmark_model is None:
        raise ValueError("litert-benchmark needs --benchmark-model FILE")
    bundle = Bundle.open(arguments.bundle)
    effort = effort_of(arguments)
    cases: list[Case] = []
    for setting in _settings(arguments):
        cases.append(measure_apart(CasePlan(str(bundle.directory), setting, effort)))
        print(*lines_of(cases[-1]), sep="\n", flush=True)
    records = list(_ratios(arguments, bundle))
    result = Result(
        made=utc_now(),
        place="host",
        environment=this_machine(),
        phone=None,
        bundle=BundleRef(bundle.contract.id, bundle.sha256),
        cases=tuple(cases),
        ratios=tuple(record.to_json() for record in records),
    )
    result.write(arguments.out)
    print(f"written to {arguments.out}")
    return _conclude(cases, records)


def _conclude(cases: list[Any], records: list[Record]) -> int:
    bad = [case for case in cases if not case.good]
    bad_ratios = [record for record in records if not record.holds]
    if not bad and not bad_ratios:
        return GOOD
    print(
        f"not a good run: {len(bad)} of {len(cases)} cases and {len(bad_ratios)} of"
        f" {len(records)} ratios are disturbed, missing or beyond their limit"
    )
    return NOT_GOOD


def _settings(arguments: argparse.Namespace) -> Iterator[Setting]:
    from benchmarks.host.plan import network_settings, scan_settings, worker_settings

    first = arguments.accelerator[0]
    if "network" in arguments.only:
        yield from network_settings(arguments.accelerator, arguments.threads or _threads())
    if "scan" in arguments.only:
        yield from scan_settings(first, 1, arguments.megapixels)
    if "throughput" in arguments.only:
        yield from worker_settings(first, arguments.workers)


def _ratios(arguments: argparse.Namespace, bundle: Bundle) -> Iterator[Record]:
    from benchmarks.ratios.registry import measure_ratio
    from benchmarks.report.record import describe

    for name in arguments.vs:
        record = measure_ratio(name, bundle, binary=arguments.benchmark_model)
        print(*describe(record), sep="\n", flush=True)
        yield record


def _threads() -> list[int]:
    from benchmarks.measure.environment import this_machine

    usable = this_machine().usable_processors
    return [count for count in (1, 2, 4) if count <= usable]
