"""Do files give the label away? A small classifier that never sees a pixel.

Bytes per pixel, quality, size, aspect and chroma separate many public sets of real and fake
pictures perfectly. After both classes went through the same re-encoding, a classifier on these
statistics alone must be at chance.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

from model_dev.manifest import jpeg_quality

STATISTICS = (
    "width", "height", "aspect", "pixels", "bytes", "bytes_per_pixel", "quality",
    "chroma_subsampled", "has_exif", "is_jpeg",
)  # fmt: skip
OVERALL = "overall"
FOLDS = 5


def file_statistics(data: bytes) -> dict[str, float]:
    """What a picture's file tells without its pixels; one value for each of `STATISTICS`.

    Raises:
        OSError: If the bytes are no picture.
    """
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        return {
            "width": float(width),
            "height": float(height),
            "aspect": width / height,
            "pixels": float(width * height),
            "bytes": float(len(data)),
            "bytes_per_pixel": len(data) / (width * height),
            "quality": float(jpeg_quality(image)),
            "chroma_subsampled": float(_subsampled(image)),
            "has_exif": float(bool(image.getexif())),
            "is_jpeg": float(image.format == "JPEG"),
        }


def shortcut_auc(
    table: pd.DataFrame, sources: Mapping[str, Iterable[str]], seed: int
) -> dict[str, float | None]:
    """AUC of gradient-boosted trees on file statistics, 5-fold, no group in two folds.

    Args:
        table: Rows with `STATISTICS`, ``source``, ``label`` (0 real, 1 fake) and ``group``.
        sources: Sets of sources to judge, by name: one source, or a comparison of several.
        seed: Of the folds and the trees.

    Returns:
        By name, and for `OVERALL`: about 0.5 where nothing leaks; None where a class has fewer
        than `FOLDS` groups.
    """
    tables = {name: table[table["source"].isin(list(members))] for name, members in sources.items()}
    return {name: _auc(rows, seed) for name, rows in {**tables, OVERALL: table}.items()}


def _subsampled(image: Image.Image) -> bool:
    """Whether a JPEG stores its colours at a lower resolution than its brightness."""
    layers = getattr(image, "layer", [])
    return bool(layers) and any(layer[1:3] != layers[-1][1:3] for layer in layers)


def _auc(rows: pd.DataFrame, seed: int) -> float | None:
    from sklearn.metrics import roc_auc_score

    groups = rows.groupby("label")["group"].nunique()
    if len(groups) < 2 or groups.min() < FOLDS:
        return None
    return float(roc_auc_score(rows["label"], _predicted(rows, seed)))


def _predicted(rows: pd.DataFrame, seed: int) -> NDArray[np.float64]:
    from sklearn.ensemble import GradientBoostingClassifier
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    model = GradientBoostingClassifier(
        n_estimators=60, max_depth=3, min_samples_leaf=10, subsample=0.5, random_state=seed
    )
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    values = rows[list(STATISTICS)].to_numpy(float)
    chances = cross_val_predict(
        model, values, rows["label"].to_numpy(), groups=rows["group"].to_numpy(),
        cv=folds, method="predict_proba",
    )  # fmt: skip
    return np.asarray(chances[:, 1], np.float64)
