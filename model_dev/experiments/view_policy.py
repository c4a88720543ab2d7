"""View policies: whether to look at the whole picture, at parts in their own resolution, or both.

A picture that is reduced to the input size has lost its finest traces; a part in its own
resolution keeps them but shows little. This measures which works better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edge_runtime.errors import ImageError
from edge_runtime.picture.geometry import cut_crop, plan_whole
from edge_runtime.types import Box, FaceCrop, RgbImage
from model_dev.data.crops import CropSettings, pictures, stacked
from model_dev.data.manifest import picture_id
from model_dev.evaluation.report_text import estimate_text, table
from model_dev.statistics.metrics import Bootstrap, Estimate, Thresholds, measure

SCHEMA = "model_dev/view-policy/1"
LEAST_SCALE = 1.5
"""Shorter side, in sides of the input, from which a part differs enough from the whole."""

PLACES = {
    "centre": (0.5, 0.5),
    "left_top": (0.15, 0.15),
    "right_top": (0.85, 0.15),
    "left_bottom": (0.15, 0.85),
    "right_bottom": (0.85, 0.85),
}
"""Parts, by where they lie between the picture's borders: across, down."""

VIEWS = ("whole", *PLACES)

POLICIES: Mapping[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "whole": lambda logits: logits[:, 0],
    "centre part": lambda logits: logits[:, 1],
    "mean of five parts": lambda logits: logits[:, 1:].mean(axis=1),
    "mean of whole and centre": lambda logits: logits[:, :2].mean(axis=1),
    "mean of whole and five parts": lambda logits: (logits[:, 0] + logits[:, 1:].mean(axis=1)) / 2,
    "most suspicious of all": lambda logits: logits.max(axis=1),
}
"""From logits [N, `VIEWS`] to one logit for each picture."""


@dataclass(frozen=True, slots=True)
class ViewCutter:
    """Cuts every view of each picture that is large enough; for `build_crops`."""

    def __call__(
        self, rows: pd.DataFrame, settings: CropSettings
    ) -> tuple[NDArray[np.uint8], pd.DataFrame]:
        """Views uint8 [N * views, size, size, 3], and their rows with a column ``view``."""
        crops: list[FaceCrop] = []
        listed: list[dict[str, Any]] = []
        for row, rgb in pictures(rows, settings):
            known = {**row, "tier": settings.tier, "face_score": 0.0, "failure": None}
            name = picture_id(row["path"], row["frame"])
            failure = _failure(rgb, settings.size)
            if failure or isinstance(rgb, ImageError):
                listed.append({**known, "id": name, "kind": None, "view": None, "failure": failure})
                continue
            crops += views(rgb, settings.size)
            listed += [{**known, "id": name, "kind": "image", "view": view} for view in VIEWS]
        return stacked(crops, settings.size), pd.DataFrame(listed)


def views(rgb: RgbImage, size: int) -> list[FaceCrop]:
    """The whole picture's centre square, reduced, and the parts of `PLACES` as they are.

    Args:
        rgb: uint8 [H, W, 3], both sides at least ``size``.
        size: Side of a view in pixels.
    """
    height, width = rgb.shape[:2]
    corners = [(int(x * (width - size)), int(y * (height - size))) for x, y in PLACES.values()]
    parts = [cut_crop(rgb, Box(x, y, x + size, y + size), size) for x, y in corners]
    return [cut_crop(rgb, plan_whole(width, height), size), *parts]


def compare_policies(
    scores: pd.DataFrame, real: Sequence[str], fake: Sequence[str], bootstrap: Bootstrap
) -> dict[str, Any]:
    """AUC of each of `POLICIES` on the same pictures.

    Args:
        scores: Rows of a store made by `ViewCutter`, with ``logit``.
        real: Sources whose real pictures count.
        fake: Sources whose fakes count.
        bootstrap: Of the intervals.

    Raises:
        ValueError: If a class is missing.
    """
    chosen = (scores["label"].eq(0) & scores["source"].isin(real)) | (
        scores["label"].eq(1) & scores["source"].isin(fake)
    )
    logits = scores[chosen].pivot(index="id", columns="view", values="logit")[list(VIEWS)]
    rows = scores[chosen].drop_duplicates("id").set_index("id").loc[logits.index]
    if rows["label"].nunique() < 2:
        raise ValueError("view policies are compared on pictures of both classes")
    found = {
        name: asdict(_auc(rows, policy(logits.to_numpy()), bootstrap))
        for name, policy in POLICIES.items()
    }
    return {
        "schema": SCHEMA,
        "real": list(real),
        "fake": list(fake),
        "splits": sorted(rows["split"].unique()),
        "tier": rows["tier"].iat[0],
        "pictures": {"real": int((rows["label"] == 0).sum()), "fake": int(rows["label"].sum())},
        "auc": found,
    }


def policy_text(report: Mapping[str, Any], model_sha256: str) -> str:
    """A comparison as Markdown."""
    counts = report["pictures"]
    real, fake = (f"{counts[name]} {name} ({', '.join(report[name])})" for name in counts)
    head = (
        f"# What to look at\n\nAUC of the int8 network (sha256 `{model_sha256[:16]}`) by what of a "
        f"picture it sees; {real} and {fake} pictures of the splits "
        f"{', '.join(report['splits'])}, tier {report['tier']}, each at least {LEAST_SCALE} inputs "
        "wide and high. In brackets the 95% interval."
    )
    rows = [[name, estimate_text(auc)] for name, auc in report["auc"].items()]
    return f"{head}\n\n{table(['view', 'AUC'], rows)}\n"


def _failure(rgb: RgbImage | ImageError, size: int) -> str | None:
    if isinstance(rgb, ImageError):
        return rgb.code
    return "too_small" if min(rgb.shape[:2]) < LEAST_SCALE * size else None


def _auc(rows: pd.DataFrame, logits: NDArray[np.float64], bootstrap: Bootstrap) -> Estimate:
    probabilities = 1 / (1 + np.exp(-logits))
    thresholds = Thresholds(0.5, 0.5)  # the AUC depends on none
    return measure(rows["label"], probabilities, rows["group"], thresholds, bootstrap)["auc"]
