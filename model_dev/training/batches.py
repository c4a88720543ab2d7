"""Which pictures make a batch: balanced by class and source, a fake beside its own original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

from model_dev.augmentation.augment import AugmentConfig, augment
from model_dev.data.crop_store import find_stores, joined_rows, open_stores

HEADS = ("fake_logit", "visual_logit", "forensic_logit")
"""The trained outputs of a network of both streams."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """A part of every batch: as many reals as fakes.

    Attributes:
        real: Sources of its reals.
        fake: Sources of its fakes.
        share: Share of the pictures drawn.
        paired: Whether each fake comes with its own original, or else a real of its own group.
        native: Whether a part of the crop is taken in its own resolution, not the crop reduced.
        stored: Probability that a pair stays as it was stored, see `augment`.
        detail: Lowest and highest side in pixels that both of a pair are reduced to, or None: where
            one class comes from larger pictures, fine detail alone would tell them apart.
    """

    real: tuple[str, ...]
    fake: tuple[str, ...]
    share: float
    paired: bool = False
    native: bool = False
    stored: float = 0.0
    detail: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Tiny:
    """Batches of tiny pictures alone, tiled as `edge_runtime.picture.mirror_tiling` does.

    Fewer copies than serving's fill the training picture: they cost less and tell the same.

    Attributes:
        real: Sources of their reals.
        fake: Sources of their fakes.
        every: One batch in so many.
        batch: Pictures in such a batch, even.
        copy: Side of a copy in pixels.
        size: Side of the picture in pixels, at most three copies.
        stored: Probability that a pair stays as it was stored, see `augment`.
    """

    real: tuple[str, ...]
    fake: tuple[str, ...]
    every: int
    batch: int
    copy: int
    size: int
    stored: float


class CropPool:
    """The training crops of several stores, by source, class and group.

    Args:
        folders: Folders with crop stores at or below them.
        split: The split to draw from.
        tier: The tier to draw from, or None for all.
    """

    def __init__(
        self, folders: Sequence[Path], split: str = "train", tier: str | None = None
    ) -> None:
        stores = open_stores(find_stores(folders))
        self._crops = [store.crops for store in stores]
        table = joined_rows(stores)
        chosen = (table["split"] == split) & (table["tier"].eq(tier) if tier else True)
        self.rows = table[chosen].reset_index(drop=True)

    def crop(self, row: int) -> NDArray[np.uint8]:
        """uint8 [S, S, 3] of a row of `rows`."""
        store, place = self.rows["store"].iat[row], self.rows["place"].iat[row]
        return np.asarray(self._crops[store][place])

    def of(self, sources: Sequence[str], label: int) -> NDArray[np.int_]:
        """Rows of some sources and one class."""
        chosen = self.rows["source"].isin(sources) & (self.rows["label"] == label)
        return np.flatnonzero(chosen)


class Batches(keras.utils.PyDataset):
    """Batches for `keras.Model.fit`; batch ``n`` is the same in every run with the same seed.

    Keras may end epochs that it never began, so an epoch is told where it starts: `go_to`. It takes
    the shape of every batch from an epoch's first two: tiny pictures therefore come first.

    Args:
        pool: The crops.
        mixtures: Parts of a batch; their shares are normalised.
        augmentation: Strengths.
        size: Side of a picture in pixels.
        batch: Pictures in a batch, even.
        steps: Batches in an epoch.
        first: Number of the first batch.
        seed: Seed of every random choice.
        heads: The network's trained outputs: each gets the labels.
        tiny: Batches of tiny pictures in between, or None.

    Raises:
        ValueError: If the pool has no crops of a source.
    """

    def __init__(
        self,
        pool: CropPool,
        mixtures: Sequence[Mixture],
        augmentation: AugmentConfig,
        size: int,
        batch: int,
        steps: int,
        first: int,
        seed: int,
        heads: Sequence[str] = HEADS,
        tiny: Tiny | None = None,
    ) -> None:
        super().__init__(workers=2, use_multiprocessing=False, max_queue_size=8)
        self._pool, self._augmentation, self._size = pool, augmentation, size
        self._batch, self._steps, self._first, self._seed = batch, steps, first, seed
        self._heads, self._mixtures, self._tiny = heads, mixtures, tiny
        self._parts = [_Part(pool, mixture) for mixture in mixtures]
        shares = np.array([mixture.share for mixture in mixtures])
        self._shares = shares / shares.sum()
        self._tiny_part = _Part(pool, Mixture(tiny.real, tiny.fake, 1.0)) if tiny else None

    def __len__(self) -> int:
        return self._steps

    def go_to(self, first: int) -> None:
        """Let the next epoch begin with batch ``first``."""
        self._first = first

    def __getitem__(self, index: int) -> tuple[NDArray[np.float32], dict[str, NDArray[Any]]]:
        """Pictures float32 [B, S, S, 3] in [-1, 1) and the label of each trained logit [B, 1]."""
        number = self._first + index
        rng = np.random.default_rng([self._seed, number])
        if self._tiny and index % self._tiny.every == 0:
            pictures = self._tiny_pictures(self._tiny, rng, number)
        else:
            pictures = self._pictures(rng, number)
        labels = np.tile([[0.0], [1.0]], (len(pictures) // 2, 1)).astype(np.float32)
        return to_network(np.stack(pictures)), dict.fromkeys(self._heads, labels)

    def _pictures(self, rng: np.random.Generator, number: int) -> list[NDArray[np.uint8]]:
        parts = rng.choice(len(self._parts), self._batch // 2, p=self._shares)
        return [
            self._picture(row, self._mixtures[part], self._pair_rng(number, pair))
            for pair, part in enumerate(parts)
            for row in self._parts[part].draw(rng)
        ]

    def _pair_rng(self, number: int, pair: int) -> np.random.Generator:
        """Both of a pair are changed in the same way: only the label differs."""
        return np.random.default_rng([self._seed, number, pair])

    def _picture(self, row: int, mixture: Mixture, rng: np.random.Generator) -> NDArray[np.uint8]:
        stored = mixture.stored > 0 and rng.random() < mixture.stored
        crop, config = self._pool.crop(row), self._augmentation
        if mixture.detail:
            crop = _reduced(crop, int(rng.integers(mixture.detail[0], mixture.detail[1] + 1)))
        if mixture.native:
            crop, config = _window(crop, self._size, rng), replace(config, smallest_zoom=1.0)
        return augment(crop, self._size, config, rng, stored=stored)

    def _tiny_pictures(
        self, tiny: Tiny, rng: np.random.Generator, number: int
    ) -> list[NDArray[np.uint8]]:
        return [
            self._mirrored(row, tiny, self._pair_rng(number, pair))
            for pair in range(tiny.batch // 2)
            for row in self._tiny_part.draw(rng)
        ]

    def _mirrored(self, row: int, tiny: Tiny, rng: np.random.Generator) -> NDArray[np.uint8]:
        """Copies from a random place on: serving's cut them off at the right and below.

        Of the whole picture: a part of it, enlarged to a copy, has traces of another scale.
        """
        stored = rng.random() < tiny.stored
        config = self._augmentation.for_whole_pictures()
        copy = augment(self._pool.crop(row), tiny.copy, config, rng, stored=stored)
        plane = np.pad(copy, ((0, 3 * tiny.copy), (0, 3 * tiny.copy), (0, 0)), "symmetric")
        top, left = rng.integers(0, tiny.copy, 2)
        return plane[top : top + tiny.size, left : left + tiny.size]


def _reduced(crop: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """A crop of ``side`` pixels; a smaller one stays as it is."""
    if side >= crop.shape[0]:
        return crop
    return np.asarray(Image.fromarray(crop).resize((side, side), Image.Resampling.BILINEAR))


def _window(crop: NDArray[np.uint8], size: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A random part of ``size`` pixels; a smaller crop is mirrored to fill it, not enlarged."""
    missing = [max(0, size - length) for length in crop.shape[:2]]
    if any(missing):
        crop = np.pad(crop, [(0, more) for more in missing] + [(0, 0)], "symmetric")
    top, left = (rng.integers(0, length - size + 1) for length in crop.shape[:2])
    return crop[top : top + size, left : left + size]


