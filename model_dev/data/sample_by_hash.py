"""Choices made by hash: the same on every machine, whatever else is in the data set."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd


def sample_by_hash(table: pd.DataFrame, by: list[str], limit: int) -> pd.DataFrame:
    """At most ``limit`` rows of each combination of ``by``: those with the lowest sha256.

    Args:
        table: Rows with a ``sha256`` column.
        by: Columns.
        limit: Rows kept per combination, > 0.
    """
    ordered = table.sort_values(["sha256", *by], kind="stable")
    return ordered.groupby(by, sort=False).head(limit)


def groups_by_hash(table: pd.DataFrame, by: list[str], limits: Mapping[str, int]) -> pd.DataFrame:
    """Whole groups of each source, by their hashes, until the next would exceed a limit.

    Args:
        table: Rows with the columns ``source`` and ``group``.
        by: Columns beside ``source``; the limit holds for each combination of them.
        limits: Most rows of a source; a source that is not named stays whole.
    """
    return pd.concat(
        [_whole_groups(part, by, limits.get(source)) for source, part in table.groupby("source")]
    ).sort_index()


def _whole_groups(table: pd.DataFrame, by: list[str], limit: int | None) -> pd.DataFrame:
    if limit is None:
        return table
    order = {group: hash_fraction(group) for group in table["group"].unique()}
    placed = table.assign(order=table["group"].map(order)).sort_values("order", kind="stable")
    before = placed.groupby(by).cumcount() if by else np.arange(len(placed))
    over = placed.loc[before >= limit, "order"]
    kept = placed["order"] < over.min() if len(over) else placed["order"] >= 0
    return placed[kept].drop(columns="order")


def first_by_hash(names: Sequence[str], limit: int) -> Sequence[str]:
    """The first ``limit`` names in the order of their hashes; all of them for 0."""
    if not limit:
        return names
    return sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())[:limit]


def hash_fraction(key: str) -> float:
    """A number in [0, 1) from the hash of a key, evenly distributed over keys."""
    return _hash_integer(key) / 2**64


def random_of(seed: int, key: str) -> np.random.Generator:
    """A random generator that depends on a seed and a picture's key alone."""
    return np.random.default_rng([seed, _hash_integer(key)])


def _hash_integer(key: str) -> int:
    """The first 64 bits of the key's SHA-256."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
