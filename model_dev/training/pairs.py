"""Draws a real picture and a fake for a batch, so that what else they show says nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_dev.data.crop_pool import CropPool
from model_dev.data.readers.entry import MIXED
from model_dev.training.config import Mixture


class Pairs(Protocol):
    """Draws pairs of one mixture."""

    def draw(self, rng: np.random.Generator) -> tuple[int, int]:
        """Rows of a real picture and of a fake."""


def pairs_of(pool: CropPool, mixture: Mixture) -> Pairs:
    """How a mixture's pairs are drawn. Graphics are left out: they are no photographs.

    Raises:
        ValueError: If the pool has no crops of a source.
    """
    real = [_rows_of(pool, source, 0) for source in mixture.real]
    fake = [_rows_of(pool, source, 1) for source in mixture.fake]
    if mixture.matched:
        return MatchedPairs(pool.rows, np.concatenate(real), np.concatenate(fake))
    return SourcePairs(pool.rows, real, fake, paired=mixture.paired)


class SourcePairs:
    """Draws a source of each class, and a picture of each.

    Args:
        rows: Of the pool.
        real: Places in ``rows`` of each source of real pictures.
        fake: The same of fakes.
        paired: See `Mixture`.
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        real: Sequence[NDArray[np.int_]],
        fake: Sequence[NDArray[np.int_]],
        *,
        paired: bool,
    ) -> None:
        self._real, self._fake = real, fake
        self._origin = _originals(rows)
        self._originals = self._by_origin() if paired else {}

    def _by_origin(self) -> dict[str, int]:
        return {self._origin[row]: int(row) for rows in self._real for row in rows}

    def draw(self, rng: np.random.Generator) -> tuple[int, int]:
        """Rows of a real picture and of a fake."""
        fake = _one_of(self._fake, rng)
        own = self._originals.get(self._origin[fake])
        return (_one_of(self._real, rng) if own is None else own), fake


class MatchedPairs:
    """Draws a fake, and a real picture of its topic and its kind of view.

    Of faces only the kind of view is matched: a face shows no topic. Where no real picture has the
    topic, and for `MIXED`, any real picture of the kind of view is drawn.

    Args:
        rows: Of the pool, with ``origin``, ``topic`` and ``kind``.
        real: Places in ``rows`` of real pictures.
        fake: The same of fakes.
    """

    def __init__(self, rows: pd.DataFrame, real: NDArray[np.int_], fake: NDArray[np.int_]) -> None:
        self._kind, self._topic = rows["kind"].to_numpy(object), rows["topic"].to_numpy(object)
        self._fakes = _ByOrigin(rows, fake)
        self._reals = {
            kind: _by_topic(rows, real[self._kind[real] == kind])
            for kind in set(self._kind[fake]) & set(self._kind[real])
        }

    def draw(self, rng: np.random.Generator) -> tuple[int, int]:
        """Rows of a real picture and of a fake."""
        fake = self._fakes.draw(rng)
        topics = self._reals.get(self._kind[fake]) or next(iter(self._reals.values()))
        topic = MIXED if self._kind[fake] == "face" else self._topic[fake]
        return topics.get(topic, topics[MIXED]).draw(rng), fake


def _by_topic(rows: pd.DataFrame, chosen: NDArray[np.int_]) -> Mapping[str, _ByOrigin]:
    topics = rows["topic"].to_numpy(object)[chosen]
    own = {topic: _ByOrigin(rows, chosen[topics == topic]) for topic in set(topics)}
    return {**own, MIXED: _ByOrigin(rows, chosen)}


class _ByOrigin:
    """Draws an origin by the square root of its pictures, and one of them."""

    def __init__(self, rows: pd.DataFrame, chosen: NDArray[np.int_]) -> None:
        origins = rows["origin"].to_numpy(object)[chosen]
        self._rows = [chosen[origins == origin] for origin in sorted(set(origins))]
        roots = np.sqrt([len(part) for part in self._rows])
        self._shares = roots / roots.sum()

    def draw(self, rng: np.random.Generator) -> int:
        part = self._rows[int(rng.choice(len(self._rows), p=self._shares))]
        return int(part[int(rng.integers(len(part)))])


def _rows_of(pool: CropPool, source: str, label: int) -> NDArray[np.int_]:
    rows = pool.of([source], label)
    if "graphic" in pool.rows:
        graphic = pool.rows["graphic"].eq(other=True).to_numpy(bool)
        rows = rows[~graphic[rows]]
    if not len(rows):
        raise ValueError(f"the stores hold no {('real', 'fake')[label]} crops of {source}")
    return rows


def _originals(rows: pd.DataFrame) -> NDArray[np.object_]:
    """What a fake and its original have in common: the original's id if known, else the group."""
    groups = rows["group"] + " " + rows["kind"]
    if "original" not in rows:
        return np.asarray(groups.to_numpy(object), np.object_)
    known = rows["original"].where(rows["original"].notna(), groups)
    return np.asarray(known.to_numpy(object), np.object_)


def _one_of(sources: Sequence[NDArray[np.int_]], rng: np.random.Generator) -> int:
    return int(rng.choice(sources[int(rng.integers(len(sources)))]))
