"""``edge-runtime scan ... --out FILE``: many pictures, by worker processes, to be resumed."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING

from edge_runtime.cli import exit_codes
from edge_runtime.files.inputs import printable

if TYPE_CHECKING:
    from edge_runtime.batch.plan import Plan
    from edge_runtime.batch.run import Engine
    from edge_runtime.bundle.bundle import Bundle

_OTHER_OUTPUTS = ("json", "csv", "report", "explain")


def add_batch_options(parser: argparse.ArgumentParser) -> None:
    """Add --out, --resume and --engine."""
    group = parser.add_argument_group("batch")
    group.add_argument(
        "--out",
        metavar="FILE",
        help="write .jsonl, .csv or .parquet; a path or URL. "
        "PATH may then also be a list.txt, a manifest.parquet or a URL",
    )
    group.add_argument("--resume", action="store_true", help="go on where a batch stopped")
    group.add_argument(
        "--engine", choices=("processes", "ray"), default="processes", help="what spreads the work"
    )


def run(arguments: argparse.Namespace) -> int:
    """Scan what the arguments name into the output."""
    from edge_runtime.batch.batch_error import BatchRefused

    try:
        _check(arguments)
        counts = _run(arguments)
    except BatchRefused as refusal:
        print(f"edge-runtime: {printable(str(refusal))}", file=sys.stderr)
        return exit_codes.USAGE
    if counts is None:
        print(f"{printable(arguments.out)} is complete")
        return exit_codes.OK
    print(_summary(counts, arguments.out))
    return exit_codes.SOME_FAILED if counts["FAILED"] else exit_codes.OK


def _run(arguments: argparse.Namespace) -> Counter[str] | None:
    from edge_runtime.batch.input_scanner import ScannerPlan
    from edge_runtime.batch.run import run_batch
    from edge_runtime.bundle.bundle import Bundle

    bundle = Bundle.open(arguments.bundle)
    judge = ScannerPlan(
        bundle=str(bundle.directory.absolute()),
        accelerator=arguments.accelerator,
        threads=arguments.threads or 1,
        backend=arguments.backend,
        frames=arguments.frames,
    )
    wanted, engine = _plan(arguments, bundle), _engine(arguments.engine)
    return run_batch(arguments.out, wanted, arguments.resume, engine, judge, arguments.workers)


def _check(arguments: argparse.Namespace) -> None:
    from edge_runtime.batch.batch_error import BatchRefused

    for name in _OTHER_OUTPUTS:
        if getattr(arguments, name):
            raise BatchRefused(f"--{name} does not go with --out")


def _plan(arguments: argparse.Namespace, bundle: Bundle) -> Plan:
    from edge_runtime.batch.plan import SHARD, Plan
    from edge_runtime.result.scan_result import BundleRef

    return Plan(
        arguments=tuple(arguments.paths),
        recursive=arguments.recursive,
        frames=arguments.frames,
        bundle=BundleRef(bundle.contract.id, bundle.sha256),
        inputs=0,
        shard=SHARD,
    )


def _engine(name: str) -> Engine:
    if name == "ray":
        from edge_runtime.batch.cluster import on_a_cluster

        return on_a_cluster
    from edge_runtime.batch.run import on_this_machine

    return on_this_machine


def _summary(counts: Counter[str], out: str) -> str:
    words = [f"{counts[name]} {name}" for name in ("REAL", "FAKE", "UNSURE", "FAILED")]
    return f"{sum(counts.values())} scanned: {', '.join(words)} -> {printable(out)}"
