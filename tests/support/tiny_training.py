"""A crop store to train on, whose reals are dark and whose fakes are bright; a narrow network."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from model_dev.architecture.network_config import NetworkConfig
from model_dev.augmentation.augment import AugmentConfig
from model_dev.training.config import Mixture, Stage, TrainConfig

SIDE = 64
SOURCES = ("swaps", "things")
SPLITS = {"train": ("original",), "validation": ("clean", "web"), "calibration": ("clean",)}
NETWORK = NetworkConfig(bayar=4, stem=8, forensic=((16, 2), (16, 2), (24, 2), (24, 2)), fused=16)
AUGMENTATION = AugmentConfig(
    smallest_zoom=0.8,
    shrink=0.3,
    smallest_side=32,
    quality=(60, 95),
    hard_quality=(40, 90),
    webp=0.1,
    blur=0.1,
    screenshot=0.1,
    thumbnail=0.1,
    recompress=0.1,
    noise=0.1,
    light=0.1,
)
MIXTURES = (
    Mixture(("swaps",), ("swaps",), 0.6, paired=True),
    Mixture(("things",), ("things",), 0.4),
)

CONFIG = TrainConfig(
    seed=5,
    batch=4,
    learning_rate=1e-3,
    weight_decay=1e-4,
    label_smoothing=0.05,
    auxiliary=0.3,
    ema=0.9,
    visual_dropout=0.0,
    forensic_dropout=0.0,
    stages=(Stage(64, 2),),
    network=NETWORK,
    augmentation=AUGMENTATION,
    mixtures=MIXTURES,
)
"""One stage of two batches of four pictures."""


def write_training_store(
    directory: Path,
    train: int = 16,
    calibration: int = 4,
    sources: tuple[str, ...] = SOURCES,
    labels: tuple[int, ...] = (0, 1),
) -> Path:
    """A store with ``train`` and ``calibration`` crops, and 4 to validate, of each class."""
    counts = {"train": train, "validation": 4, "calibration": calibration}
    rows = [
        _row(source, label, i, split, tier)
        for split, tiers in SPLITS.items()
        for tier in tiers
        for source in sources
        for label in labels
        for i in range(counts[split])
    ]
    random = np.random.default_rng(13)
    crops = [_crop(int(row["label"]), random) for row in rows]
    directory.mkdir(parents=True)
    np.save(directory / "crops.npy", np.stack(crops))
    pd.DataFrame(rows).to_parquet(directory / "rows.parquet")
    return directory


def _crop(label: int, random: np.random.Generator) -> np.ndarray:
    blocks = random.integers(0, 100, (SIDE // 8, SIDE // 8, 3)) + 150 * label
    return np.kron(blocks, np.ones((8, 8, 1))).astype(np.uint8)


def _row(source: str, label: int, i: int, split: str, tier: str) -> dict[str, object]:
    name = f"{source}/{split}/{label}/{i}.jpg"
    return {
        "id": name,
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "label": label,
        "source": source,
        "generator": f"{source}-maker" if label else "camera",
        "group": f"{source}/{split}/{i}",
        "split": split,
        "tier": tier,
        "kind": "image",
        "face_score": 0.0,
    }
