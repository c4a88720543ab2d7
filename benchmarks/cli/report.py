"""``edge-bench report``: write results as Markdown tables and PNG plots."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cli.exit_codes import GOOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.records.result import Result


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("report", help="tables and plots", description=__doc__)
    parser.add_argument("results", nargs="*", type=Path, metavar="RESULT.json")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        default=Path("build/benchmarks/report"),
        help="folder of report.md and the plots (default: build/benchmarks/report)",
    )
    parser.add_argument(
        "--into",
        nargs="+",
        type=Path,
        metavar="PAGE.md",
        default=[],
        help="also fill the sections <!-- measurements --> and <!-- ratios --> of these pages",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the report; without Matplotlib there are no plots, and a message says so."""
    from benchmarks.records.json_file import write_text
    from benchmarks.records.result import Result
    from benchmarks.report.markdown import markdown
    from benchmarks.report.readme_figures import put_figures

    results = [Result.read(path) for path in arguments.results]
    arguments.out.mkdir(parents=True, exist_ok=True)
    plots = _draw(results, arguments.out)
    page = arguments.out / "report.md"
    write_text(page, markdown(results, [path.name for path in plots]))
    for each in arguments.into:
        put_figures(each, results, plots)
    print(*(f"written to {path}" for path in (page, *plots, *arguments.into)), sep="\n")
    return GOOD


def _draw(results: Sequence[Result], folder: Path) -> list[Path]:
    from benchmarks.report.plots import draw

    try:
        return draw(results, folder)
    except ImportError as error:
        print(f"edge-bench: no plots: {error}; pip install matplotlib", file=sys.stderr)
        return []
