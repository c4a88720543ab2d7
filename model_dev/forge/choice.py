"""Chooses the real crops to forge from: a share of each source, repeatable by seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from edge_runtime.types import FaceCrop
from model_dev.data.crop_store import CropStore
from model_dev.forge.face_parts import fault_of
from model_dev.forge.forgery import Points, Reals
from model_dev.forge.kinds import Kind
from model_dev.forge.landmarks import LandmarkCache


@dataclass(frozen=True, slots=True)
class Choice:
    """Which real crops to forge from.

    Attributes:
        split: Split of the real crops.
        sources: Their sources, each with its share; the shares are normalised.
        count: Crops in all.
        size: Side in pixels; crops of another size are left out.
        seed: Of the order.
    """

    split: str
    sources: Mapping[str, float]
    count: int
    size: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Real crops, aligned.

    Attributes:
        rows: Rows of their crop stores.
        reals: What the forge needs of them.
        skipped: Rows of the crops that were passed over, with the reason in ``failure``.
    """

    rows: list[dict[str, Any]]
    reals: Reals
    skipped: list[dict[str, Any]]


def real_sources(stores: Sequence[CropStore], split: str) -> list[str]:
    """Sources with real crops in a split, sorted."""
    tables = [store.rows for store in stores]
    found = [rows.loc[(rows["label"] == 0) & (rows["split"] == split), "source"] for rows in tables]
    return sorted(set(pd.concat(found)))


def choose(
    stores: Sequence[CropStore], choice: Choice, kind: Kind, cache: LandmarkCache | None
) -> Chosen:
    """Draw real crops, skipping those whose face the kind cannot use.

    Args:
        stores: Where from.
        choice: How many of what.
        kind: What will be made of them.
        cache: Landmarks; needed if the kind needs them.

    Raises:
        ValueError: If nothing is found, or less than one crop is asked for.
    """
    found: list[tuple[dict[str, Any], FaceCrop, Points | None]] = []
    skipped: list[dict[str, Any]] = []
    for source, wanted in _quotas(choice).items():
        candidates = _usable(_candidates(stores, source, choice, kind), cache, skipped)
        found += tqdm(islice(candidates, wanted), f"reals of {source}", wanted)
    if not found:
        raise ValueError(f"no real crops of {choice.size} px in split {choice.split}")
    order = np.random.default_rng(choice.seed).permutation(len(found))
    rows, crops, points = zip(*(found[i] for i in order), strict=True)
    reals = Reals(
        [row["id"] for row in rows],
        [row["group"] for row in rows],
        crops,
        [own for own in points if own is not None],
    )
    return Chosen(list(rows), reals, skipped)


def counts(rows: Sequence[Mapping[str, Any]], column: str) -> dict[str, int]:
    """Rows by the value of a column, the most frequent first."""
    return dict(Counter(str(row[column]) for row in rows).most_common())


def _quotas(choice: Choice) -> dict[str, int]:
    """Crops of each source; they sum to the count."""
    if choice.count < 1:
        raise ValueError("--count must be at least 1")
    shares = np.array(list(choice.sources.values()), float)
    ends = np.rint(np.cumsum(shares) / shares.sum() * choice.count).astype(int)
    return dict(zip(choice.sources, np.diff(ends, prepend=0).tolist(), strict=True))


def _candidates(
    stores: Sequence[CropStore], source: str, choice: Choice, kind: Kind
) -> Iterator[tuple[dict[str, Any], FaceCrop]]:
    """Real crops of a source in random order, each picture once."""
    places = [
        (store, place)
        for store in stores
        if store.crops.shape[1] == choice.size
        for place in np.flatnonzero(_eligible(store.rows, source, choice.split, kind))
    ]
    seen = set()
    for i in np.random.default_rng(choice.seed).permutation(len(places)):
        store, place = places[i]
        row = store.rows.iloc[place].to_dict()
        if row["id"] not in seen:
            seen.add(row["id"])
            yield row, store.crops[place]


def _eligible(rows: pd.DataFrame, source: str, split: str, kind: Kind) -> pd.Series:
    real = (rows["label"] == 0) & (rows["source"] == source) & (rows["split"] == split)
    return real & _may_show_a_face(rows) if kind.landmarks else real


def _may_show_a_face(rows: pd.DataFrame) -> pd.Series:
    """Faces, and whole portraits; the landmarks decide."""
    face = rows["kind"] == "face"
    return face | (rows["topic"] == "portrait") if "topic" in rows else face


def _usable(
    candidates: Iterator[tuple[dict[str, Any], FaceCrop]],
    cache: LandmarkCache | None,
    skipped: list[dict[str, Any]],
) -> Iterator[tuple[dict[str, Any], FaceCrop, Points | None]]:
    """Candidates with their landmarks; those without go to ``skipped``."""
    for row, crop in candidates:
        points = cache.find(row["id"], crop) if cache else None
        fault = _fault(points, crop) if cache else None
        if fault:
            skipped.append({**row, "failure": fault})
        else:
            yield row, crop, points


def _fault(points: Points | None, crop: FaceCrop) -> str | None:
    return "no_landmarks" if points is None else fault_of(points, crop.shape[0])
