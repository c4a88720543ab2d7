"""Compares the logits of two networks on the same pictures, per source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.decision import probability_of
from model_dev.evaluation.evaluate import thresholds_of
from model_dev.export_check.limits import ExportCheckLimits, FormatLimits
from model_dev.statistics.metrics import Bootstrap, auc_change

OVERALL = "overall"
DECIMALS = 5
KEPT, BROKEN, UNDECIDED, NOT_JUDGED = "kept", "broken", "undecided", "not judged"


def compare(
    table: pd.DataFrame, decision: DecisionRule, limits: ExportCheckLimits, own: FormatLimits
) -> dict[str, Any]:
    """Differences between ``before`` and ``after``, and whether they keep a format's limits.

    Args:
        table: Rows with the logits ``before`` and ``after`` of the same crops, ``sha256``,
            ``source``, ``tier``, ``group`` and ``label``.
        decision: Frozen operating point.
        limits: Of the check.
        own: Of the format.

    Returns:
        ``cells``, ``worst`` pictures, ``failures``, ``undecided`` and ``passed``.
    """
    cells = [_judged(cell, own) for cell in _cells(table, decision, limits)]
    failures = [_told(cell, *found) for cell in cells for found in _with(cell, BROKEN)]
    overall = cells[0]["logit_correlation"]
    if (overall or 0.0) < own.logit_correlation:
        failures.append(f"{OVERALL}: logits correlate by {overall}, limit {own.logit_correlation}")
    return {
        "cells": cells,
        "worst": _worst(table, limits.worst),
        "failures": failures,
        "undecided": [_told(cell, *found) for cell in cells for found in _with(cell, UNDECIDED)],
        "passed": not failures,
    }


def _cells(
    table: pd.DataFrame, decision: DecisionRule, limits: ExportCheckLimits
) -> Iterator[dict[str, Any]]:
    bootstrap = Bootstrap(limits.replicates, limits.seed)
    yield {"source": OVERALL, "enough": True, **_cell(table, decision, bootstrap)}
    for source, rows in table.groupby("source"):
        enough = bool(rows["sha256"].nunique() >= limits.judged_from)
        yield {"source": str(source), "enough": enough, **_cell(rows, decision, bootstrap)}


def _cell(rows: pd.DataFrame, decision: DecisionRule, bootstrap: Bootstrap) -> dict[str, Any]:
    difference = rows["after"] - rows["before"]
    return {
        "pictures": int(rows["sha256"].nunique()),
        "real": int((rows["label"] == 0).sum()),
        "fake": int((rows["label"] == 1).sum()),
        "auc": _auc(rows, bootstrap),
        "balanced_accuracy": _balanced_accuracy(rows, decision, bootstrap),
        "logit_correlation": _correlation(rows),
        "mean_logit_difference": round(float(difference.mean()), DECIMALS),
        "largest_logit_difference": round(float(difference.abs().max()), DECIMALS),
    }


def _auc(rows: pd.DataFrame, bootstrap: Bootstrap) -> dict[str, Any]:
    return _change(rows, rows["before"], rows["after"], bootstrap)


def _balanced_accuracy(
    rows: pd.DataFrame, decision: DecisionRule, bootstrap: Bootstrap
) -> dict[str, Any]:
    """The AUC of calls that are 0 or 1 is their balanced accuracy, so its interval is too."""
    middle = thresholds_of(decision).middle
    calls = [
        np.array([probability_of(x, decision) >= middle for x in rows[column]], np.float64)
        for column in ("before", "after")
    ]
    return _change(rows, calls[0], calls[1], bootstrap)


def _change(rows: pd.DataFrame, before: Any, after: Any, bootstrap: Bootstrap) -> dict[str, Any]:
    change = auc_change(rows["label"], before, after, rows["group"], bootstrap)
    nothing = np.zeros(len(rows))
    if change.value is None:
        return dict.fromkeys(("before", "after", "difference", "low", "high"))
    # The AUC of a score that is always 0 is 1/2.
    first = auc_change(rows["label"], nothing, before, rows["group"], Bootstrap(0, 0)).value
    values = {
        "before": 0.5 + (first or 0.0),
        "after": 0.5 + (first or 0.0) + change.value,
        "difference": change.value,
        "low": change.low,
        "high": change.high,
    }
    return {key: None if x is None else round(x, DECIMALS) for key, x in values.items()}


def _correlation(rows: pd.DataFrame) -> float | None:
    if rows["before"].nunique() < 2 or rows["after"].nunique() < 2:
        return None
    return round(float(np.corrcoef(rows["before"], rows["after"])[0, 1]), DECIMALS)


def _judged(cell: dict[str, Any], own: FormatLimits) -> dict[str, Any]:
    limits = {
        "auc": own.auc_difference,
        "balanced_accuracy": own.balanced_accuracy_difference,
    }
    for key, limit in limits.items():
        cell[key] |= {"limit": limit, "verdict": _verdict(cell, cell[key], limit)}
    return cell


def _verdict(cell: Mapping[str, Any], change: Mapping[str, Any], limit: float) -> str:
    if change["difference"] is None or not cell["enough"]:
        return NOT_JUDGED
    if abs(change["difference"]) <= limit:
        return KEPT
    if cell["source"] == OVERALL or change["low"] is None:
        return BROKEN
    return BROKEN if change["low"] > limit or change["high"] < -limit else UNDECIDED


def _with(cell: Mapping[str, Any], verdict: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key in ("auc", "balanced_accuracy"):
        if cell[key]["verdict"] == verdict:
            yield key, cell[key]


def _told(cell: Mapping[str, Any], key: str, change: Mapping[str, Any]) -> str:
    known = change["low"] is not None
    interval = f" (95 %: {change['low']:+.4f} to {change['high']:+.4f})" if known else ""
    return (
        f"{cell['source']}: {key} changes by {change['difference']:+.4f}{interval}, "
        f"limit {change['limit']}"
    )


def _worst(table: pd.DataFrame, count: int) -> list[dict[str, Any]]:
    difference = table["after"] - table["before"]
    rows = table.assign(difference=difference, size=difference.abs())
    rows = rows.sort_values(["size", "sha256"], ascending=[False, True]).head(count)
    columns = ["sha256", "source", "tier", "label", "before", "after", "difference"]
    records: list[dict[str, Any]] = rows[columns].round(DECIMALS).to_dict("records")
    return records
