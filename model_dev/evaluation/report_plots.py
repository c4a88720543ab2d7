"""The plots of a report: ROC, reliability, verdicts per class, probabilities, gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from edge_runtime.files.atomic_write import atomic_write
from model_dev.evaluation.report_spec import ReportSpec, slices

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


REAL, FAKE, UNSURE, INK, GRID = "#2f6fb3", "#d1495b", "#b9bec6", "#2b2f36", "#e4e7eb"
LINES = (
    "#2f6fb3", "#d1495b", "#3a9d6e", "#e08e2b", "#7c5cbf",
    "#1f9eb3", "#8a5a3c", "#c55a9d", "#6b7785", "#a3a51e",
)  # fmt: skip
TIER_LINES = {"clean": "#2f6fb3", "web": "#e08e2b", "hard": "#d1495b", "thumbnail": "#7c5cbf"}
STYLE: dict[Any, Any] = {
    "font.size": 10, "axes.edgecolor": GRID, "axes.labelcolor": INK, "text.color": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.grid": True, "grid.color": GRID,
    "axes.axisbelow": True, "axes.spines.top": False, "axes.spines.right": False,
    "axes.titlesize": 11, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "legend.frameon": False, "legend.fontsize": 8.5, "xtick.major.size": 0, "ytick.major.size": 0,
}  # fmt: skip
ROC_ROWS = {"source": "Sources", "comparison": "Comparisons"}
BINS = 10
BARS = 40
MIN_IN_BIN = 20

Slice = tuple[str, str, pd.DataFrame]


def draw_plots(
    scores: pd.DataFrame, report: Mapping[str, Any], spec: ReportSpec, out: Path
) -> None:
    """Write ``roc``, ``reliability``, ``confusion``, ``histograms`` and ``gate``, as PNG files.

    Each has a panel for each source; those about verdicts also for faces and for images overall.

    Args:
        scores: Rows with ``label``, ``probability``, ``gate``, ``source``, ``tier``, ``kind``.
        report: The report the plots belong to.
        spec: What it was made by.
        out: Existing folder.
    """
    import matplotlib
    from matplotlib.figure import Figure

    parts = [part for part in slices(scores, spec) if part[0] != "generator" and len(part[2])]
    tiers = [tier for tier in TIER_LINES if tier in set(scores["tier"])]
    drawings: dict[str, Callable[[Figure], None]] = {
        "roc.png": lambda figure: _roc(figure, parts, tiers, report),
        "reliability.png": lambda figure: _reliability(figure, _with_both(parts), tiers),
        "confusion.png": lambda figure: _confusion(figure, _measured(parts), tiers, report),
        "histograms.png": lambda figure: _histograms(figure, _own(parts), tiers[0], report),
        "gate.png": lambda figure: _gates(figure, _sources(parts), tiers[0]),
    }
    with matplotlib.rc_context(STYLE):
        for name, draw in drawings.items():
            figure = Figure(layout="constrained")
            draw(figure)
            with atomic_write(out / name) as temporary:
                figure.savefig(temporary, dpi=90, facecolor="white", format="png")


def _sources(parts: Sequence[Slice]) -> list[Slice]:
    return [part for part in parts if part[0] == "source"]


def _measured(parts: Sequence[Slice]) -> list[Slice]:
    return [part for part in parts if part[0] in ("overall", "source")]


def _with_both(parts: Sequence[Slice]) -> list[Slice]:
    """Slices of which a probability can be checked: those with real and fake pictures."""
    return [part for part in parts if part[2]["label"].nunique() == 2]


def _own(parts: Sequence[Slice]) -> list[Slice]:
    return [part for part in parts if part[0] in ("source", "comparison")]


def _roc(
    figure: Figure, parts: Sequence[Slice], tiers: Sequence[str], report: Mapping[str, Any]
) -> None:
    both = _with_both(parts)
    kinds = [kind for kind in ROC_ROWS if any(part[0] == kind for part in both)]
    figure.set_size_inches(5.0 * len(tiers), 0.4 + 5.0 * len(kinds))
    grid = figure.subplots(max(1, len(kinds)), len(tiers), squeeze=False)
    cells = {(c["about"], c["name"], c["tier"]): c["metrics"]["auc"] for c in report["cells"]}
    for line, kind in zip(grid, kinds, strict=False):
        own = [part for part in both if part[0] == kind]
        for axes, tier in zip(line, tiers, strict=True):
            _roc_panel(axes, own, tier, cells)
            _square(axes, f"{ROC_ROWS[kind]}, {tier}", "real pictures called fake", "fakes found")
            axes.legend(loc="lower right", title="AUC", alignment="left", title_fontsize=9)
    _title(figure, f"ROC on the test split, {report['bundle']}")


def _roc_panel(
    axes: Axes, parts: Sequence[Slice], tier: str, cells: Mapping[tuple[str, str, str], Any]
) -> None:
    axes.plot([0, 1], [0, 1], color=UNSURE, linewidth=1, linestyle=(0, (4, 4)))
    for index, (about, name, rows) in enumerate(parts):
        auc = cells.get((about, name, tier), {"value": None})["value"]
        if auc is not None:
            curve = _curve(rows[rows["tier"] == tier])
            axes.plot(*curve, color=LINES[index % len(LINES)], label=f"{auc:.3f}  {name}")


def _curve(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    ordered = rows.groupby("probability")["label"].agg(["sum", "count"]).sort_index(ascending=False)
    fake = ordered["sum"].cumsum().to_numpy()
    real = (ordered["count"] - ordered["sum"]).cumsum().to_numpy()
    return np.r_[0, real / real[-1]], np.r_[0, fake / fake[-1]]


def _reliability(figure: Figure, parts: Sequence[Slice], tiers: Sequence[str]) -> None:
    for axes, (_, name, rows) in zip(_panels(figure, parts, 5.2, 5.2), parts, strict=True):
        axes.plot([0, 1], [0, 1], color=UNSURE, linewidth=1, linestyle=(0, (4, 4)))
        for tier in tiers:
            told, found = _calibration(rows[rows["tier"] == tier])
            axes.plot(
                told, found, "o-", color=TIER_LINES[tier], label=tier, markersize=4.5, alpha=0.9
            )
        _square(
            axes, name, "probability of fake told", "share of fakes found, classes weighed alike"
        )
        axes.legend(loc="upper left")
    _title(figure, "Reliability")


def _calibration(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Mean probability and share of fakes of each bin with at least `MIN_IN_BIN` pictures."""
    weights = 0.5 / rows.groupby("label")["label"].transform("size")
    bins = np.minimum((rows["probability"] * BINS).astype(int), BINS - 1)
    table = pd.DataFrame(
        {
            "n": 1,
            "w": weights,
            "p": weights * rows["probability"],
            "y": weights * rows["label"],
        }
    )
    sums = table.groupby(bins).sum()
    sums = sums[sums["n"] >= MIN_IN_BIN]
    return (sums["p"] / sums["w"]).to_numpy(), (sums["y"] / sums["w"]).to_numpy()


