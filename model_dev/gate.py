"""Whether quantization cost accuracy: the int8 network against the float one, crop by crop."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from edge_runtime.contract import DecisionRule
from edge_runtime.decision import probability_of
from edge_runtime.replacing import replacing
from model_dev.config_record import record
from model_dev.crop_scores import Network, score
from model_dev.crop_store import CropStore, open_stores
from model_dev.drawn import drawn_by_hash
from model_dev.evaluate import thresholds_of
from model_dev.metrics import Bootstrap, measure
from model_dev.toml import read_toml

SCHEMA = "model_dev/gate/1"
SPLIT = "test"
OVERALL = "overall"
DECIMALS = 5


@dataclass(frozen=True, slots=True)
class GateLimits:
    """What the quantized network must keep to; see ``configs/gate.toml``."""

    pictures: int
    pictures_per_source: int
    judged_from: int
    tiers: tuple[str, ...]
    auc_difference: float
    balanced_accuracy_difference: float
    logit_correlation: float
    worst: int

    @staticmethod
    def read(path: Path) -> GateLimits:
        """Parse a configuration file.

        Raises:
            ConfigError: If a key is missing or unknown.
        """
        return record(GateLimits, read_toml(path), path.name)


def gate(
    float_network: Network,
    int8_network: Network,
    decision: DecisionRule,
    store_dirs: Sequence[Path],
    out: Path,
    limits: GateLimits,
    cache: Path,
    workers: int = 2,
) -> dict[str, Any]:
    """Run both networks over the same test crops and write the comparison.

    Args:
        float_network: The network before quantization.
        int8_network: The network that ships.
        decision: The operating point, fitted on the int8 network; frozen here.
        store_dirs: Crop stores.
        out: The JSON file to write.
        limits: What decides.
        cache: Folder of the cached scores.
        workers: Threads.

    Returns:
        The report; ``passed`` says whether every limit holds, ``failures`` which do not.

    Raises:
        ValueError: If no store has a test row of the tiers.
    """
    stores = drawn_stores(open_stores(store_dirs), limits)
    before = score(float_network, stores, SPLIT, cache, workers)
    after = score(int8_network, stores, SPLIT, cache, workers)
    table = before.assign(int8_logit=after["logit"]).rename(columns={"logit": "float_logit"})
    artefacts = {"float": _artefact(float_network), "int8": _artefact(int8_network)}
    report = {"schema": SCHEMA, "split": SPLIT, "artefacts": artefacts}
    report |= compare(table, decision, limits)
    out.parent.mkdir(parents=True, exist_ok=True)
    with replacing(out) as temporary:
        temporary.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return report


def drawn_stores(stores: Sequence[CropStore], limits: GateLimits) -> list[CropStore]:
    """The same stores, with the drawn test rows of the stated tiers only."""
    tables = [store.rows.assign(store=number) for number, store in enumerate(stores)]
    rows = pd.concat([table.assign(place=table.index) for table in tables])
    rows = rows[(rows["split"] == SPLIT) & rows["tier"].isin(limits.tiers)]
    drawn = drawn_by_hash(rows, ["source", "label", "tier"], limits.pictures_per_source // 2)
    return [
        CropStore(store.name, store.crops, own.set_index("place").sort_index())
        for number, store in enumerate(stores)
        for own in [drawn[drawn["store"] == number].drop(columns="store")]
    ]


def compare(table: pd.DataFrame, decision: DecisionRule, limits: GateLimits) -> dict[str, Any]:
    """Differences between ``float_logit`` and ``int8_logit`` of the same crops.

    Args:
        table: Rows with both logits, ``sha256``, ``source``, ``tier``, ``group``, ``label``.
        decision: Frozen operating point.
        limits: What decides.
    """
    cells = list(_cells(table, decision, limits))
    pictures = int(table["sha256"].nunique())
    few = [f"only {pictures} pictures"] if pictures < limits.pictures else []
    failures = few + [problem for cell in cells for problem in _problems(cell, limits)]
    return {
        "limits": asdict(limits),
        "decision": asdict(decision),
        "pictures": pictures,
        "cells": cells,
        "worst": _worst(table, limits.worst),
        "failures": failures,
        "passed": not failures,
    }


def _cells(
    table: pd.DataFrame, decision: DecisionRule, limits: GateLimits
) -> Iterator[dict[str, Any]]:
    yield {"source": OVERALL, "judged": True, **_cell(table, decision)}
    for source, rows in table.groupby("source"):
        judged = rows["sha256"].nunique() >= limits.judged_from
        yield {"source": str(source), "judged": bool(judged), **_cell(rows, decision)}


def _cell(rows: pd.DataFrame, decision: DecisionRule) -> dict[str, Any]:
    before, after = (_values(rows, column, decision) for column in ("float_logit", "int8_logit"))
    difference = rows["int8_logit"] - rows["float_logit"]
    return {
        "pictures": int(rows["sha256"].nunique()),
        "real": int((rows["label"] == 0).sum()),
        "fake": int((rows["label"] == 1).sum()),
        "auc": _change(before["auc"], after["auc"]),
        "balanced_accuracy": _change(before["balanced_accuracy"], after["balanced_accuracy"]),
        "logit_correlation": _correlation(rows),
        "mean_logit_difference": round(float(difference.mean()), DECIMALS),
        "largest_logit_difference": round(float(difference.abs().max()), DECIMALS),
    }


def _values(rows: pd.DataFrame, column: str, decision: DecisionRule) -> dict[str, float | None]:
    probabilities = [probability_of(x, decision) for x in rows[column]]
    none = Bootstrap(replicates=0, seed=0)
    thresholds = thresholds_of(decision)
    found = measure(rows["label"], probabilities, rows["group"], thresholds, none)
    return {key: estimate.value for key, estimate in found.items()}


def _change(before: float | None, after: float | None) -> dict[str, float | None]:
    if before is None or after is None:
        return {"float": None, "int8": None, "difference": None}
    values = {"float": before, "int8": after, "difference": after - before}
    return {key: round(value, DECIMALS) for key, value in values.items()}


def _correlation(rows: pd.DataFrame) -> float | None:
    if rows["float_logit"].nunique() < 2 or rows["int8_logit"].nunique() < 2:
        return None
    found = np.corrcoef(rows["float_logit"], rows["int8_logit"])[0, 1]
    return round(float(found), DECIMALS)


def _problems(cell: dict[str, Any], limits: GateLimits) -> Iterator[str]:
    if not cell["judged"]:
        return
    bounds = {
        "auc": limits.auc_difference,
        "balanced_accuracy": limits.balanced_accuracy_difference,
    }
    for key, limit in bounds.items():
        difference = cell[key]["difference"]
        if difference is not None and abs(difference) > limit:
            yield f"{cell['source']}: {key} changes by {difference:+.4f}, limit {limit}"
    correlation = cell["logit_correlation"]
    if cell["source"] == OVERALL and (correlation or 0.0) < limits.logit_correlation:
        yield f"{OVERALL}: logits correlate by {correlation}, limit {limits.logit_correlation}"


def _worst(table: pd.DataFrame, count: int) -> list[dict[str, Any]]:
    difference = table["int8_logit"] - table["float_logit"]
    rows = table.assign(difference=difference, size=difference.abs())
    rows = rows.sort_values(["size", "sha256"], ascending=[False, True]).head(count)
    columns = ["sha256", "source", "tier", "label", "float_logit", "int8_logit", "difference"]
    return rows[columns].round(DECIMALS).to_dict("records")


def _artefact(network: Network) -> dict[str, str]:
    return {"file": network.file, "sha256": network.sha256}
