"""The invariance report as Markdown and as a plot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from edge_runtime.files.atomic_write import atomic_write
from model_dev.evaluation.report_plots import INK, STYLE
from model_dev.evaluation.report_text import NOT_MEASURED, change_text, estimate_text, table

LIGHT_WITHIN = 0.19
"""Distance from the scale's middle up to which dark ink can be read."""


def invariance_text(report: Mapping[str, Any]) -> str:
    """Markdown of a report made by `model_dev.evaluation.invariance`."""
    interval = report["interval"]
    parts = [
        f"# What edits change: {report['bundle']}",
        f"Artefact `{report['artefact']['file']}`, sha256 `{report['artefact']['sha256']}`, split "
        f"**{report['split']}**, tier {report['tier']}, at most "
        f"{report['crops_per_source_and_class']} crops of each source and class, "
        f"{report['crops']:,} in all. Real and fake pictures are edited alike, so nothing of this "
        f"says whether a picture is real. In brackets the {interval['level']:.0%} bootstrap "
        f"interval over groups, {interval['replicates']} replicates, seed {interval['seed']}; that "
        "of a change is drawn from the same groups before and after.",
        "![AUC by edit](invariance.png)",
    ]
    for name in _names(report):
        cells = [cell for cell in report["cells"] if _name(cell) == name]
        real, fake = cells[0]["real"], cells[0]["fake"]
        header = ["edit", "AUC", "change of AUC", "real called FAKE", "fake called REAL",
                  "change of logit, real", "fake"]  # fmt: skip
        parts += [f"## {name}", f"{real:,} real, {fake:,} fake.", table(header, map(_row, cells))]
    return "\n\n".join(parts) + "\n"


def draw_invariance(report: Mapping[str, Any], path: Path) -> None:
    """Write the AUC of each edit and slice with both classes as a PNG.

    Args:
        report: See `invariance_text`.
        path: The file.
    """
    import matplotlib
    from matplotlib.figure import Figure

    edits, values = _edits(report), _aucs(report)
    names, table_ = list(values), np.array([list(row) for row in values.values()], float).T
    with matplotlib.rc_context({**STYLE, "axes.grid": False}):
        figure = Figure(figsize=(1.6 + 0.78 * len(names), 1.4 + 0.3 * len(edits)))
        figure.set_layout_engine("constrained")
        axes = figure.add_subplot()
        shades = axes.imshow(table_, cmap="RdYlGn", vmin=0.5, vmax=1.0, aspect="auto")
        axes.set_xticks(range(len(names)), names, rotation=35, ha="right")
        axes.set_yticks(range(len(edits)), edits)
        for (row, column), value in np.ndenumerate(table_):
            ink = "white" if abs(value - 0.75) > LIGHT_WITHIN else INK
            text = f"{value:.2f}"
            axes.text(column, row, text, ha="center", va="center", fontsize=8, color=ink)
        axes.set_title(f"AUC by edit, {report['bundle']}, {report['split']} split")
        figure.colorbar(shades, shrink=0.6)
        with atomic_write(path) as temporary:
            figure.savefig(temporary, dpi=90, facecolor="white", format="png")


def _edits(report: Mapping[str, Any]) -> list[str]:
    """The report's edits in its order, the unedited picture first."""
    return list(dict.fromkeys(cell["edit"] for cell in report["cells"]))


def _names(report: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(_name(cell) for cell in report["cells"]))


def _name(cell: Mapping[str, Any]) -> str:
    return f"{cell['about']} {cell['name']}"


def _aucs(report: Mapping[str, Any]) -> dict[str, list[float]]:
    """AUCs in the order of the edits, for each slice that has both classes."""
    found: dict[str, list[float]] = {}
    for cell in report["cells"]:
        value = cell["metrics"]["auc"]["value"]
        if value is not None:
            found.setdefault(cell["name"], []).append(value)
    return found


def _row(cell: Mapping[str, Any]) -> list[str]:
    metrics, moved = cell["metrics"], cell["logit_change"]
    return [
        cell["edit"],
        estimate_text(metrics["auc"]),
        change_text(metrics["auc_change"]),
        estimate_text(metrics["false_alarm_rate"]),
        estimate_text(metrics["miss_rate"]),
        *(NOT_MEASURED if moved[key] is None else f"{moved[key]:+.2f}" for key in ("real", "fake")),
    ]