def _confusion(
    figure: Figure, parts: Sequence[Slice], tiers: Sequence[str], report: Mapping[str, Any]
) -> None:
    decision = report["decision"]
    grid = _panels(figure, parts, 5.2, 0.6 + 0.95 * len(tiers))
    for axes, (_, name, rows) in zip(grid, parts, strict=True):
        bars = [(tier, label) for tier in tiers for label in sorted(set(rows["label"]))]
        places = [place + 0.35 * tiers.index(tier) for place, (tier, _) in enumerate(bars)]
        for place, (tier, label) in enumerate(bars):
            part = rows[(rows["tier"] == tier) & (rows["label"] == label)]
            _verdict_bar(axes, places[place], part["probability"], decision)
        axes.set_yticks(places, [f"{tier}  {('real', 'fake')[label]}" for tier, label in bars])
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_formatter("{x:.0%}")
        axes.grid(axis="y", visible=False)
        axes.set_title(name)
    _verdict_legend(figure)


def _verdict_bar(
    axes: Axes, place: float, probabilities: pd.Series, decision: Mapping[str, Any]
) -> None:
    real = float((probabilities <= decision["real_at"]).mean()) if len(probabilities) else 0.0
    fake = float((probabilities >= decision["fake_at"]).mean()) if len(probabilities) else 0.0
    unsure = 1 - real - fake if len(probabilities) else 0.0
    left = 0.0
    for width, colour, ink in ((real, REAL, "w"), (unsure, UNSURE, INK), (fake, FAKE, "w")):
        axes.barh(place, width, left=left, color=colour, height=0.8, edgecolor="w", linewidth=1)
        if width >= 0.07:
            middle = left + width / 2
            axes.text(middle, place, f"{width:.0%}", color=ink, ha="center", va="center", size=9)
        left += width


