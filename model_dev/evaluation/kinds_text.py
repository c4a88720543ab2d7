"""The report on kinds of pictures as Markdown and as a plot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge_runtime.files.atomic_write import atomic_write
from model_dev.evaluation.report_plots import FAKE, REAL, STYLE, UNSURE
from model_dev.evaluation.report_text import estimate_text, table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLES = {"real": "Real pictures", "fake": "Fakes"}
WRONGLY = {"real": "FAKE", "fake": "REAL"}
COLOURS = {"FAKE": FAKE, "UNSURE": UNSURE, "REAL": REAL}


def kinds_text(report: Mapping[str, Any], picture: str) -> str:
    """Markdown of a report made by `model_dev.evaluation.kinds_report.kinds_report`.

    Args:
        report: The report.
        picture: Name of the plot's file, which lies beside the text.
    """
    parts = [
        f"# Kinds of pictures: {report['bundle']}, split {report['split']}",
        _about(report),
        _summary(report),
        f"![Verdicts by kind]({picture})",
    ]
    for name, title in TITLES.items():
        if report["classes"][name]["pictures"]:
            parts += [f"## {title}", _verdicts(report, name), _reasons(report, name)]
    return "\n\n".join(parts) + "\n"


def _about(report: Mapping[str, Any]) -> str:
    interval, decision = report["interval"], report["decision"]
    return (
        "Whole pictures as they are stored, judged by the whole rule: regions, second look, "
        f"reasons, pooling. At most {report['most_per_origin']} pictures of each origin and class, "
        "drawn by hash. A **kind** is an origin: a data set, or the repository that the pictures "
        f"are from. Origins with fewer than {report['least_per_kind']} pictures are joined by "
        "topic, and topics with fewer are joined with one another. In brackets the "
        f"{interval['level']:.0%} interval: of AUCs the bootstrap over groups, of shares "
        f"the wider of it and Wilson's at either end ({interval['replicates']} replicates, "
        f"seed {interval['seed']}). The AUC of a kind is against all pictures of the other class. "
        f"FAKE from p = {decision['fake_at']:.3f}, REAL up to {decision['real_at']:.3f}; network "
        f"`{report['model_sha256'][:16]}`."
    )


def _summary(report: Mapping[str, Any]) -> str:
    lines = [
        f"- AUC: {estimate_text(report['auc'])}.",
        f"- UNSURE: {estimate_text(report['unsure'])}.",
    ]
    for name, wrong in WRONGLY.items():
        worst = report["worst"][name]
        if worst is not None:
            share = estimate_text(report["classes"][name][wrong])
            lines.append(
                f"- {name} called {wrong}: {share}; of the worst kind, {worst['kind']}, "
                f"{estimate_text(worst)}."
            )
    return "\n".join(lines)


def _verdicts(report: Mapping[str, Any], name: str) -> str:
    header = ["kind", "pictures", "groups", *(f"called {v}" for v in ("FAKE", "REAL")), "UNSURE",
              "AUC", "not judged"]  # fmt: skip
    rows = [
        [cell.get("kind", "**all**"), f"{cell['pictures']:,}", f"{cell['groups']:,}"]
        + [estimate_text(cell[key]) for key in ("FAKE", "REAL", "UNSURE", "auc")]
        + [f"{cell['not_judged']:,}"]
        for cell in _cells(report, name)
    ]
    return table(header, rows)


def _reasons(report: Mapping[str, Any], name: str) -> str:
    cells = _cells(report, name)
    found = sorted({reason for cell in cells for reason in cell["unsure_because"]})
    header = ["UNSURE because", *(reason.replace("_", " ") for reason in found)]
    rows = [
        [cell.get("kind", "**all**")]
        + [f"{cell['unsure_because'].get(reason, 0):.3f}" for reason in found]
        for cell in cells
    ]
    return f"Share of the pictures; one may have several reasons.\n\n{table(header, rows)}"


def _cells(report: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    whole = {**report["classes"][name], "auc": report["auc"]}
    return [cell for cell in report["kinds"] if cell["class"] == name] + [whole]


def draw_kinds(report: Mapping[str, Any], path: Path) -> None:
    """Write the verdicts on each kind as bars, real pictures above and fakes below, as a PNG."""
    import matplotlib
    from matplotlib.figure import Figure

    parts = {
        name: [c for c in report["kinds"] if c["class"] == name and c["FAKE"]["value"] is not None]
        for name in TITLES
    }
    shown = {name: cells for name, cells in parts.items() if cells}
    heights = [len(cells) + 1.5 for cells in shown.values()]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(9.5, 1.2 + 0.27 * sum(heights)))
        figure.set_layout_engine("constrained")
        panels = figure.subplots(len(shown), height_ratios=heights, squeeze=False)[:, 0]
        for axes, (name, cells) in zip(panels, shown.items(), strict=True):
            _bars(axes, cells)
            axes.set_title(f"{TITLES[name]}, {report['bundle']}, split {report['split']}")
        panels[-1].set_xlabel("share of the pictures, %")
        figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower right", ncols=3)
        with atomic_write(path) as temporary:
            figure.savefig(temporary, dpi=90, facecolor="white", format="png")


def _bars(axes: Axes, cells: list[Mapping[str, Any]]) -> None:
    """The worst kind on top."""
    wrong = WRONGLY[cells[0]["class"]]
    ordered = sorted(cells, key=lambda cell: (cell[wrong]["value"], cell["UNSURE"]["value"]))
    places = range(len(ordered))
    left = [0.0] * len(ordered)
    for verdict, colour in COLOURS.items():
        shares = [100 * cell[verdict]["value"] for cell in ordered]
        axes.barh(places, shares, left=left, color=colour, height=0.78, label=verdict)
        left = [start + share for start, share in zip(left, shares, strict=True)]
    axes.set_yticks(places, [f"{cell['kind']} ({cell['pictures']})" for cell in ordered])
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.6, len(ordered) - 0.4)
