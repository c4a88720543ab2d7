"""The report about regions as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model_dev.evaluation.report_text import change_text, estimate_text, table


def regions_text(report: Mapping[str, Any]) -> str:
    """Markdown of a report made by `model_dev.evaluation.regions.regions_report`."""
    interval, chosen = report["interval"], report["pooling"]
    parts = [
        f"# Whole picture and faces: {report['bundle']}",
        "How the log-odds of the whole picture and of its most suspicious face are joined. The "
        "weights are those of the whole picture / the face / the larger of the two; 0 / 0 / 1 "
        "is the maximum, 0.5 / 0.5 / 0 the mean, 1 / 0 / 0 the whole picture alone and 0 / 1 / "
        "0 the face alone (where there is none, the whole picture). Chosen: "
        f"{chosen['whole']:g} / {chosen['face']:g} / {chosen['larger']:g}. Pictures of the "
        "validation split, judged with reasons and second looks. In brackets the "
        f"{interval['level']:.0%} bootstrap interval over groups, {interval['replicates']} "
        f"replicates, seed {interval['seed']}.",
        *(_rules(report, name) for name in dict.fromkeys(c["set"] for c in report["rules"])),
        "## Real pictures called FAKE, by kind",
        _kinds(report),
        "## Views of the whole picture",
        "One look, without reasons. Letterbox: all of the picture on grey. Two squares: the "
        "mean of both ends of a picture longer than 4:3, two runs of the network instead of "
        "one.",
        _views(report),
        "## Faces by size",
        "One look at a face, by the longer side of its box in pixels of the picture.",
        _sides(report),
    ]
    return "\n\n".join(parts) + "\n"


def _rules(report: Mapping[str, Any], name: str) -> str:
    keys = ("auc", "real_called_fake", "fake_called_fake", "real_called_real", "fake_called_real")
    cells = [cell for cell in report["rules"] if cell["set"] == name]
    header = ["weights", "AUC", *(key.replace("_", " ") for key in keys[1:])]
    rows = [[cell["weights"], *(estimate_text(cell[key]) for key in keys)] for cell in cells]
    counts = f"{cells[0]['real']:,} real, {cells[0]['fake']:,} fake."
    return f"## {name.capitalize()}\n\n{counts}\n\n{table(header, rows)}"


def _kinds(report: Mapping[str, Any]) -> str:
    rows = [
        [cell["kind"], f"{cell['pictures']:,}"]
        + [estimate_text(cell[key]) for key in ("rule", "whole_alone")]
        for cell in report["kinds"]
    ]
    return table(["kind", "pictures", "chosen weights", "whole picture alone"], rows)


def _views(report: Mapping[str, Any]) -> str:
    rows = [
        [
            cell["about"],
            cell["view"],
            f"{cell['real']:,}",
            f"{cell['fake']:,}",
            estimate_text(cell["auc"]),
            change_text(cell["change"]),
        ]
        for cell in report["views"]
    ]
    return table(["pictures", "view", "real", "fake", "AUC", "against the centre square"], rows)


def _sides(report: Mapping[str, Any]) -> str:
    rows = [
        [_span(cell), f"{cell['real']:,}", f"{cell['fake']:,}"]
        + [estimate_text(cell[key]) for key in ("real_called_fake", "auc")]
        for cell in report["sides"]
    ]
    return table(["pixels", "real", "fake", "real called FAKE", "AUC"], rows)


def _span(cell: Mapping[str, Any]) -> str:
    end = "" if cell["below"] is None else f" to {cell['below']}"
    return f"{cell['from']}{end or ' and more'}"
