"""``edge-runtime scan``: judge pictures and videos."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge_runtime.cli import exit_codes, moved_options
from edge_runtime.cli.options import add_engine_options, engine_options, positive
from edge_runtime.files.inputs import expand, is_video, printable
from edge_runtime.files.output_path import check_output

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.bundle.contract import Contract
    from edge_runtime.cli.sinks import Sink
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.result.video_result import VideoResult
    from edge_runtime.scan.scanner import Scanner


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("scan", help="scan pictures and videos", description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or glob pattern")
    parser.add_argument("-r", "--recursive", action="store_true", help="enter subfolders")
    _add_outputs(parser)
    moved_options.add_moved_options(parser)
    parser.add_argument("--workers", type=positive, default=1, metavar="N", help="at a time")
    parser.add_argument(
        "--stability",
        action="store_true",
        help="judge each picture under harmless edits instead, and print the verdicts",
    )
    parser.add_argument(
        "--frames", type=positive, metavar="N", help="judged of a video (default: 32)"
    )
    add_engine_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Scan what the arguments name."""
    if moved_options.are_given(arguments):
        print(f"edge-runtime: {moved_options.where_to(arguments)}", file=sys.stderr)
        return exit_codes.USAGE
    if "" in arguments.paths:
        print("edge-runtime: an empty name is no file", file=sys.stderr)
        return exit_codes.USAGE
    inputs = expand(arguments.paths, arguments.recursive)
    for name in inputs.empty:
        print(f"edge-runtime: no picture or video in {printable(name)}", file=sys.stderr)
    if not inputs.paths:
        return exit_codes.USAGE
    if arguments.stability:
        return _show_stability(arguments, inputs.paths)
    return _scan(arguments, inputs.paths)


def _show_stability(arguments: argparse.Namespace, paths: Sequence[Path]) -> int:
    if arguments.csv or arguments.report or arguments.explain or any(map(is_video, paths)):
        print(
            "edge-runtime: --stability judges pictures, not videos, and prints a table or, with"
            " --json, lines; it writes no other output",
            file=sys.stderr,
        )
        return exit_codes.USAGE
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.cli.stability import print_stability

    with _open_scanner(arguments, Bundle.open(arguments.bundle)) as scanner:
        readable = print_stability(scanner, paths, arguments.json)
    return exit_codes.OK if readable else exit_codes.SOME_FAILED


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument("--json", action="store_true", help="one JSON line per file on stdout")
    group.add_argument("--csv", type=Path, metavar="FILE", help="write a table")
    group.add_argument("--report", type=Path, metavar="FILE.html", help="write an HTML report")
    group.add_argument("--explain", type=Path, metavar="DIR", help="draw evidence over pictures")
    group.add_argument(
        "--force", action="store_true", help="replace an existing table or report (never an input)"
    )


def _scan(arguments: argparse.Namespace, paths: Sequence[Path]) -> int:
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.cli.progress import Progress

    _check_outputs(arguments, paths)
    progress = Progress()
    failed = False
    with ExitStack() as stack:
        bundle = Bundle.open(arguments.bundle)
        scanner = stack.enter_context(_open_scanner(arguments, bundle))
        sinks = _open_sinks(arguments, paths, bundle.contract, stack)
        stack.callback(progress.close)
        progress.show(0, len(paths))
        results = zip(paths, _results(scanner, paths, arguments), strict=True)
        for done, (path, result) in enumerate(results, 1):
            progress.hide()
            for sink in sinks:
                sink(path, result)
            progress.show(done, len(paths))
            failed = failed or result.verdict is None
    return exit_codes.SOME_FAILED if failed else exit_codes.OK


def _check_outputs(arguments: argparse.Namespace, paths: Sequence[Path]) -> None:
    for target, suffixes in ((arguments.csv, (".csv",)), (arguments.report, (".html", ".htm"))):
        if target is not None:
            check_output(target, suffixes, paths, force=arguments.force)


def _results(
    scanner: Scanner, paths: Sequence[Path], arguments: argparse.Namespace
) -> Iterator[ScanResult | VideoResult]:
    from edge_runtime.video.container import is_video_file

    videos = {path for path in paths if is_video(path) or is_video_file(path)}
    if not videos:
        return scanner.scan_many(paths, arguments.workers)
    from edge_runtime.scan.ordered_map import ordered_map
    from edge_runtime.video.scan import FRAMES, scan_video

    def scan(path: Path) -> ScanResult | VideoResult:
        if path in videos:
            return scan_video(scanner, path, arguments.frames or FRAMES)
        return scanner.scan(path)

    return ordered_map(scan, paths, arguments.workers)


def _open_scanner(arguments: argparse.Namespace, bundle: Bundle) -> Scanner:
    from edge_runtime.scan.scanner import Scanner

    return Scanner.open(bundle, engine_options(arguments))


def _open_sinks(
    arguments: argparse.Namespace, paths: Sequence[Path], contract: Contract, stack: ExitStack
) -> list[Sink]:
    from edge_runtime.cli import sinks

    contexts = []
    if arguments.csv:
        contexts.append(sinks.write_csv(arguments.csv))
    if arguments.report:
        contexts.append(sinks.write_report(arguments.report, contract))
    if arguments.explain:
        contexts.append(sinks.draw_overlays(arguments.explain, contract.crop, paths))
    opened = [stack.enter_context(context) for context in contexts]
    if arguments.json:
        return [sinks.print_json, *opened]
    return [stack.enter_context(sinks.print_table(paths)), *opened]
