"""Whether file statistics give the label away: a small classifier that never sees a pixel.

Bytes per pixel, quality, size, aspect and chroma separate many public sets of real and fake
pictures perfectly. After both classes went through the same re-encoding, a classifier on these
statistics alone must be at chance.
"""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

from model_dev.data.picture_facts import jpeg_quality
from model_dev.statistics.metrics import Bootstrap, Estimate, Thresholds, measure

STATISTICS = (
    "width", "height", "aspect", "pixels", "bytes", "bytes_per_pixel", "quality",
    "chroma_subsampled", "has_exif", "is_jpeg",
)  # fmt: skip
FOLDS = 5

_MIDDLE = Thresholds(0.5, 0.5)
_NOT_MEASURED = Estimate(None, None, None)


def file_statistics(data: bytes) -> dict[str, float]:
    """Statistics of a picture's file, without its pixels; one value for each of `STATISTICS`.

    Raises:
        OSError: If the bytes are no picture.
    """
    with Image.open(io.BytesIO(data)) as image:
        return {
            **_size_statistics(*image.size, len(data)),
            "quality": float(jpeg_quality(image)),
            "chroma_subsampled": float(_subsampled(image)),
            "has_exif": float(bool(image.getexif())),
            "is_jpeg": float(image.format == "JPEG"),
        }


def video_statistics(width: int, height: int, size: int) -> dict[str, float]:
    """The same of a video.

    Args:
        width: Of a frame, in pixels.
        height: Of a frame, in pixels.
        size: Bytes of the file.
    """
    nothing = dict.fromkeys(STATISTICS, 0.0)
    return {**nothing, **_size_statistics(width, height, size), "quality": -1.0}


def shortcut_auc(rows: pd.DataFrame, bootstrap: Bootstrap) -> Estimate:
    """AUC of gradient-boosted trees on file statistics, 5-fold, no group in two folds.

    Args:
        rows: With `STATISTICS`, ``label`` (0 real, 1 fake) and ``group``.
        bootstrap: Of the interval; its seed is also that of the folds and the trees.

    Returns:
        About 0.5 where nothing leaks; without a value where a class has fewer than `FOLDS` groups.
    """
    groups = rows.groupby("label")["group"].nunique()
    if len(groups) < 2 or groups.min() < FOLDS:
        return _NOT_MEASURED
    chances = _predicted(rows, bootstrap.seed)
    return measure(rows["label"], chances, rows["group"], _MIDDLE, bootstrap)["auc"]


def _size_statistics(width: int, height: int, size: int) -> dict[str, float]:
    return {
        "width": float(width),
        "height": float(height),
        "aspect": width / height,
        "pixels": float(width * height),
        "bytes": float(size),
        "bytes_per_pixel": size / (width * height),
    }


def _subsampled(image: Image.Image) -> bool:
    """Whether a JPEG stores its colours at a lower resolution than its brightness."""
    layers = getattr(image, "layer", [])
    return bool(layers) and any(layer[1:3] != layers[-1][1:3] for layer in layers)


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
