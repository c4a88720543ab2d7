"""The ablation report as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from model_dev.evaluation.report_text import change_text, estimate_text, table

HEADS = {
    "fake_logit": "fused",
    "visual_logit": "visual stream's own",
    "forensic_logit": "forensic stream's own",
}


def ablation_text(report: Mapping[str, Any]) -> str:
    """Markdown of a report made by `model_dev.experiments.ablate`: a table for each comparison."""
    names = dict.fromkeys(cell["comparison"] for cell in report["cells"])
    parts = [*_head(report), _variants(report)]
    for name in names:
        cells = [cell for cell in report["cells"] if cell["comparison"] == name]
        parts += [f"## {name}", _about(cells), _figures(cells)]
    return "\n\n".join(parts) + "\n"


def _head(report: Mapping[str, Any]) -> list[str]:
    stages = ", then ".join(f"{s['steps']} batches at {s['size']} px" for s in report["stages"])
    interval = report["interval"]
    return [
        f"# Ablation of {report['base']}",
        f"Every variant is trained alike: {stages}, from ImageNet's weights, averaged "
        f"with momentum {report['ema']:g}. Float networks, measured on the splits "
        f"{', '.join(report['splits'])}.",
        f"AUC, in brackets the {interval['level']:.0%} interval (percentile bootstrap, groups "
        f"drawn with replacement, {interval['replicates']} replicates, seed {interval['seed']}). "
        f"Under it, the change from **{report['reference']}** (fused) on the same pictures and the "
        "same drawn groups.",
        "The fused output is the verdict's; the streams' own are the auxiliary outputs of the "
        "same, jointly trained network. **Left out**: sources of the comparison that the variant "
        "never saw.",
    ]


def _variants(report: Mapping[str, Any]) -> str:
    rows = [
        [v["name"], v["streams"], ", ".join(v["without"]) or "-", f"`{v['weights_sha256'][:16]}`"]
        for v in report["variants"]
    ]
    return table(["variant", "streams", "trained without", "weights sha256"], rows)


def _about(cells: Sequence[Mapping[str, Any]]) -> str:
    counts = {c["tier"]: f"{c['real']:,} real, {c['fake']:,} fake" for c in cells}
    return "; ".join(f"{tier}: {text}" for tier, text in counts.items()) + "."


def _figures(cells: Sequence[Mapping[str, Any]]) -> str:
    tiers = list(dict.fromkeys(cell["tier"] for cell in cells))
    lines: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    for cell in cells:
        lines.setdefault((cell["variant"], cell["head"]), {})[cell["tier"]] = cell
    rows = [
        [variant, HEADS[head], ", ".join(found[tiers[0]]["unseen"]) or "-"]
        + [_cell(found[tier]) for tier in tiers]
        for (variant, head), found in lines.items()
    ]
    return table(["variant", "output", "left out", *tiers], rows)


def _cell(cell: Mapping[str, Any]) -> str:
    change = change_text(cell["change"])
    return estimate_text(cell["auc"]) + (f"<br>{change}" if change else "")