def _verdict_legend(figure: Figure) -> None:
    from matplotlib.patches import Patch

    colours = {"REAL": REAL, "UNSURE": UNSURE, "FAKE": FAKE}
    handles = [Patch(color=colour, label=word) for word, colour in colours.items()]
    _title(figure, "Verdicts on real and on fake pictures")
    figure.legend(handles=handles, loc="outside lower left", ncols=3)


def _histograms(
    figure: Figure, parts: Sequence[Slice], tier: str, report: Mapping[str, Any]
) -> None:
    for axes, (_, name, rows) in zip(_panels(figure, parts, 4.6, 2.3), parts, strict=True):
        band = report["decision"]["real_at"], report["decision"]["fake_at"]
        axes.axvspan(*band, color=UNSURE, alpha=0.3, linewidth=0, zorder=0)
        _class_bars(axes, rows[rows["tier"] == tier], "probability")
        axes.set_title(name)
    _title(figure, f"Probability of fake, tier {tier}; grey: UNSURE")


def _gates(figure: Figure, parts: Sequence[Slice], tier: str) -> None:
    for axes, (_, name, rows) in zip(_panels(figure, parts, 4.6, 2.3), parts, strict=True):
        _class_bars(axes, rows[rows["tier"] == tier], "gate")
        axes.set_title(name)
    _title(figure, f"Weight of the visual stream, tier {tier}; the rest is the forensic stream's")


def _class_bars(axes: Axes, rows: pd.DataFrame, column: str) -> None:
    from matplotlib.ticker import MaxNLocator

    for label, colour, word in ((0, REAL, "real"), (1, FAKE, "fake")):
        values = rows.loc[rows["label"] == label, column]
        if len(values):
            shares = np.full(len(values), 1 / len(values))
            edges = np.linspace(0, 1, BARS + 1)
            name = f"{word}, {len(values):,}"
            axes.hist(values, edges.tolist(), weights=shares, color=colour, alpha=0.6, label=name)
    if axes.patches[1:]:
        axes.legend(loc="upper center")
    axes.set_xlim(0, 1)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter("{x:.0%}")


def _panels(figure: Figure, parts: Sequence[Slice], width: float, height: float) -> np.ndarray:
    """Axes [len(parts)], three a line, each of a size in inches."""
    columns = max(1, min(3, len(parts)))
    lines = max(1, -(-len(parts) // columns))
    figure.set_size_inches(width * columns, 0.9 + height * lines)
    grid = figure.subplots(lines, columns, squeeze=False).ravel()
    for axes in grid[len(parts) :]:
        axes.set_visible(False)
    return grid[: len(parts)]


def _square(axes: Axes, title: str, x: str, y: str) -> None:
    axes.set(xlim=(0, 1), ylim=(0, 1.005), xlabel=x, ylabel=y, aspect="equal")
    axes.set_title(title)


def _title(figure: Figure, text: str) -> None:
    figure.suptitle(text, x=0.01, ha="left", weight="bold", size=13)
