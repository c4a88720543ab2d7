"""Writes weights atomically."""

from __future__ import annotations

from pathlib import Path

import keras

SUFFIX = ".weights.h5"


def save_weights(model: keras.Model, path: Path) -> None:
    """Write a model's weights in Keras' format.

    Args:
        model: Any.
        path: A name that ends in `SUFFIX`, which Keras insists on.

    Raises:
        ValueError: If it does not.
        OSError: If its folder cannot be written to.
    """
    if not path.name.endswith(SUFFIX):
        raise ValueError(f"{path.name} must end in {SUFFIX}")
    temporary = path.with_name(f".{path.name.removesuffix(SUFFIX)}.part{SUFFIX}")
    try:
        model.save_weights(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