def to_network(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """uint8 pixels to the float network's range, (p - 128) / 128."""
    return (pixels.astype(np.float32) - 128) / 128


class _Part:
    """Draws a real and a fake of one mixture."""

    def __init__(self, pool: CropPool, mixture: Mixture) -> None:
        self._real = [_rows_of(pool, source, 0) for source in mixture.real]
        self._fake = [_rows_of(pool, source, 1) for source in mixture.fake]
        self._origin = _origins(pool.rows)
        self._originals = self._by_origin() if mixture.paired else {}

    def _by_origin(self) -> dict[str, int]:
        return {self._origin[row]: int(row) for rows in self._real for row in rows}

    def draw(self, rng: np.random.Generator) -> tuple[int, int]:
        fake = _one_of(self._fake, rng)
        own = self._originals.get(self._origin[fake])
        return (_one_of(self._real, rng) if own is None else own), fake


def _rows_of(pool: CropPool, source: str, label: int) -> NDArray[np.int_]:
    rows = pool.of([source], label)
    if not len(rows):
        raise ValueError(f"the stores hold no {('real', 'fake')[label]} crops of {source}")
    return rows


def _origins(rows: pd.DataFrame) -> NDArray[np.object_]:
    """What a fake and its own original share: the original's id where it is known, or a group."""
    groups = rows["group"].to_numpy(object)
    if "original" not in rows:
        return groups
    return rows["original"].where(rows["original"].notna(), rows["group"]).to_numpy(object)


def _one_of(sources: Sequence[NDArray[np.int_]], rng: np.random.Generator) -> int:
    return int(rng.choice(sources[rng.integers(len(sources))]))
