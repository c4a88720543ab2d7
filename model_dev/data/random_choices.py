"""Random choices that depend on the picture alone, not on what else is worked on."""

from __future__ import annotations

import hashlib

import numpy as np


def random_of(seed: int, key: str) -> np.random.Generator:
    """The same random choices for a picture whatever else is made of its data set."""
    digest = hashlib.sha256(key.encode()).digest()
    return np.random.default_rng([seed, int.from_bytes(digest[:8], "big")])
