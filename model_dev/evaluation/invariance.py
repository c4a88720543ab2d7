"""Invariance: how far edits that say nothing about a picture's origin change its score."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image
from tqdm import tqdm

from edge_runtime.files.atomic_write import atomic_write
from edge_runtime.result.decision import probability_of
from edge_runtime.types import FaceCrop
from model_dev.augmentation.fixed_edits import EDITS, UNEDITED, Edit
from model_dev.data.crop_store import CropStore, joined_rows
from model_dev.data.sample_by_hash import sample_by_hash
from model_dev.evaluation.crop_scores import Network
from model_dev.evaluation.evaluate import EvaluatedModel, thresholds_of
from model_dev.evaluation.report_spec import ReportSpec, slices
from model_dev.statistics.metrics import (
    LEVEL,
    Bootstrap,
    Thresholds,
    auc_change,
    measure,
)

SCHEMA = "model_dev/invariance/1"
TIER = "clean"
MEASURES = ("auc", "false_alarm_rate", "miss_rate")
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """Which crops are edited.

    Attributes:
        split: "validation", "calibration" or "test".
        count: Most crops of each source and class.
    """

    split: str
    count: int


def measure_invariance(
    model: EvaluatedModel,
    stores: Sequence[CropStore],
    sample: Sample,
    spec: ReportSpec,
    cache: Path,
) -> dict[str, Any]:
    """Edit crops, as the network sees them, in each way of `EDITS` and score them.

    Args:
        model: Network and operating point.
        stores: Crop stores; their clean tier is used.
        sample: Which of their crops.
        spec: Slices and bootstrap, as for an evaluation.
        cache: Folder of the scores, a file for each edit: an interrupted run goes on.

    Returns:
        The report: a cell for each edit and slice. JSON values only.

    Raises:
        ValueError: If no store has a crop of the split in the clean tier.
    """
    rows, crops = _draw(stores, sample)
    tables = [
        rows.assign(edit=name, logit=_logits(model.network, name, crops, cache))
        for name in tqdm(EDITS, unit="edit")
    ]
    scores = pd.concat(tables, ignore_index=True)
    scores["probability"] = [probability_of(x, model.decision) for x in scores["logit"]]
    return {
        "schema": SCHEMA,
        "bundle": model.id,
        "artefact": {"file": model.network.file, "sha256": model.network.sha256},
        "split": sample.split,
        "tier": TIER,
        "crops_per_source_and_class": sample.count,
        "crops": len(rows),
        "interval": {"level": LEVEL, "replicates": spec.replicates, "seed": spec.seed},
        "cells": list(_cells(scores, spec, thresholds_of(model.decision))),
    }


def _draw(stores: Sequence[CropStore], sample: Sample) -> tuple[pd.DataFrame, list[FaceCrop]]:
    """The first crops of each source and class in the order of their hashes."""
    table = joined_rows(stores)
    chosen = table[(table["split"] == sample.split) & (table["tier"] == TIER)]
    if chosen.empty:
        raise ValueError(f"no crop of the {sample.split} split in the {TIER} tier")
    ordered = chosen.sort_values("place", kind="stable")
    drawn = sample_by_hash(ordered, ["source", "label"], sample.count)
    crops = [
        np.asarray(stores[number].crops[place])
        for number, place in zip(drawn["store"], drawn["place"], strict=True)
    ]
    return drawn.reset_index(drop=True), crops


def _logits(
    network: Network, name: str, crops: Sequence[FaceCrop], cache: Path
) -> NDArray[np.float64]:
    edited = [_edited(crop, EDITS[name]) for crop in crops]
    path = cache / network.sha256[:16] / f"edit-{_sha256(edited)}.npy"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as temporary, temporary.open("wb") as file:
            np.save(file, _run(network, edited))
    return np.asarray(np.load(path))


def _sha256(crops: Sequence[FaceCrop]) -> str:
    digest = hashlib.sha256()
    for crop in crops:
        digest.update(np.ascontiguousarray(crop).data)
    return digest.hexdigest()


def _edited(crop: FaceCrop, edit: Edit) -> FaceCrop:
    return np.asarray(edit(Image.fromarray(crop)))


def _run(network: Network, crops: Sequence[FaceCrop]) -> NDArray[np.float64]:
    def logits(part: Sequence[FaceCrop]) -> list[float]:
        scorer = network.open()
        return [scorer(crop)[0] for crop in part]

    half = len(crops) // 2
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(logits, (crops[:half], crops[half:]))
    return np.array([*first, *second], np.float64)


def _cells(
    scores: pd.DataFrame, spec: ReportSpec, thresholds: Thresholds
) -> Iterator[dict[str, Any]]:
    bootstrap = Bootstrap(spec.replicates, spec.seed)
    for about, name, rows in slices(scores, spec):
        if about == "generator":
            continue
        parts = {edit: part.reset_index(drop=True) for edit, part in rows.groupby("edit")}
        for edit in (edit for edit in EDITS if edit in parts):
            yield {
                "about": about,
                "name": name,
                "edit": edit,
                "real": int((parts[edit]["label"] == 0).sum()),
                "fake": int((parts[edit]["label"] == 1).sum()),
                **_measured(parts[edit], parts[UNEDITED], thresholds, bootstrap),
            }


def _measured(
    part: pd.DataFrame, unedited: pd.DataFrame, thresholds: Thresholds, bootstrap: Bootstrap
) -> dict[str, Any]:
    labels, groups = part["label"], part["group"]
    found = measure(labels, part["probability"], groups, thresholds, bootstrap)
    change = auc_change(labels, unedited["logit"], part["logit"], groups, bootstrap)
    estimates = {**{key: found[key] for key in MEASURES}, "auc_change": change}
    moved = part["logit"].to_numpy() - unedited["logit"].to_numpy()
    return {
        "metrics": {key: value.rounded() for key, value in estimates.items()},
        "logit_change": {
            word: _mean(moved[labels == label]) for label, word in enumerate(("real", "fake"))
        },
    }


def _mean(values: NDArray[np.float64]) -> float | None:
    return round(float(values.mean()), DECIMALS) if len(values) else None
