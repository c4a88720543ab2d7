"""The fine-tuning report as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model_dev.evaluation.report_text import change_text, estimate_text, table

TITLES = {"yours": "Your pictures", "ours": "The bundle's own pictures: what was forgotten"}
RATES = {
    "balanced_accuracy": "balanced accuracy",
    "false_alarm_rate": "real called FAKE",
    "miss_rate": "fake called REAL",
}


def finetune_text(report: Mapping[str, Any]) -> str:
    """Markdown of a report made by `model_dev.experiments.finetune`."""
    parts = _head(report)
    for whose, title in TITLES.items():
        cells = [cell for cell in report["cells"] if cell["whose"] == whose]
        parts += [f"## {title}", _aucs(cells), _rates(cells)]
    return "\n\n".join(parts) + "\n"


def _head(report: Mapping[str, Any]) -> list[str]:
    stages = ", then ".join(f"{s['steps']} batches at {s['size']} px" for s in report["stages"])
    interval = report["interval"]
    return [
        f"# {report['bundle']}, trained further",
        f"Weights `{report['before_sha256'][:16]}` before, `{report['after_sha256'][:16]}` after "
        f"{stages}, {report['replay']:.0%} of every batch replayed from the bundle's own sources.",
        f"Float networks, measured on the splits {', '.join(report['splits'])}. In brackets: "
        f"{interval['level']:.0%} interval (percentile bootstrap, groups drawn with replacement, "
        f"{interval['replicates']} replicates, seed {interval['seed']}); the change is measured on "
        "the same pictures and the same drawn groups.",
        f"Verdicts are by the operating point of {report['bundle']}, which was not fitted on the "
        "new network: quantize and calibrate before it is used.",
    ]


def _aucs(cells: list[Mapping[str, Any]]) -> str:
    header = ["source", "tier", "real", "fake", "groups", "AUC before", "AUC after", "change"]
    rows = [
        [*_about(c), *(f"{c[key]:,}" for key in ("real", "fake", "groups"))]
        + [estimate_text(c[when]["auc"]) for when in ("before", "after")]
        + [change_text(c["auc_change"])]
        for c in cells
    ]
    return table(header, rows)


def _rates(cells: list[Mapping[str, Any]]) -> str:
    header = [f"{title} {when}" for title in RATES.values() for when in ("before", "after")]
    rows = [
        [*_about(c)] + [estimate_text(c[w][name]) for name in RATES for w in ("before", "after")]
        for c in cells
    ]
    return table(["source", "tier", *header], rows)


def _about(cell: Mapping[str, Any]) -> list[str]:
    return [cell["source"], cell["tier"]]
