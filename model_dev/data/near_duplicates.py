"""Pictures that show the same thing, found by perceptual hash."""

from __future__ import annotations

from collections.abc import Iterator

import imagehash
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

DISTANCE = 4
"""Differing bits, of 64, below or at which two pictures count as the same."""

FLAT = 2.0
"""Standard deviation, in grey levels, below which a picture shows nothing: every black frame of
a film would be a near-duplicate of every other."""


def perceptual_hash(image: Image.Image) -> int | None:
    """DCT hash of a picture (ImageHash's ``phash``), 64 bits; None for a flat one."""
    small = image.convert("RGB")
    if np.asarray(small.convert("L").resize((32, 32), Image.Resampling.BOX)).std() < FLAT:
        return None
    return int(str(imagehash.phash(small)), 16)


def join_groups(groups: pd.Series, hashes: pd.Series, distance: int = DISTANCE) -> pd.Series:
    """Give groups that share a near-duplicate one name.

    Args:
        groups: Name of each picture's group.
        hashes: 64-bit hash of each picture, None where it takes no part.
        distance: Differing bits allowed.

    Returns:
        Names, each the smallest of the groups joined.
    """
    codes, names = pd.factorize(groups, sort=True)
    parent = np.arange(len(names))
    taking_part = np.flatnonzero(hashes.notna())
    bits = np.array([int(hashes.iloc[i]) for i in taking_part], np.uint64)
    for a, b in near_pairs(bits, distance):
        _union(parent, codes[taking_part[a]], codes[taking_part[b]])
    roots = np.array([_root(parent, code) for code in range(len(names))])
    return pd.Series(np.asarray(names)[roots[codes]], index=groups.index)


def near_pairs(bits: NDArray[np.uint64], distance: int = DISTANCE) -> Iterator[tuple[int, int]]:
    """Pairs of places, the smaller first, whose hashes differ in at most ``distance`` bits."""
    for start in range(0, len(bits), 512):
        block = bits[start : start + 512, None] ^ bits[None, start:]
        rows, columns = np.nonzero(np.bitwise_count(block) <= distance)
        later = columns > rows
        yield from zip(rows[later] + start, columns[later] + start, strict=True)


def _root(parent: NDArray[np.int_], item: int) -> int:
    while parent[item] != item:
        parent[item] = parent[parent[item]]
        item = int(parent[item])
    return item


def _union(parent: NDArray[np.int_], a: int, b: int) -> None:
    low, high = sorted((_root(parent, a), _root(parent, b)))
    parent[high] = low
