"""The export check's report as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

CHANGES = {"auc": "AUC", "balanced_accuracy": "balanced accuracy"}
INTRODUCTION = (
    "Every exported network against the Keras network, on {pictures} pictures of the {split} split "
    "({tiers}), at the frozen operating point. Intervals are 95 %, from a paired bootstrap over "
    "groups: both networks are measured on the same drawn pictures. Overall the measured "
    "difference must keep the limit; a source breaks it only where its whole interval lies beyond. "
    "Undecided: beyond the limit as measured, but the sample is too small to tell."
)


def export_check_text(report: Mapping[str, Any]) -> str:
    """A report of `model_dev.export_check.comparison.check_export` as Markdown."""
    introduction = INTRODUCTION.format(
        pictures=report["pictures"],
        split=report["split"],
        tiers=", ".join(report["limits"]["tiers"]),
    )
    parts = [
        "# What exporting changed",
        introduction,
        f"**{'Passed' if report['passed'] else 'Failed'}.**",
        *_list("Limits broken", report["failures"]),
        *_list("Undecided", report["undecided"]),
        "![Logits of the Keras network against those of each format](quantization.png)",
    ]
    for name, found in report["formats"].items():
        parts += _format(name, found)
    for name, errors in report.get("layer_errors", {}).items():
        parts += [f"## Errors by layer: {name} against float32", _layers(errors)]
    return "\n\n".join(parts) + "\n"


def _list(title: str, lines: Sequence[str]) -> list[str]:
    return ["\n".join([f"{title}:", "", *(f"- {line}" for line in lines)])] if lines else []


def _format(name: str, found: Mapping[str, Any]) -> list[str]:
    header = ["source", "pictures", *CHANGES.values(), "correlation", "largest logit difference"]
    rows = (
        [
            cell["source"],
            str(cell["pictures"]),
            *(_change(cell[key]) for key in CHANGES),
            _number(cell["logit_correlation"], ".5f"),
            _number(cell["largest_logit_difference"], ".3f"),
        ]
        for cell in found["cells"]
    )
    worst = (
        [f"`{x['sha256']}`", x["source"], "fake" if x["label"] else "real"]
        + [_number(x[key], "+.3f") for key in ("before", "after", "difference")]
        for x in found["worst"]
    )
    return [
        f"## {name}",
        _table(header, rows),
        "Pictures that changed most:",
        _table(["sha256", "source", "class", "Keras", name, "difference"], worst),
    ]


def _change(change: Mapping[str, Any]) -> str:
    if change["difference"] is None:
        return "-"
    known = change["low"] is not None
    interval = f" ({change['low']:+.4f} to {change['high']:+.4f})" if known else ""
    return f"{change['after']:.4f}, {change['difference']:+.4f}{interval}, {change['verdict']}"


def _layers(errors: Sequence[Mapping[str, Any]]) -> str:
    header = ["layer", "SNR, dB", "largest error", "RMS error in steps", "clipped"]
    rows = (
        [
            error["layer"],
            _number(error["snr_db"], ".1f"),
            _number(error["largest"], ".4g"),
            _number(error["steps"], ".2f"),
            f"{error['clipped']:.2%}",
        ]
        for error in errors
    )
    return _table(header, rows)


def _number(value: float | None, style: str) -> str:
    return "-" if value is None else format(value, style)


def _table(header: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
