"""Fine-tuning of a bundle's network on the user's own crops, and what it forgets.

A network that is trained on new pictures alone forgets the old ones (catastrophic forgetting). A
share of every batch is therefore replayed from the bundle's own sources (Robins, Connection Science
7, 1995), and the network is measured before and after on both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.decision import probability_of
from model_dev.architecture.network import build_network
from model_dev.data.crop_pool import CropPool
from model_dev.evaluation.calibrate import read_operating_point
from model_dev.evaluation.evaluate import thresholds_of
from model_dev.evaluation.head_scores import score_heads
from model_dev.experiments.finetune_config import FinetuneConfig, training_config
from model_dev.paths import BundlePaths, sha256_of
from model_dev.statistics.metrics import LEVEL, Bootstrap, auc_change, measure
from model_dev.training.bundle_recipe import read_config
from model_dev.training.config import TrainConfig
from model_dev.training.starting_weights import Start, StartingWeights
from model_dev.training.train import TrainingData, train

SCHEMA = "model_dev/finetune/1"
WEIGHTS = "final.weights.h5"
MEASURES = ("auc", "balanced_accuracy", "false_alarm_rate", "miss_rate")
EVERYTHING = "all"


def finetune(
    paths: BundlePaths,
    tuning: FinetuneConfig,
    yours: Path,
    ours: Path,
    out: Path,
    splits: Sequence[str],
) -> dict[str, Any]:
    """Train a bundle's checkpoint further in ``out``, or go on where a broken run stopped.

    Args:
        paths: The bundle's checkpoint, training config and operating point.
        tuning: The further training.
        yours: Folder of the user's crop stores: ``train``, and ``<tier>/<split>``.
        ours: Folder of the bundle's own crop stores, or of some of them.
        out: Folder of the run; ``out/final.weights.h5`` is the new network.
        splits: Splits to measure on.

    Returns:
        The report: measures before and after, per source and tier, of both parties' pictures.

    Raises:
        ValueError: If the pictures do not allow it (see `training_config`), the folder holds a run
            with other settings, or a tier has no crop.
        FileNotFoundError: If a store, the checkpoint or the operating point is missing.
    """
    base = read_config(paths.config)
    rule = read_operating_point(paths.operating_point / f"{paths.name}.json").rule()
    stores = {"yours": yours, "ours": ours}
    pools = [CropPool([folder / "train"]).rows for folder in stores.values()]
    config = training_config(base, tuning, *pools)
    start = Start(StartingWeights(paths.checkpoint, base.network))
    data = TrainingData([folder / "train" for folder in stores.values()])
    trained = train(config, data, out, start)
    models = {"before": _before(base, paths.checkpoint), "after": trained}
    scores = {whose: _both(models, folder, tuning, splits) for whose, folder in stores.items()}
    return {
        "schema": SCHEMA,
        "bundle": paths.name,
        "before_sha256": sha256_of(paths.checkpoint),
        "after_sha256": sha256_of(out / WEIGHTS),
        "decision": asdict(rule),
        "splits": list(splits),
        "replay": tuning.replay,
        "stages": [asdict(stage) for stage in tuning.stages],
        "interval": {"level": LEVEL, "replicates": tuning.replicates, "seed": tuning.seed},
        "cells": list(_cells(scores, rule, tuning)),
    }


def _cells(
    scores: Mapping[str, pd.DataFrame], rule: DecisionRule, tuning: FinetuneConfig
) -> Iterator[dict[str, Any]]:
    bootstrap = Bootstrap(tuning.replicates, tuning.seed)
    for whose, rows in scores.items():
        yield from compare(rows, whose, rule, bootstrap)


def compare(
    rows: pd.DataFrame, whose: str, rule: DecisionRule, bootstrap: Bootstrap
) -> Iterator[dict[str, Any]]:
    """Cells of one party's pictures: all together, and each source, in each tier.

    Args:
        rows: With ``before`` and ``after``, logits of the same crops.
        whose: "yours" or "ours".
        rule: The bundle's operating point; it was not fitted on the new network.
        bootstrap: Of the intervals.
    """
    sources = sorted(rows["source"].unique())
    parts = {EVERYTHING: rows, **{name: rows[rows["source"] == name] for name in sources}}
    for name, part in parts.items():
        for tier, own in part.groupby("tier", sort=False):
            change = auc_change(own["label"], own["before"], own["after"], own["group"], bootstrap)
            yield {
                "whose": whose,
                "source": name,
                "tier": str(tier),
                "real": int((own["label"] == 0).sum()),
                "fake": int((own["label"] == 1).sum()),
                "groups": int(own["group"].nunique()),
                "before": _measures(own, "before", rule, bootstrap),
                "after": _measures(own, "after", rule, bootstrap),
                "auc_change": change.rounded(),
            }


def _before(base: TrainConfig, checkpoint: Path) -> Any:
    model = build_network(base.network)
    model.load_weights(checkpoint)
    return model


def _both(
    models: dict[str, Any], stores: Path, tuning: FinetuneConfig, splits: Sequence[str]
) -> pd.DataFrame:
    size = tuning.stages[-1].size
    found = {
        when: score_heads(model, stores, splits, tuning.tiers, size)
        for when, model in models.items()
    }
    return found["before"].assign(**{when: t["fake_logit"] for when, t in found.items()})


def _measures(
    rows: pd.DataFrame, column: str, rule: DecisionRule, bootstrap: Bootstrap
) -> dict[str, dict[str, float | None]]:
    probabilities = [probability_of(logit, rule) for logit in rows[column]]
    found = measure(rows["label"], probabilities, rows["group"], thresholds_of(rule), bootstrap)
    return {name: found[name].rounded() for name in MEASURES}
