"""The evaluation report as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from model_dev.data.tiers import TIERS

COLUMNS = {
    "auc": "AUC",
    "eer": "EER",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "brier": "Brier",
    "ece": "ECE",
    "false_alarm_rate": "real called FAKE",
    "miss_rate": "fake called REAL",
    "abstain_rate": "UNSURE",
}
TITLES = {
    "overall": "Overall",
    "source": "Per source",
    "comparison": "Comparisons across sources",
    "generator": "Per generator (fakes only)",
}
MAIN = ("auc", "balanced_accuracy", "false_alarm_rate", "miss_rate", "abstain_rate")
MORE = ("eer", "accuracy", "precision", "recall", "f1", "brier", "ece")
FAKES_ONLY = ("recall", "miss_rate", "abstain_rate")
NOT_MEASURED = "not measured"
SHORT_HASH = 16
CLASSES = ("real", "fake")


def report_text(report: Mapping[str, Any]) -> str:
    """Markdown of a report made by `model_dev.evaluation.evaluate`."""
    parts = [
        *_head(report),
        *_sections(report),
        *_gate(report["gate"]),
        *_plots(),
        *_mistakes(report["mistakes"]),
    ]
    return "\n\n".join(parts) + "\n"


def tiers_of(report: Mapping[str, Any]) -> dict[str, str]:
    """The tiers that a report measures, in the order of `TIERS`, with descriptions."""
    measured = {cell["tier"] for cell in report["cells"]}
    return {name: tier.description for name, tier in TIERS.items() if name in measured}


def figures(report: Mapping[str, Any], about: str, metrics: Sequence[str]) -> str:
    """A table of the cells about one kind of thing.

    Args:
        report: The report.
        about: "overall", "source", "comparison" or "generator".
        metrics: Keys of `COLUMNS`.
    """
    header = ["name", "tier", "real", "fake", "groups", *(COLUMNS[m] for m in metrics)]
    cells = sorted((c for c in report["cells"] if c["about"] == about), key=_place)
    rows = [
        [c["name"], c["tier"], *(f"{c[k]:,}" for k in ("real", "fake", "groups"))]
        + [estimate_text(c["metrics"][m]) for m in metrics]
        for c in cells
    ]
    return table(header, rows)


def estimate_text(estimate: Mapping[str, float | None]) -> str:
    """A value with its interval, or "not measured"."""
    value, low, high = (estimate[key] for key in ("value", "low", "high"))
    if value is None:
        return NOT_MEASURED
    if low is None or high is None:
        return f"{value:.3f}"
    return f"{value:.3f} ({low:.3f}-{high:.3f})"


def change_text(change: Mapping[str, float | None] | None) -> str:
    """A signed difference with its interval; empty for the reference itself."""
    if change is None:
        return ""
    if change["value"] is None:
        return NOT_MEASURED
    if change["low"] is None:
        return f"{change['value']:+.3f}"
    return f"{change['value']:+.3f} ({change['low']:+.3f} to {change['high']:+.3f})"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [list(header), ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _place(cell: Mapping[str, Any]) -> tuple[str, int]:
    return cell["name"], list(TIERS).index(cell["tier"])


def _head(report: Mapping[str, Any]) -> list[str]:
    decision, interval = report["decision"], report["interval"]
    tiers = "\n".join(f"- **{name}**: {text}" for name, text in tiers_of(report).items())
    return [
        f"# Evaluation of {report['bundle']}",
        f"Artefact `{report['artefact']['file']}`, sha256 `{report['artefact']['sha256']}`, "
        f"split **{report['split']}**. Nothing was chosen on this split.",
        f"Operating point: FAKE from p = {decision['fake_at']:.3f}, REAL up to "
        f"{decision['real_at']:.3f}, UNSURE between; temperature {decision['temperature']:.3f}, "
        f"bias {decision['bias']:.3f}.",
        f"In brackets: {interval['level']:.0%} interval, {interval['method']}, "
        f"{interval['replicates']} replicates, seed {interval['seed']}. "
        f'"{NOT_MEASURED}" means that a class is missing.',
        "Accuracy, balanced accuracy, precision, recall and F1 put an UNSURE picture on the side "
        "of the band's middle it lies on. Brier and ECE weigh real and fake alike.",
        f"Tiers:\n\n{tiers}",
    ]


def _sections(report: Mapping[str, Any]) -> list[str]:
    parts = []
    for about, title in TITLES.items():
        if not any(cell["about"] == about for cell in report["cells"]):
            continue
        wanted = (FAKES_ONLY,) if about == "generator" else (MAIN, MORE)
        parts += [f"## {title}", *(figures(report, about, metrics) for metrics in wanted)]
    return parts


def _gate(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    ordered = sorted(cells, key=lambda c: (c["source"], c["label"], list(TIERS).index(c["tier"])))
    rows = [
        [c["source"], CLASSES[c["label"]], c["tier"]]
        + [f"{c['crops']:,}", f"{c['groups']:,}", estimate_text(c["mean"])]
        + [f"{c[key]:.3f}" for key in ("p10", "median", "p90")]
        for c in ordered
    ]
    header = ["source", "class", "tier", "crops", "groups", "mean", "10 %", "median", "90 %"]
    intro = (
        "The gate weighs what a picture shows (the visual stream) by g and its traces (the "
        "forensic stream) by 1 - g: near 1 a verdict rests on what is seen, near 0 on residuals."
    )
    return ["## What the gate weighs", intro, table(header, rows), "![Gate](gate.png)"]


def _plots() -> list[str]:
    return [
        "## Plots",
        "![ROC curves](roc.png)",
        "![Reliability](reliability.png)",
        "![Verdicts per class](confusion.png)",
        "![Probabilities](histograms.png)",
    ]


def _mistakes(mistakes: Sequence[Mapping[str, Any]]) -> list[str]:
    rows = [
        [
            m["source"],
            f"`{m['sha256'][:SHORT_HASH]}`",
            f"`{m['path_sha256'][:SHORT_HASH]}`",
            m["tier"],
            CLASSES[m["label"]],
            m["generator"],
            f"{m['probability']:.3f}",
        ]
        for m in mistakes
    ]
    header = [
        "source",
        "sha256 of picture",
        "sha256 of path",
        "tier",
        "label",
        "generator",
        "p(fake)",
    ]
    intro = "The pictures furthest from their label, per source; whole hashes are in report.json."
    return ["## Worst mistakes", intro, table(header, rows)]
