"""``edge-bench host``: measure a bundle on this machine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD
from benchmarks.cli.options import add_budget, add_bundle, add_out, budget_of, positive
from benchmarks.host.case_spec import MEGAPIXELS, WORKERS
from benchmarks.ratios.by_name import LITERT_BENCHMARK, NETWORKS, RatioRequest
from edge_runtime.engine.machine import usable_processors

if TYPE_CHECKING:
    from benchmarks.records.case import Setting
    from benchmarks.records.ratio_record import RatioRecord
    from edge_runtime.bundle.bundle import Bundle


KINDS = ("network", "detectors", "scan", "throughput")


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
        "--threads",
        nargs="+",
        type=positive,
        metavar="N",
        help="default: 1, 2, 4, as usable",
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=KINDS,
        default=list(KINDS),
        help="kinds of cases (default: all)",
    )
    parser.add_argument(
        "--megapixels",
        nargs="+",
        type=int,
        choices=MEGAPIXELS,
        default=list(MEGAPIXELS),
        help="sizes of the scanned pictures (default: all)",
    )
    parser.add_argument(
        "--workers",
        nargs="+",
        type=positive,
        default=list(WORKERS),
        metavar="N",
        help="concurrent scans",
    )
    _add_ratios(parser)
    add_budget(parser)
    add_out(parser, "build/benchmarks/host.json")
    parser.set_defaults(run=run)


def _add_ratios(parser: argparse.ArgumentParser) -> None:
    from pathlib import Path

    group = parser.add_argument_group("ratios")
    group.add_argument(
        "--vs",
        action="append",
        default=[],
        metavar="NAME[=FILE]",
        help=f"also measure a ratio: {', '.join(NETWORKS)}; FILE is a baseline network that"
        " model-dev baseline wrote",
    )
    group.add_argument(
        "--benchmark-model",
        type=Path,
        metavar="FILE",
        help="for litert-benchmark",
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure every case, print it when it is measured, and write them all."""
    from benchmarks.host.case_spec import CaseSpec
    from benchmarks.host.child import measure_apart
    from benchmarks.measure.environment import this_machine
    from benchmarks.records.case import Case
    from benchmarks.records.result import Result, utc_now
    from benchmarks.report.console_text import case_lines
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.result.scan_result import BundleRef

    files = {LITERT_BENCHMARK: arguments.benchmark_model}
    requests = [RatioRequest.parse(name).with_file(files) for name in arguments.vs]
    bundle = Bundle.open(arguments.bundle)
    budget = budget_of(arguments)
    cases: list[Case] = []
    for setting in _settings(arguments):
        cases.append(measure_apart(CaseSpec(str(bundle.directory), setting, budget)))
        print(*case_lines(cases[-1]), sep="\n", flush=True)
    records = list(_ratios(requests, bundle))
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


def _conclude(cases: list[Any], records: list[RatioRecord]) -> int:
    bad = [case for case in cases if not case.good]
    bad_ratios = [record for record in records if not record.holds]
    if not bad and not bad_ratios:
        return GOOD
    print(
        f"not a good run: {len(bad)} of {len(cases)} cases and {len(bad_ratios)} of"
        f" {len(records)} ratios are noisy, missing or beyond their limit"
    )
    return NOT_GOOD


def _settings(arguments: argparse.Namespace) -> Iterator[Setting]:
    from benchmarks.host.case_spec import (
        detector_settings,
        network_settings,
        scan_settings,
        worker_settings,
    )

    first, threads = arguments.accelerator[0], arguments.threads or _threads()
    if "network" in arguments.only:
        yield from network_settings(arguments.accelerator, threads)
    if "detectors" in arguments.only:
        yield from detector_settings(arguments.accelerator, threads)
    if "scan" in arguments.only:
        yield from scan_settings(first, 1, arguments.megapixels)
    if "throughput" in arguments.only:
        yield from worker_settings(first, arguments.workers)


def _ratios(requests: list[RatioRequest], bundle: Bundle) -> Iterator[RatioRecord]:
    from benchmarks.ratios.by_name import measure_ratio
    from benchmarks.records.ratio_record import describe

    for request in requests:
        record = measure_ratio(request, bundle)
        print(*describe(record), sep="\n", flush=True)
        yield record


def _threads() -> list[int]:
    return [count for count in (1, 2, 4) if count <= usable_processors()]
