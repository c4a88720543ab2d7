"""``edge-bench report``: results as Markdown tables and PNG plots."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cli.exit_codes import GOOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.report.result import Result


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("report", help="tables and plots", description=__doc__)
    parser.add_argument("results", nargs="*", type=Path, metavar="RESULT.json")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        default=Path("build/benchmarks/report"),
        help="where report.md and the plots go (default: build/benchmarks/report)",
    )
    parser.add_argument(
        "--into",
        nargs="+",
        type=Path,
        metavar="PAGE.md",
        default=[],
        help="also put the figures between the marks <!-- measurements --> or <!-- ratios -->",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the report; without Matplotlib the plots are left out, and that is said."""
    from benchmarks.report.markdown import markdown
    from benchmarks.report.readme_figures import put_figures
    from benchmarks.report.result import Result
    from edge_runtime.files.atomic_write import atomic_write

    results = [Result.read(path) for path in arguments.results]
    arguments.out.mkdir(parents=True, exist_ok=True)
    plots = _draw(results, arguments.out)
    page = arguments.out / "report.md"
    with atomic_write(page) as part:
        part.write_text(markdown(results, [path.name for path in plots]), "utf-8")
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
