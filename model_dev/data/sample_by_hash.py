"""Choices made by hash: the same on every machine, whatever else is in the data set."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

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
