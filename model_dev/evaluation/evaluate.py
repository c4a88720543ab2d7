"""Evaluation of a network on the test split: per source, per tier, and per kind of picture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.files.atomic_write import atomic_write
from edge_runtime.result.decision import probability_of
from model_dev.data.crop_store import CropStore, open_stores
from model_dev.evaluation.crop_scores import Network, network_of_bundle, score
from model_dev.evaluation.report_spec import ReportSpec, slices
from model_dev.evaluation.stream_gate import stream_gate_cells
from model_dev.statistics.metrics import LEVEL, Bootstrap, Thresholds, measure

SCHEMA = "model_dev/report/1"
SPLIT = "test"
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class EvaluatedModel:
    """A network and its operating point, under a bundle's id."""

    id: str
    network: Network
    decision: DecisionRule


def evaluated_bundle(directory: Path) -> EvaluatedModel:
    """A sealed bundle, with the operating point in its contract.

    Raises:
        BundleError: If the bundle is damaged.
        ContractError: If its contract breaks the schema.
    """
    contract = Bundle.open(directory).contract
    return EvaluatedModel(contract.id, network_of_bundle(directory), contract.decision)


def evaluate_model(
    model: EvaluatedModel,
    store_dirs: Sequence[Path],
    out_dir: Path,
    spec: ReportSpec,
    cache: Path,
    workers: int = 2,
) -> dict[str, Any]:
    """Score the test split and write ``report.json``, ``report.md`` and the plots.

    Args:
        model: Network and operating point; need not be sealed yet.
        store_dirs: Crop stores.
        out_dir: ``model_dev/reports/<id>``; made if missing.
        spec: What to report.
        cache: Folder of the cached scores.
        workers: Threads.

    Returns:
        The report, as written.

    Raises:
        ValueError: If no store has a test row.
    """
    from model_dev.evaluation.report_plots import draw_plots
    from model_dev.evaluation.report_text import report_text

    stores = open_stores(store_dirs)
    scores = score(model.network, stores, SPLIT, cache, workers)
    scores["probability"] = [probability_of(x, model.decision) for x in scores["logit"]]
    report = build_report(model, stores, scores, spec)
    out_dir.mkdir(parents=True, exist_ok=True)
    draw_plots(scores, report, spec, out_dir)
    _write(out_dir / "report.md", report_text(report))
    _write(out_dir / "report.json", json.dumps(report, indent=1) + "\n")
    return report


def build_report(
    model: EvaluatedModel, stores: Sequence[CropStore], scores: pd.DataFrame, spec: ReportSpec
) -> dict[str, Any]:
    """The report as JSON values.

    Args:
        model: Network and operating point.
        stores: Where the rows come from.
        scores: Rows of the test split with ``probability``.
        spec: What to report.
    """
    return {
        "schema": SCHEMA,
        "bundle": model.id,
        "artefact": {"file": model.network.file, "sha256": model.network.sha256},
        "decision": asdict(model.decision),
        "split": SPLIT,
        "interval": {
            "level": LEVEL,
            "method": "percentile bootstrap, groups drawn with replacement",
            "replicates": spec.replicates,
            "seed": spec.seed,
        },
        "data": [about for about in map(_about, stores) if about["crops"]],
        "cells": list(_cells(scores, spec, thresholds_of(model.decision), model.network)),
        "gate": stream_gate_cells(scores, Bootstrap(spec.replicates, spec.seed)),
        "mistakes": _mistakes(scores, spec.mistakes),
    }


def thresholds_of(decision: DecisionRule) -> Thresholds:
    """The decision's two thresholds."""
    return Thresholds(decision.real_at, decision.fake_at)


def _cells(
    scores: pd.DataFrame, spec: ReportSpec, thresholds: Thresholds, network: Network
) -> Iterator[dict[str, Any]]:
    bootstrap = Bootstrap(spec.replicates, spec.seed)
    for about, name, rows in slices(scores, spec):
        for tier, part in rows.groupby("tier"):
            found = measure(
                part["label"], part["probability"], part["group"], thresholds, bootstrap
            )
            yield {
                "about": about,
                "name": name,
                "data": sorted(part["source"].unique()),
                "split": SPLIT,
                "tier": str(tier),
                "artefact": network.sha256,
                **_counts(part),
                "metrics": {key: value.rounded() for key, value in found.items()},
            }


def _counts(rows: pd.DataFrame) -> dict[str, int]:
    fake = int(rows["label"].sum())
    return {
        "pictures": int(rows["sha256"].nunique()),
        "crops": len(rows),
        "real": len(rows) - fake,
        "fake": fake,
        "groups": int(rows["group"].nunique()),
    }


def _about(store: CropStore) -> dict[str, Any]:
    """A store, identified by the hash of its test pictures, because paths differ by machine."""
    rows = store.rows[store.rows["split"] == SPLIT]
    listing = "\n".join(sorted(rows["sha256"] + " " + rows["tier"]))
    return {
        "store": store.name,
        "sha256_of_pictures": _sha256(listing),
        "sources": sorted(rows["source"].unique()),
        "tiers": sorted(rows["tier"].unique()),
        "pictures": int(rows["sha256"].nunique()),
        "crops": len(rows),
    }


def _mistakes(scores: pd.DataFrame, count: int) -> list[dict[str, Any]]:
    """The pictures furthest from their label, per source; never a path, only its hash."""
    error = (scores["probability"] - scores["label"]).abs()
    wrong = scores.assign(error=error)[error > 0.5].sort_values(
        ["source", "error", "sha256"], ascending=[True, False, True]
    )
    worst = wrong.drop_duplicates(["source", "sha256"]).groupby("source").head(count)
    worst = worst.assign(path_sha256=[_sha256(path) for path in worst["id"]])
    columns = [
        "source",
        "sha256",
        "path_sha256",
        "tier",
        "kind",
        "generator",
        "label",
        "probability",
    ]
    records: list[dict[str, Any]] = (
        worst[columns].round({"probability": DECIMALS}).to_dict("records")
    )
    return records


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    with atomic_write(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
