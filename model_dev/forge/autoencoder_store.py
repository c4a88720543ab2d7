"""The weights of our own autoencoders, in one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge_runtime.files.atomic_write import atomic_write

WEIGHTS = Path(__file__).parent.parent / "weights" / "autoencoders.npz"


def read_autoencoder(name: str, path: Path = WEIGHTS) -> list[NDArray[np.float32]]:
    """Weights of one autoencoder, in the order of its model.

    Raises:
        KeyError: If the file does not hold it.
    """
    with np.load(path) as stored:
        names = sorted(key for key in stored.files if key.startswith(f"{name}/"))
        if not names:
            raise KeyError(f"{path.name} holds no autoencoder {name}")
        return [stored[key].astype(np.float32) for key in names]


def write_autoencoders(
    weights: Mapping[str, Sequence[NDArray[np.float32]]], path: Path = WEIGHTS
) -> None:
    """Write the weights of several autoencoders in half precision."""
    arrays = {
        f"{name}/{index:03d}": array.astype(np.float16)
        for name, own in weights.items()
        for index, array in enumerate(own)
    }
    with atomic_write(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
