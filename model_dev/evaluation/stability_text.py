"""The stability report as Markdown and as a plot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from edge_runtime.files.atomic_write import atomic_write
from model_dev.evaluation.report_plots import STYLE
from model_dev.evaluation.report_text import estimate_text, table

SIDES = {"before": "without the second look", "after": "with it"}
PICTURE = "stability.png"


def stability_text(report: Mapping[str, Any]) -> str:
    """Markdown of a report made by `model_dev.evaluation.stability.stability_report`."""
    interval, count = report["interval"], report["pictures"]
    parts = [
        f"# Verdicts under edits: {report['bundle']}",
        f"{count['real']:,} real and {count['fake']:,} fake pictures of the validation split, "
        f"each judged as it is and under {len(report['edits'])} edits that say nothing about "
        "where it comes from. **Flip**: REAL becomes FAKE, or FAKE becomes REAL. **Real to "
        "FAKE**: share of the real pictures that are FAKE only with the edit. **Decided**: "
        "share of all pictures that are REAL or FAKE. In brackets the "
        f"{interval['level']:.0%} bootstrap interval over groups, {interval['replicates']} "
        f"replicates, seed {interval['seed']}.",
        f"Limit between the two looks: {report['limit']:g}. Of the pictures decided at first "
        f"sight the second look makes {estimate_text(report['turned_unsure'])} UNSURE.",
        f"![Real pictures that become FAKE]({PICTURE})",
        "## By edit",
        _edits(report),
        "## By limit",
        "All edits together; shares of verdicts are of the unedited pictures.",
        _limits(report),
    ]
    return "\n\n".join(parts) + "\n"


def _edits(report: Mapping[str, Any]) -> str:
    header = ["edit", *(f"{word}, {side}" for side in SIDES.values()
                        for word in ("flips", "real to FAKE", "decided"))]  # fmt: skip
    rows = [
        [row["edit"]]
        + [
            cell
            for side in SIDES
            for cell in (
                str(row[side]["flips"]),
                estimate_text(row[side]["real_to_fake"]),
                estimate_text(row[side]["decided"]),
            )
        ]
        for row in report["edits"]
    ]
    return table(header, rows)


def _limits(report: Mapping[str, Any]) -> str:
    keys = ["real_to_fake", "decided", "real_called_REAL", "real_called_FAKE", "fake_called_FAKE",
            "fake_called_REAL"]  # fmt: skip
    header = ["limit", "flips", *(key.replace("_", " ") for key in keys)]
    rows = [
        ["no second look" if row["limit"] is None else f"{row['limit']:g}", str(row["flips"])]
        + [f"{row[key]:.3f}" for key in keys]
        for row in report["limits"]
    ]
    return table(header, rows)


def draw_stability(report: Mapping[str, Any], path: Path) -> None:
    """Write the share of real pictures that each edit makes FAKE as a PNG."""
    import matplotlib
    from matplotlib.figure import Figure

    edits = report["edits"]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(7.2, 0.9 + 0.34 * len(edits)))
        figure.set_layout_engine("constrained")
        axes = figure.add_subplot()
        for number, (side, title) in enumerate(SIDES.items()):
            shares = [row[side]["real_to_fake"]["value"] * 100 for row in edits]
            places = [place + 0.4 * number - 0.2 for place in range(len(edits))]
            axes.barh(places, shares, height=0.38, label=title)
        axes.set_yticks(range(len(edits)), [row["edit"] for row in edits])
        axes.invert_yaxis()
        axes.set_xlabel("real pictures that become FAKE, %")
        axes.set_title(f"Verdicts under edits, {report['bundle']}")
        axes.legend()
        with atomic_write(path) as temporary:
            figure.savefig(temporary, dpi=90, facecolor="white", format="png")
