"""Whether training could learn the label from files: AUC before and after re-encoding."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

from model_dev.augmentation.augment import AugmentConfig, augment
from model_dev.config_file import config_record, read_config_file, read_toml
from model_dev.data.comparison import Comparison
from model_dev.data.crop_store import CropStore
from model_dev.data.picture_facts import STILL
from model_dev.data.sample_by_hash import sample_by_hash
from model_dev.leakage.file_statistics import (
    STATISTICS,
    file_statistics,
    shortcut_auc,
    video_statistics,
)
from model_dev.statistics.metrics import Bootstrap

SIZE = 224
Crop: TypeAlias = "tuple[NDArray[np.uint8], dict[str, Any]]"
KNOWN = ["source", "label", "group", "sha256", "path", "frame", "width", "height"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A comparison that may leak more, and why."""

    name: str
    auc_limit: float
    reason: str


@dataclass(frozen=True, slots=True)
class CheckLimits:
    """Limits of a manifest check; see ``configs/manifest_check.toml``.

    Attributes:
        pictures: Most pictures per source and class.
        auc_limit: Largest AUC of file statistics after re-encoding.
        replicates: Bootstrap replicates of an interval.
        seed: Of trees, folds, bootstrap and augmentation.
        judged_quality: JPEG quality at which a training picture's bytes are counted.
        examples: Listed per fault.
        accepted: Exceptions to ``auc_limit``.
    """

    pictures: int
    auc_limit: float
    replicates: int
    seed: int
    judged_quality: int
    examples: int
    accepted: tuple[Accepted, ...] = ()

    @staticmethod
    def read(path: Path) -> CheckLimits:
        """Parse a configuration file.

        Raises:
            ConfigError: If a key is missing or unknown, or a value has another type.
        """
        return read_config_file(CheckLimits, path)


def read_augmentation(path: Path) -> AugmentConfig:
    """The augmentation of a training config.

    Raises:
        ConfigError: If a key of it is missing or unknown.
    """
    return config_record(AugmentConfig, read_toml(path)["augmentation"], path.name, "augmentation")


def draw_sample(rows: pd.DataFrame, limit: int) -> pd.DataFrame:
    """Training pictures to measure: of each source and class at most ``limit``, by hash.

    One frame stands for a video: its other frames have the same file.

    Args:
        rows: Of a manifest, or of crop stores.
        limit: Pictures, > 0.
    """
    training = rows[rows["split"] == "train"].drop_duplicates("sha256")
    drawn = sample_by_hash(training, ["source", "label"], limit)
    return drawn.sort_values(["path", "frame"], ignore_index=True)


def draw_crops(stores: Sequence[CropStore], limit: int) -> Iterator[Crop]:
    """Crops of a sample of the untouched training pictures in some stores, with their rows."""
    tables = [store.rows.assign(store=i, place=store.rows.index) for i, store in enumerate(stores)]
    rows = pd.concat(tables, ignore_index=True)
    rows = rows[rows["tier"] == "original"]
    still = rows["frame"].fillna(STILL) if "frame" in rows else STILL
    for row in draw_sample(rows.assign(frame=still), limit).to_dict("records"):
        yield np.asarray(stores[row["store"]].crops[row["place"]]), {key: row[key] for key in KNOWN}


def measure_shortcuts(
    crops: Iterable[Crop],
    root: Path,
    comparisons: Sequence[Comparison],
    augmentation: AugmentConfig,
    limits: CheckLimits,
) -> tuple[list[dict[str, Any]], int]:
    """AUC of file statistics per source and comparison, raw and as training re-encodes.

    Args:
        crops: The sample.
        root: Data root, for the raw files.
        comparisons: Reals of some sources against fakes of others.
        augmentation: Training's own.
        limits: How to measure and judge.

    Returns:
        One record per source with both classes, and per comparison: ``name``, ``real``, ``fake``
        (pictures), ``raw``, ``training`` (AUC with interval), ``auc_limit``, ``accepted`` (why
        the limit is another, or None) and ``ok``. And how many raw files could not be read.
    """
    raw, training, unreadable = [], [], 0
    for crop, row in crops:
        try:
            raw.append({**row, **_raw(row, root)})
        except OSError:
            unreadable += 1
            continue
        training.append({**row, **_re_encoded(crop, row, augmentation, limits)})
    before, after = (pd.DataFrame(rows, columns=[*KNOWN, *STATISTICS]) for rows in (raw, training))
    return [
        _judged(name, before[chosen], after[chosen], limits)
        for name, chosen in _comparable(before, comparisons)
    ], unreadable


def _raw(row: Mapping[str, Any], root: Path) -> dict[str, float]:
    path = root / row["path"]
    if row["frame"] == STILL:
        return file_statistics(path.read_bytes())
    return video_statistics(row["width"], row["height"], path.stat().st_size)


def _re_encoded(
    crop: NDArray[np.uint8], row: Mapping[str, Any], config: AugmentConfig, limits: CheckLimits
) -> dict[str, float]:
    """Statistics of a training picture, stored as every other: only its bytes can differ."""
    rng = np.random.default_rng([limits.seed, int(row["sha256"][:8], 16)])
    picture = Image.fromarray(augment(crop, SIZE, config, rng))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=limits.judged_quality, subsampling="4:2:0")
    return file_statistics(buffer.getvalue())


def _comparable(
    rows: pd.DataFrame, comparisons: Sequence[Comparison]
) -> Iterator[tuple[str, pd.Series]]:
    real, fake = rows["label"] == 0, rows["label"] == 1
    for source in sorted(rows["source"].unique()):
        own = rows["source"] == source
        if (own & real).any() and (own & fake).any():
            yield source, own
    for comparison in comparisons:
        chosen = comparison.mask(rows)
        if chosen.any():
            yield comparison.name, pd.Series(chosen, rows.index)


def _judged(
    name: str, raw: pd.DataFrame, training: pd.DataFrame, limits: CheckLimits
) -> dict[str, Any]:
    exception = next((item for item in limits.accepted if item.name == name), None)
    limit = exception.auc_limit if exception else limits.auc_limit
    bootstrap = Bootstrap(limits.replicates, limits.seed)
    found = shortcut_auc(training, bootstrap)
    fakes = int(training["label"].sum())
    return {
        "name": name,
        "real": len(training) - fakes,
        "fake": fakes,
        "raw": shortcut_auc(raw, bootstrap).rounded(),
        "training": found.rounded(),
        "auc_limit": limit,
        "accepted": exception.reason if exception else None,
        "ok": found.low is None or found.low <= limit,
    }
