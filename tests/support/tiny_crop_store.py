"""A small crop store whose pictures' brightness is the logit, and the network that reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from edge_runtime.types import FaceCrop
from model_dev.evaluation.crop_scores import CropScorer, Network

SIDE = 16
SOURCES = {
    "swaps": ("face", (0, 1)),
    "people": ("face", (0,)),
    "portraits": ("face", (1,)),
    "things": ("image", (0, 1)),
    "tiny": ("image", (0, 1)),
}


def write_store(directory: Path, per_class: int = 24, split: str = "test") -> Path:
    """Three tiers of `SOURCES`, in one split, and one train row that must never be scored."""
    random = np.random.default_rng(7)
    rows, crops = [], []
    for tier in ("clean", "web", "hard"):
        for source, (kind, labels) in SOURCES.items():
            for label in labels:
                for i in range(per_class):
                    rows.append(row(source, kind, label, i, tier, split))
                    grey = np.clip(random.normal(100 + 56 * label, 25), 0, 255)
                    crops.append(np.full((SIDE, SIDE, 3), round(grey), np.uint8))
    rows.append(row("swaps", "face", 1, 9999, "clean", "train"))
    crops.append(np.zeros((SIDE, SIDE, 3), np.uint8))
    directory.mkdir(parents=True)
    np.save(directory / "crops.npy", np.stack(crops))
    pd.DataFrame(rows).to_parquet(directory / "rows.parquet")
    return directory


def row(source: str, kind: str, label: int, i: int, tier: str, split: str) -> dict[str, object]:
    name = f"{source}/{label}/{i}"
    return {
        "id": name,
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "label": label,
        "source": source,
        "generator": f"{source}-maker" if label else "camera",
        "group": f"{source}/{i // 2}",
        "split": split,
        "tier": tier,
        "kind": kind,
        "face_score": 0.9 if kind == "face" else 0.0,
    }


def brightness_network(bend: float = 0.0, calls: list[int] | None = None) -> Network:
    """Logit from -4 (black) to 4 (white), gate from 0 to 1; ``bend`` disturbs the logit.

    ``calls`` counts the crops.
    """
    sha256 = hashlib.sha256(f"brightness {bend}".encode()).hexdigest()

    def judge(crop: FaceCrop) -> tuple[float, float]:
        if calls is not None:
            calls.append(1)
        grey = float(crop.mean())
        return (grey - 127.5) / 127.5 * 4 + bend * np.sin(grey * 1.7), grey / 255

    def opened() -> CropScorer:
        return judge

    return Network("model.tflite", sha256, opened)
