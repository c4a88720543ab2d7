"""``edge-bench phone``: measure a phone over adb."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD
from benchmarks.cli.options import add_budget, add_bundle, add_out, budget_of
from benchmarks.measure.cache_folder import ROOT

if TYPE_CHECKING:
    from benchmarks.phone.run import PhoneJob
    from benchmarks.records.case import Case
    from edge_runtime.bundle.bundle import Bundle

APK = ROOT / "android_demo" / "build" / "deepfake-scan-benchmark.apk"


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("phone", help="measure a phone over adb", description=__doc__)
    parser.add_argument("--serial", help="the device, if several are attached")
    add_bundle(parser)
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--apk",
        type=Path,
        metavar="FILE.apk",
        help="default: what make android built",
    )
    group.add_argument("--installed", action="store_true", help="use the installed app")
    parser.add_argument("--engine", choices=("app", "benchmark_model"), default="app")
    parser.add_argument(
        "--benchmark-model", type=Path, metavar="FILE", help="the binary for that engine"
    )
    parser.add_argument(
        "--accelerator",
        nargs="+",
        choices=("cpu", "gpu-fp16", "gpu-fp32", "nnapi"),
        help="default: all, the CPU with 1, 2 and 4 threads",
    )
    parser.add_argument("--adb", metavar="FILE", help="the adb client (default: on the PATH)")
    add_budget(parser)
    add_out(parser, "build/benchmarks/phone.json")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure every case and write the result; an interrupted run continues the next time."""
    from benchmarks.phone.adb import Adb
    from benchmarks.phone.devices import open_phone
    from benchmarks.phone.run import measure_phone
    from benchmarks.report.console_text import case_lines
    from edge_runtime.bundle.bundle import Bundle

    bundle = Bundle.open(arguments.bundle)
    job = _job(arguments, bundle)
    adb = open_phone(Adb(binary=arguments.adb), arguments.serial)
    progress = arguments.out.with_suffix(".progress.json")
    facts, cases = measure_phone(adb, job, progress, lambda line: print(line, flush=True))
    print(*(line for case in cases for line in case_lines(case)), sep="\n")
    _write(arguments.out, bundle, facts, cases)
    return GOOD if all(_is_fine(case) for case in cases) else NOT_GOOD


def _is_fine(case: Case) -> bool:
    """Whether the case is good, or the phone lacks the accelerator."""
    return case.good or case.status == "unavailable"


def _job(arguments: argparse.Namespace, bundle: Bundle) -> PhoneJob:
    from benchmarks.phone.run import PhoneJob, settings_of

    tool = arguments.benchmark_model if arguments.engine == "benchmark_model" else None
    if arguments.engine == "benchmark_model" and tool is None:
        raise ValueError("name the binary for the phone: --benchmark-model FILE")
    apk = None if tool or arguments.installed else arguments.apk or APK
    for path in filter(None, (tool, apk)):
        if not path.is_file():
            raise FileNotFoundError(f"{path} does not exist; 'make android' builds the app")
    chosen = tuple(arguments.accelerator) if arguments.accelerator else None
    settings = settings_of(arguments.engine, chosen)
    return PhoneJob(bundle, budget_of(arguments), settings, apk, tool)


def _write(out: Path, bundle: Bundle, facts: Any, cases: list[Case]) -> None:
    from benchmarks.measure.environment import this_machine
    from benchmarks.records.result import Result, utc_now
    from edge_runtime.result.scan_result import BundleRef

    result = Result(
        made=utc_now(),
        place="phone",
        environment=this_machine(),
        phone=facts,
        bundle=BundleRef(bundle.contract.id, bundle.sha256),
        cases=tuple(cases),
    )
    result.write(out)
    print(f"written to {out}")
