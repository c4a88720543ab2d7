"""Checks a manifest: no picture, group or near-duplicate may be in two splits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from model_dev.data.crop_store import CropStore
from model_dev.data.manifest import COLUMNS, picture_id
from model_dev.data.near_duplicates import near_pairs
from model_dev.data.readers.entry import SPLITS
from model_dev.data.views import picture_ids

STORED = ("sha256", "label", "group", "split")
"""What a crop store repeats of a manifest, and must agree on."""

ENCODED = ("jpeg_quality", "width", "height")
ENCODER_DISTANCE = 0.02
"""Largest total variation between the classes of a source whose recipe states one encoder."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked.

    Attributes:
        name: Of the check.
        ok: Whether it holds.
        message: What was counted.
        examples: Some of the faults.
    """

    name: str
    ok: bool
    message: str
    examples: tuple[str, ...] = ()


def check_manifest(
    manifest: pd.DataFrame, stores: Sequence[CropStore], examples: int
) -> list[Finding]:
    """Check a manifest, and that crop stores were cut after it.

    Args:
        manifest: Rows as `model_dev.data.manifest.COLUMNS`.
        stores: Crop stores, or none.
        examples: Most faults listed per check.
    """
    missing = [column for column in COLUMNS if column not in manifest]
    if missing:
        message = f"column {missing[0]} is missing; build the manifest again"
        return [Finding("columns", False, message)]
    found = [
        _finding("values", "rows with a wrong label or split, or listed twice", _values(manifest)),
        _finding("groups", "groups in two splits", _torn(manifest, "group")),
        _finding("files", "files in two splits", _torn(manifest, "sha256")),
        _finding("calibration", "pictures or groups shared with another split", _shared(manifest)),
        _near_duplicates(manifest),
        _encoders(manifest),
    ]
    found += [_store(store, manifest) for store in stores]
    return [Finding(item.name, item.ok, item.message, item.examples[:examples]) for item in found]


def balance(manifest: pd.DataFrame) -> list[dict[str, Any]]:
    """Pictures, groups, formats and sizes of each class, per source and split.

    Returns:
        Records with ``source``, ``split``, ``label``, ``pictures``, ``groups``, ``video_frames``,
        ``jpeg`` (share) and the medians ``jpeg_quality`` (of JPEG; None without), ``width`` and
        ``height``.
    """
    return [
        {
            "source": str(source),
            "split": split,
            "label": ("real", "fake")[label],
            "pictures": len(rows),
            "groups": int(rows["group"].nunique()),
            "video_frames": int((rows["frame"] >= 0).sum()),
            "jpeg": round(float((rows["jpeg_quality"] > 0).mean()), 4),
            "jpeg_quality": _median(rows.loc[rows["jpeg_quality"] > 0, "jpeg_quality"]),
            "width": _median(rows["width"]),
            "height": _median(rows["height"]),
        }
        for source, own in manifest.groupby("source")
        for split in SPLITS
        for label, rows in own[own["split"] == split].groupby("label")
    ]


def _median(values: pd.Series) -> float | None:
    return float(values.median()) if len(values) else None


def _finding(name: str, what: str, faults: Sequence[str]) -> Finding:
    return Finding(name, not faults, f"{len(faults)} {what}", tuple(faults))


def _values(manifest: pd.DataFrame) -> list[str]:
    wrong = ~manifest["label"].isin((0, 1)) | ~manifest["split"].isin(SPLITS)
    return _ids(manifest[wrong | manifest.duplicated(["path", "frame"])])


def _ids(rows: pd.DataFrame) -> list[str]:
    return [
        picture_id(path, frame) for path, frame in zip(rows["path"], rows["frame"], strict=True)
    ]


def _torn(manifest: pd.DataFrame, column: str) -> list[str]:
    splits = manifest.groupby(column)["split"].unique()
    torn = splits[splits.map(len) > 1]
    return [f"{name}: {', '.join(sorted(found))}" for name, found in torn.items()]


def _shared(manifest: pd.DataFrame) -> list[str]:
    own = manifest["split"] == "calibration"
    return [
        f"{column} {value}"
        for column in ("sha256", "group")
        for value in sorted(set(manifest.loc[own, column]) & set(manifest.loc[~own, column]))
    ]


def _near_duplicates(manifest: pd.DataFrame) -> Finding:
    hashed = manifest[manifest["perceptual"].notna()].reset_index(drop=True)
    faults = list(_near_pairs_torn(hashed))
    apart = sorted(set(manifest["source"]) - set(hashed["source"]))
    without = f"; {', '.join(apart)} took no part" if apart else ""
    what = f"near-duplicates across splits among {len(hashed)} pictures{without}"
    return _finding("near_duplicates", what, faults)


def _encoders(manifest: pd.DataFrame) -> Finding:
    """Sources that state one encoder must have the same qualities and sizes in both classes."""
    faults = [
        f"{source}: {column} tells {distance:.0%} of the pictures apart"
        for source, own in manifest[manifest["one_encoder"]].groupby("source")
        for column in ENCODED
        if (distance := _total_variation(own, column)) > ENCODER_DISTANCE
    ]
    return _finding("encoders", "statements of one encoder that do not hold", faults)


def _total_variation(rows: pd.DataFrame, column: str) -> float:
    """How far the two classes' distributions of a value are apart, in [0, 1]."""
    shares = pd.crosstab(rows[column], rows["label"], normalize="columns")
    if shares.shape[1] < 2:
        return 1.0
    return float((shares[0] - shares[1]).abs().sum() / 2)


def _near_pairs_torn(hashed: pd.DataFrame) -> Iterator[str]:
    names, splits = _ids(hashed), hashed["split"].to_list()
    bits = np.array([int(text, 16) for text in hashed["perceptual"]], np.uint64)
    for a, b in near_pairs(bits):
        if splits[a] != splits[b]:
            yield f"{names[a]} ({splits[a]}) and {names[b]} ({splits[b]})"


def _store(store: CropStore, manifest: pd.DataFrame) -> Finding:
    listed = manifest.assign(id=_ids(manifest)).set_index("id")[list(STORED)]
    known = listed[~listed.index.duplicated()].reindex(picture_ids(store.rows["id"]))
    kept = store.rows[list(STORED)].set_axis(known.index)
    wrong = (known != kept).any(axis=1)
    what = f"of {len(kept)} crops are not as the manifest says"
    return _finding(f"store {store.name}", what, [str(name) for name in known.index[wrong]])
