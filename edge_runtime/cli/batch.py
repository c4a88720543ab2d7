"""``edge-runtime batch``: up to a million files, scanned by worker processes, resumable."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge_runtime.cli import exit_codes
from edge_runtime.cli.options import add_engine_options, engine_options, positive
from edge_runtime.errors import BatchError
from edge_runtime.files.inputs import printable
from edge_runtime.files.output_path import check_output

if TYPE_CHECKING:
    from edge_runtime.batch.input_scanner import ScannerSpec
    from edge_runtime.batch.request import BatchRequest
    from edge_runtime.batch.run import Engine, OnProgress
    from edge_runtime.bundle.bundle import Bundle


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser(
        "batch", help="scan up to a million files into one table", description=__doc__
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="INPUT",
        help="file, folder, glob pattern, list.txt, manifest.parquet, or a URL of one of these",
    )
    parser.add_argument("-r", "--recursive", action="store_true", help="enter subfolders")
    parser.add_argument(
        "--out",
        required=True,
        metavar="FILE",
        help="write .jsonl, .csv or .parquet; a path or a URL",
    )
    parser.add_argument(
        "--workers", type=positive, default=1, metavar="N", help="processes (default: 1)"
    )
    parser.add_argument(
        "--force", action="store_true", help="replace an existing output (never an input)"
    )
    parser.add_argument(
        "--resume", action="store_true", help="continue an interrupted batch, or add new inputs"
    )
    parser.add_argument(
        "--retry-failed", action="store_true", help="with --resume: judge what failed again"
    )
    parser.add_argument(
        "--engine",
        choices=("processes", "ray"),
        default="processes",
        help="what distributes the work: processes on this machine (default), or a Ray cluster",
    )
    parser.add_argument(
        "--frames", type=positive, metavar="N", help="frames to judge of a video (default: 32)"
    )
    add_engine_options(parser)
    parser.set_defaults(run=run, threads=1)


def run(arguments: argparse.Namespace) -> int:
    """Scan what the arguments name into the output."""
    try:
        counts = _run(arguments)
    except BatchError as error:
        print(f"edge-runtime: {printable(str(error))}", file=sys.stderr)
        return exit_codes.USAGE
    if counts is None:
        print(f"{printable(arguments.out)} is complete")
        return exit_codes.OK
    print(_summary(counts, arguments.out))
    return exit_codes.SOME_FAILED if counts["FAILED"] else exit_codes.OK


def _run(arguments: argparse.Namespace) -> Counter[str] | None:
    from edge_runtime.batch.output_file import check_format
    from edge_runtime.batch.run import run_batch
    from edge_runtime.batch.storage import is_url
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.cli.progress import Progress

    if arguments.retry_failed and not arguments.resume:
        raise BatchError("--retry-failed belongs to --resume")
    if not is_url(arguments.out):
        check_format(arguments.out)
        inputs = [Path(name) for name in arguments.paths if not is_url(name)]
        force = arguments.force or arguments.resume
        check_output(
            Path(arguments.out), (Path(arguments.out).suffix.lower(),), inputs, force=force
        )
    bundle = Bundle.open(arguments.bundle)
    progress = Progress()
    engine = _engine(arguments, _scanner_spec(arguments, bundle), progress.show)
    try:
        return run_batch(
            arguments.out,
            _request(arguments, bundle),
            arguments.resume,
            engine,
            retry_failed=arguments.retry_failed,
        )
    finally:
        progress.close()


def _scanner_spec(arguments: argparse.Namespace, bundle: Bundle) -> ScannerSpec:
    from edge_runtime.batch.input_scanner import ScannerSpec

    return ScannerSpec(
        bundle=str(bundle.directory.absolute()),
        options=engine_options(arguments),
        frames=arguments.frames,
    )


def _request(arguments: argparse.Namespace, bundle: Bundle) -> BatchRequest:
    from edge_runtime.batch.request import BatchRequest
    from edge_runtime.result.scan_result import BundleRef

    return BatchRequest(
        arguments=tuple(arguments.paths),
        recursive=arguments.recursive,
        frames=arguments.frames,
        bundle=BundleRef(bundle.contract.id, bundle.sha256),
    )


def _engine(arguments: argparse.Namespace, spec: ScannerSpec, on_progress: OnProgress) -> Engine:
    if arguments.engine == "ray":
        from edge_runtime.batch.ray_engine import RayEngine

        return RayEngine(spec, arguments.workers, on_progress)
    from edge_runtime.batch.run import ProcessEngine

    return ProcessEngine(spec, arguments.workers, on_progress)


def _summary(counts: Counter[str], out: str) -> str:
    verdicts = [f"{counts[name]} {name}" for name in ("REAL", "FAKE", "UNSURE", "FAILED")]
    return f"{sum(counts.values())} scanned: {', '.join(verdicts)} -> {printable(out)}"
