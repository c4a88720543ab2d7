"""Float, merely quantized and quantization-aware network side by side, on the validation split."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from model_dev.data.crop_store import CropStore
from model_dev.evaluation.crop_scores import Network, score
from model_dev.paths import write_bytes
from model_dev.statistics.metrics import Bootstrap, Estimate, Thresholds, auc_change, measure

SCHEMA = "model_dev/qat/1"
SPLIT = "validation"
OVERALL = "overall"
DECIMALS = 5


def compare_on_validation(
    networks: Mapping[str, Network], stores: Sequence[CropStore], bootstrap: Bootstrap, cache: Path
) -> dict[str, Any]:
    """AUC of each network per source, and what quantization-aware training changed.

    Args:
        networks: ``float32``, ``ptq`` (ranges only) and ``qat``.
        stores: Crop stores of the validation split.
        bootstrap: Of the 95 % intervals; the change's is paired, see `metrics.auc_change`.
        cache: Folder of the cached scores.

    Returns:
        ``artefacts`` and ``cells``: one overall, and one for each source that has both classes.
    """
    tables = {name: score(network, stores, SPLIT, cache) for name, network in networks.items()}
    table = next(iter(tables.values())).drop(columns=["logit", "gate"])
    table = table.assign(**{name: found["logit"] for name, found in tables.items()})
    artefacts = {
        name: {"file": network.file, "sha256": network.sha256} for name, network in networks.items()
    }
    cells = list(_cells(table, list(networks), bootstrap))
    return {"schema": SCHEMA, "split": SPLIT, "artefacts": artefacts, "cells": cells}


def write_report(report: Mapping[str, Any], out: Path) -> str:
    """Write ``qat.json`` and ``qat.md``; returns the Markdown."""
    write_bytes(out / "qat.json", (json.dumps(report, indent=1) + "\n").encode())
    text = _text(report["cells"], report["config"])
    write_bytes(out / "qat.md", text.encode())
    return text


def _cells(table: pd.DataFrame, names: list[str], bootstrap: Bootstrap) -> Iterator[dict[str, Any]]:
    yield {"source": OVERALL, **_cell(table, names, bootstrap)}
    for source, rows in table.groupby("source"):
        if rows["label"].nunique() == 2:
            yield {"source": str(source), **_cell(rows, names, bootstrap)}


def _cell(rows: pd.DataFrame, names: list[str], bootstrap: Bootstrap) -> dict[str, Any]:
    labels, groups = rows["label"], rows["group"]
    change = auc_change(labels, rows["ptq"], rows["qat"], groups, bootstrap)
    return {
        "pictures": len(rows),
        "auc": {name: _auc(rows, name, bootstrap).rounded(DECIMALS) for name in names},
        "qat_over_ptq": change.rounded(DECIMALS),
    }


def _auc(rows: pd.DataFrame, name: str, bootstrap: Bootstrap) -> Estimate:
    """The AUC is the same for the logit and its sigmoid, which `measure` asks for."""
    probabilities = 1 / (1 + np.exp(-rows[name]))
    anywhere = Thresholds(0.5, 0.5)
    return measure(rows["label"], probabilities, rows["group"], anywhere, bootstrap)["auc"]


def _text(cells: Sequence[Mapping[str, Any]], config: Mapping[str, Any]) -> str:
    lines = [
        "# Quantization-aware training",
        "",
        f"{config['steps']} batches of {config['batch']} at {config['size']} px, learning rate "
        f"{config['learning_rate']:g}. AUC on the validation split, with 95 % intervals; `ptq` is "
        "the same checkpoint quantized with its ranges alone.",
        "",
        "| source | pictures | float32 | ptq | qat | qat - ptq |",
        "|---|---|---|---|---|---|",
    ]
    for cell in cells:
        shown = [_shown(cell["auc"][name], ".4f") for name in ("float32", "ptq", "qat")]
        columns = [*shown, _shown(cell["qat_over_ptq"], "+.4f")]
        lines.append(f"| {cell['source']} | {cell['pictures']} | {' | '.join(columns)} |")
    return "\n".join(lines) + "\n"


def _shown(estimate: Mapping[str, float | None], style: str) -> str:
    if estimate["value"] is None:
        return "-"
    if estimate["low"] is None:
        return format(estimate["value"], style)
    low, high = (format(estimate[end], style) for end in ("low", "high"))
    return f"{format(estimate['value'], style)} ({low} to {high})"
