"""Data-parallel training: each device takes a part of every batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import keras


@contextmanager
def on_devices(count: int, batches: Iterable[int]) -> Iterator[None]:
    """Share a number of devices among the networks that are built and trained in this context.

    Every device holds all weights. Losses, gradients and BatchNorm's statistics are those of the
    whole batch, so the run learns what it would learn on one device.

    Args:
        count: Devices, >= 1; 1 changes nothing.
        batches: Numbers of pictures that batches will have.

    Raises:
        ValueError: If the backend is not JAX, has fewer devices, or a batch cannot be divided.
    """
    if count == 1:
        yield
        return
    _check(count, batches)
    chosen = keras.distribution.list_devices()[:count]
    with keras.distribution.DataParallel(devices=chosen).scope():
        yield


def _check(count: int, batches: Iterable[int]) -> None:
    if count < 1:
        raise ValueError(f"{count} devices: at least one is needed")
    if keras.backend.backend() != "jax":
        raise ValueError("several devices need JAX: set KERAS_BACKEND=jax")
    found = len(keras.distribution.list_devices())
    if found < count:
        raise ValueError(f"{count} devices asked for, {found} found")
    for batch in batches:
        if batch % count:
            raise ValueError(f"a batch of {batch} pictures cannot be divided among {count} devices")
