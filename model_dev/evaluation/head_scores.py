"""Logits of a float network in Keras: of the fusion head, and of each stream's own head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import keras
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edge_runtime.picture.geometry import cut_crop, plan_whole
from model_dev.architecture.network_input import to_network
from model_dev.architecture.outputs import HEADS
from model_dev.data.crop_pool import CropPool

BATCH = 64


def score_heads(
    model: keras.Model, stores: Path, splits: Sequence[str], tiers: Sequence[str], size: int
) -> pd.DataFrame:
    """Run a trained network over some splits and tiers.

    Args:
        model: From `model_dev.architecture.network.build_network`, with its auxiliary heads.
        stores: Folder with crop stores at or below it.
        splits: Splits to score.
        tiers: Tiers to score; each must be there.
        size: Side of the network's input in pixels.

    Returns:
        The stores' rows, and a float column for each of `HEADS` that the network has.

    Raises:
        ValueError: If a tier has no crop in these splits.
    """
    tables = [
        pool.rows.assign(**head_logits(model, pool, size)) for pool in _pools(stores, splits, tiers)
    ]
    return pd.concat(tables, ignore_index=True)


def rows_of(stores: Path, splits: Sequence[str], tiers: Sequence[str]) -> pd.DataFrame:
    """The rows that `score_heads` scores, in its order.

    Raises:
        ValueError: See `score_heads`.
    """
    tables = [pool.rows for pool in _pools(stores, splits, tiers)]
    return pd.concat(tables, ignore_index=True)


def _pools(stores: Path, splits: Sequence[str], tiers: Sequence[str]) -> Iterator[CropPool]:
    for tier in tiers:
        pools = [CropPool([stores], split, tier) for split in splits]
        filled = [pool for pool in pools if len(pool.rows)]
        if not filled:
            raise ValueError(f"no crop of tier {tier} in the splits {', '.join(splits)}")
        yield from filled


def head_logits(model: keras.Model, pool: CropPool, size: int) -> dict[str, NDArray[np.float64]]:
    """Logits of every row of a pool, float64 [N], for each of `HEADS` that the network has.

    Args:
        model: See `score_heads`.
        pool: Crops.
        size: Side of the network's input in pixels.
    """
    batches = []
    for start in range(0, len(pool.rows), BATCH):
        rows = range(start, min(start + BATCH, len(pool.rows)))
        pixels = np.stack([_picture(pool, row, size) for row in rows])
        batches.append(model.predict_on_batch(to_network(pixels)))
    heads = [head for head in HEADS if head in batches[0]]
    return {head: np.concatenate([b[head][:, 0] for b in batches]).astype(float) for head in heads}


def _picture(pool: CropPool, row: int, size: int) -> NDArray[np.uint8]:
    crop = pool.crop(row)
    return cut_crop(crop, plan_whole(crop.shape[1], crop.shape[0]), size)
