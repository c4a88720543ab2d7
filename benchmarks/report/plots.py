"""Results as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measure.case import Case, Spread
from benchmarks.report.result import Result
from edge_runtime.files.atomic_write import atomic_write

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, SOFT, GOOD, BAD = "#1c2733", "#8aa0b4", "#2f6f9f", "#c2573a"
PLOTS = ("latency", "stages", "ratios")
"""Names of the pictures, in their order."""


def draw(results: Sequence[Result], folder: Path) -> list[Path]:
    """Draw what there is to draw.

    Args:
        results: Measured cases and ratios.
        folder: Where the PNG files go; must exist.

    Returns:
        Those that were written: ``latency.png``, ``stages.png``, ``ratios.png``.

    Raises:
        ImportError: If Matplotlib is not installed.
        OSError: If a file cannot be written.
    """
    drawn = (_latency(results), _stages(results), _ratios(results))
    paths = []
    for name, figure in zip(PLOTS, drawn, strict=True):
        if figure is not None:
            paths.append(folder / f"{name}.png")
            with atomic_write(paths[-1]) as part:
                figure.savefig(part, format="png", dpi=120)
    return paths


def _latency(results: Sequence[Result]) -> Figure | None:
    """Medians as dots, up to the 90th percentile as a line; disturbed cases are hollow."""
    cases = [(result, case) for result in results for case in result.cases if case.spread]
    if not cases:
        return None
    figure, axes = _axes(len(cases))
    for row, (_, case) in enumerate(cases):
        _dot(axes, row, case)
    several = len({result.machine for result in results}) > 1
    labels = [
        f"{of.machine}: {case.setting}" if several else f"{case.setting}" for of, case in cases
    ]
    _label(axes, labels, "milliseconds per run or picture: median, line to p90; hollow: noisy")
    _log_axis(axes, [case.spread for _, case in cases if case.spread])
    return figure


def _dot(axes: Any, row: int, case: Case) -> None:
    spread = case.spread
    if spread is None:
        return
    axes.plot([spread.p50, spread.p90], [row, row], color=GOOD, linewidth=2, zorder=1)
    fill = GOOD if case.good else "white"
    axes.plot(spread.p50, row, "o", markeredgecolor=GOOD, markerfacecolor=fill, zorder=2)
    axes.annotate(f"  {spread.p50:.3g}", (spread.p90, row), va="center", color=INK, fontsize=8)


def _log_axis(axes: Any, spreads: Sequence[Spread]) -> None:
    """A logarithmic axis with plain numbers, a little wider than the figures."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.set_xlim(min(each.p50 for each in spreads) / 1.5, max(each.p90 for each in spreads) * 2)
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.grid(axis="x", color="#e6eaee", zorder=0)


def _stages(results: Sequence[Result]) -> Figure | None:
    """Steps of whole scans, as shares of their sum, so that 1 and 48 MP fit one picture."""
    staged = [
        (case, case.stages_ms) for result in results for case in result.cases if case.stages_ms
    ]
    if not staged:
        return None
    figure, axes = _axes(len(staged), legend=True)
    names = list(staged[0][1])
    shades = ["#16324a", "#2f6f9f", "#7fb0d3", "#c2573a", "#d8dee4"]
    for row, (_, stages) in enumerate(staged):
        total, left = sum(stages.values()), 0.0
        for name, shade in zip(names, shades, strict=False):
            share = 100 * stages[name] / total
            axes.barh(row, share, left=left, color=shade, label=name if row == 0 else None)
            left += share
        axes.annotate(f" {total:.0f} ms", (100, row), va="center", color=INK, fontsize=8)
    _label(axes, [f"scan, {case.setting.megapixels} MP" for case, _ in staged], "% of the scan")
    axes.set_xlim(0, 112)
    axes.legend(loc="upper center", bbox_to_anchor=(0.45, 1.28), ncols=5, frameon=False, fontsize=8)
    return figure


def _ratios(results: Sequence[Result]) -> Figure | None:
    """Each ratio as a share of its limit, with its interval; beyond the line it does not hold."""
    records = [record for result in results for record in result.ratios]
    if not records:
        return None
    figure, axes = _axes(len(records))
    for row, record in enumerate(records):
        limit, ratio = record["limit"], record["ratio"]
        color = {True: GOOD, False: BAD, None: SOFT}[record["holds"]]
        axes.plot([ratio["low"] / limit, ratio["high"] / limit], [row, row], color=color, lw=3)
        axes.plot(ratio["median"] / limit, row, "o", color=color)
    axes.axvline(1, color=INK, linewidth=1, linestyle="--")
    axes.set_xlim(0, max(1.15, axes.get_xlim()[1]))
    names = [f"{record['benchmark']} (limit {record['limit']:.2f})" for record in records]
    _label(axes, names, "ratio / limit, 95 % interval; grey: undecided or noisy")
    return figure


def _axes(rows: int, legend: bool = False) -> tuple[Figure, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 0.9 + 0.34 * rows + 0.3 * legend), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _label(axes: Any, names: Sequence[str], text: str) -> None:
    axes.set_yticks(range(len(names)), names, fontsize=8, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=8, labelcolor=INK)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlabel(text, fontsize=8, color=INK)
