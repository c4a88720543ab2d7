"""Batches: balanced by class and source, each fake beside its own original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model_dev.architecture.network_input import to_network
from model_dev.architecture.outputs import HEADS
from model_dev.augmentation.augment import AugmentConfig, augment
from model_dev.augmentation.montage import montages
from model_dev.data.crop_pool import CropPool
from model_dev.training.config import Mixture, TinyPictureBatches, TrainConfig
from model_dev.training.pairs import Pairs, pairs_of


@dataclass(frozen=True, slots=True)
class BatchSpec:
    """Settings of batches.

    Attributes:
        mixtures: Parts of a batch; their shares are normalised.
        augmentation: How often and how far pictures are changed.
        size: Side of a picture in pixels.
        batch: Pictures in a batch, even.
        seed: Seed of every random choice.
        tiny_pictures: Batches of tiny pictures in between, or None.
        heads: The network's trained outputs; each gets the labels.
    """

    mixtures: tuple[Mixture, ...]
    augmentation: AugmentConfig
    size: int
    batch: int
    seed: int
    tiny_pictures: TinyPictureBatches | None = None
    heads: tuple[str, ...] = HEADS

    @staticmethod
    def of(config: TrainConfig, size: int, heads: Sequence[str] = HEADS) -> BatchSpec:
        """The batches of a training config.

        Args:
            config: The run.
            size: Side of a picture in pixels.
            heads: The network's trained outputs.
        """
        return BatchSpec(
            config.mixtures,
            config.augmentation,
            size,
            config.batch,
            config.seed,
            config.tiny_pictures,
            tuple(heads),
        )


class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras is untyped
    """Batches for `keras.Model.fit`; batch ``n`` is the same in every run with the same seed.

    Keras may end epochs that it never began, so `go_to` sets where an epoch starts. Keras infers
    the shape of all batches from an epoch's first two, so tiny pictures come first.

    Args:
        pool: The crops.
        spec: Settings of the batches.
        steps: Batches in an epoch.
        first: Number of the first batch.

    Raises:
        ValueError: If the pool has no crops of a source.
    """

    def __init__(self, pool: CropPool, spec: BatchSpec, steps: int, first: int = 0) -> None:
        super().__init__(workers=2, use_multiprocessing=False, max_queue_size=8)
        self._pool, self._spec, self._steps, self._first = pool, spec, steps, first
        self._parts = [pairs_of(pool, mixture) for mixture in spec.mixtures]
        shares = np.array([mixture.share for mixture in spec.mixtures])
        self._shares = shares / shares.sum()
        tiny = spec.tiny_pictures
        self._tiny = (tiny, pairs_of(pool, Mixture(tiny.real, tiny.fake, 1.0))) if tiny else None

    def __len__(self) -> int:
        return self._steps

    def go_to(self, first: int) -> None:
        """Set the batch that the next epoch begins with."""
        self._first = first

    def __getitem__(self, index: int) -> tuple[NDArray[np.float32], dict[str, NDArray[Any]]]:
        """Pictures float32 [B, S, S, 3] in [-1, 1) and the label of each trained logit [B, 1]."""
        number = self._first + index
        rng = np.random.default_rng([self._spec.seed, number])
        if self._tiny and index % self._tiny[0].every == 0:
            pictures = self._tiny_pictures(*self._tiny, rng, number)
            labels = np.tile([0.0, 1.0], len(pictures) // 2)
        else:
            pictures, labels = self._pictures(rng, number)
        column = labels[:, None].astype(np.float32)
        return to_network(np.stack(pictures)), dict.fromkeys(self._spec.heads, column)

    def _pictures(
        self, rng: np.random.Generator, number: int
    ) -> tuple[list[NDArray[np.uint8]], NDArray[np.float64]]:
        parts = rng.choice(len(self._parts), self._spec.batch // 2, p=self._shares)
        pictures: list[NDArray[np.uint8]] = []
        labels: list[float] = []
        for pair, part in enumerate(parts):
            mixture = self._spec.mixtures[part]
            made = [
                self._picture(row, mixture, self._pair_rng(number, pair))
                for row in self._parts[part].draw(rng)
            ]
            mixed, shares = self._montages(made, mixture, number, pair)
            pictures += mixed
            labels += shares
        return pictures, np.array(labels)

    def _montages(
        self, made: list[NDArray[np.uint8]], mixture: Mixture, number: int, pair: int
    ) -> tuple[list[NDArray[np.uint8]], list[float]]:
        rng = np.random.default_rng([self._spec.seed, number, pair, 1])
        if not mixture.montage or rng.random() >= mixture.montage:
            return made, [0.0, 1.0]
        return montages(made[0], made[1], rng)

    def _pair_rng(self, number: int, pair: int) -> np.random.Generator:
        """The same random changes for both pictures of a pair, so that only the label differs."""
        return np.random.default_rng([self._spec.seed, number, pair])

    def _picture(self, row: int, mixture: Mixture, rng: np.random.Generator) -> NDArray[np.uint8]:
        keep = mixture.keep_encoding > 0 and rng.random() < mixture.keep_encoding
        crop, config, size = self._pool.crop(row), self._spec.augmentation, self._spec.size
        if mixture.detail:
            crop = _reduced(crop, int(rng.integers(mixture.detail[0], mixture.detail[1] + 1)))
        if mixture.native:
            crop, config = _window(crop, size, rng), replace(config, smallest_zoom=1.0)
        return augment(crop, size, config, rng, keep_encoding=keep)

    def _tiny_pictures(
        self, tiny: TinyPictureBatches, part: Pairs, rng: np.random.Generator, number: int
    ) -> list[NDArray[np.uint8]]:
        return [
            self._mirrored(row, tiny, self._pair_rng(number, pair))
            for pair in range(tiny.batch // 2)
            for row in part.draw(rng)
        ]

    def _mirrored(
        self, row: int, tiny: TinyPictureBatches, rng: np.random.Generator
    ) -> NDArray[np.uint8]:
        """Mirrored copies, cropped at a random position, as serving crops them right and below.

        The whole picture is copied: an enlarged part would have traces of another scale.
        """
        keep = rng.random() < tiny.keep_encoding
        config = self._spec.augmentation.for_whole_pictures()
        copy = augment(self._pool.crop(row), tiny.copy, config, rng, keep_encoding=keep)
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
