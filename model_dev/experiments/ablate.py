"""Ablation: variants of a run, trained alike and compared, show what each part contributes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edge_runtime.files.atomic_write import atomic_write
from model_dev.architecture.outputs import HEADS
from model_dev.data.comparison import Comparison
from model_dev.evaluation.head_scores import rows_of, score_heads
from model_dev.experiments.ablation_plan import AblationPlan, Variant, variant_config
from model_dev.paths import sha256_of
from model_dev.statistics.metrics import LEVEL, Bootstrap, auc_change, measure_auc
from model_dev.training.config import TrainConfig
from model_dev.training.train import TrainingData, train

SCHEMA = "model_dev/ablation/1"
WEIGHTS = "final.weights.h5"

Heads = Mapping[str, pd.DataFrame]
"""Scores by variant; all have the same rows in the same order."""


def ablate(
    plan: AblationPlan,
    base: TrainConfig,
    stores: Path,
    out: Path,
    splits: Sequence[str],
) -> dict[str, Any]:
    """Train every variant in ``out/<name>``, or go on where a broken run stopped, and measure it.

    Args:
        plan: The variants.
        base: The training config that they change.
        stores: Folder of the crop stores: ``train``, and ``<tier>/<split>``.
        out: Folder of the runs.
        splits: Splits to measure on.

    Returns:
        The report: for each variant, head, comparison and tier an ``auc``, and its ``change`` from
        the reference variant's fused head on the same pictures.

    Raises:
        ConfigError: If a variant does not fit the base.
        ValueError: If a folder holds a run with other settings, or a tier has no crop.
    """
    configs = {variant.name: variant_config(base, plan, variant) for variant in plan.variants}
    scores = {
        name: _scored(config, plan, stores, out / name, splits) for name, config in configs.items()
    }
    return {
        "schema": SCHEMA,
        "base": plan.base,
        "reference": plan.reference,
        "splits": list(splits),
        "stages": [asdict(stage) for stage in plan.stages],
        "ema": plan.ema,
        "interval": {"level": LEVEL, "replicates": plan.replicates, "seed": plan.seed},
        "variants": [
            {**asdict(variant), "weights_sha256": sha256_of(out / variant.name / WEIGHTS)}
            for variant in plan.variants
        ],
        "cells": list(cells(plan, scores)),
    }


def _scored(
    config: TrainConfig, plan: AblationPlan, stores: Path, run: Path, splits: Sequence[str]
) -> pd.DataFrame:
    """Scores of a variant's network, cached in its folder by weights and pictures."""
    validation = stores / "clean" / "validation"
    watched = validation if validation.is_dir() else None
    model = train(config, TrainingData([stores / "train"], watched), run)
    path = run / f"scores-{_key(run, rows_of(stores, splits, plan.tiers))}.parquet"
    if not path.is_file():
        scores = score_heads(model, stores, splits, plan.tiers, plan.stages[-1].size)
        with atomic_write(path) as temporary:
            scores.to_parquet(temporary)
    keras.utils.clear_session()
    return pd.read_parquet(path)


def _key(run: Path, rows: pd.DataFrame) -> str:
    listing = "\n".join(rows["sha256"] + " " + rows["tier"] + " " + rows["split"])
    return hashlib.sha256(f"{sha256_of(run / WEIGHTS)}\n{listing}".encode()).hexdigest()[:16]


def cells(plan: AblationPlan, scores: Heads) -> Iterator[dict[str, Any]]:
    """A cell for each comparison, tier, variant and head.

    Args:
        plan: What is compared.
        scores: Of each variant, with the columns of `HEADS`; a network of one stream is measured
            by its fused head only.
    """
    for comparison in plan.comparisons:
        for tier in plan.tiers:
            chosen = _chosen(scores[plan.reference], comparison, tier)
            if not chosen.any():
                continue
            for variant in plan.variants:
                for head in HEADS if variant.streams == "both" else HEADS[:1]:
                    yield {
                        "comparison": comparison.name,
                        "tier": tier,
                        "variant": variant.name,
                        "head": head,
                        "unseen": _unseen(variant, comparison),
                        **_measured(plan, scores, variant, head, chosen),
                    }


def _chosen(rows: pd.DataFrame, comparison: Comparison, tier: str) -> NDArray[Any]:
    in_tier = (rows["tier"] == tier).to_numpy()
    chosen = np.zeros(len(rows), np.bool_)
    chosen[in_tier] = comparison.mask(rows[in_tier])
    return chosen


def _unseen(variant: Variant, comparison: Comparison) -> list[str]:
    """Sources of the comparison that the variant was told to leave out."""
    return sorted(set(variant.without) & {*comparison.real, *comparison.fake})


def _measured(
    plan: AblationPlan, scores: Heads, variant: Variant, head: str, chosen: NDArray[Any]
) -> dict[str, Any]:
    rows, reference = scores[variant.name][chosen], scores[plan.reference][chosen]
    if list(rows["sha256"]) != list(reference["sha256"]):
        raise ValueError(f"{variant.name} was not scored on the reference's pictures")
    bootstrap = Bootstrap(plan.replicates, plan.seed)
    labels, groups = rows["label"], rows["group"]
    same = variant.name == plan.reference and head == HEADS[0]
    change = auc_change(labels, reference[HEADS[0]], rows[head], groups, bootstrap)
    return {
        "real": int((labels == 0).sum()),
        "fake": int((labels == 1).sum()),
        "groups": int(groups.nunique()),
        "auc": measure_auc(labels, rows[head], groups, bootstrap).rounded(),
        "change": None if same else change.rounded(),
    }
