"""Tunes glibc's malloc, so that a training step reuses the memory that the last one freed.

A step frees its activations and the next one needs as much again. glibc learns to keep them, until
TensorFlow, at the first batch that comes from Python, sets M_TRIM_THRESHOLD to 128 KiB and by that
stops it from learning: from then on every large tensor is mapped and cleared anew in each step.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Mapping
from typing import Any

import keras

_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3
_MMAP_MAX = -4
_NEVER = -1
_USUAL = 128 * 1024
_USUAL_MMAP_MAX = 65536


class AtFirstBatch(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is untyped
    """Calls a function at each epoch's first batch, after TensorFlow made its own setting."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act

    def on_train_batch_begin(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Keras calls it."""
        if batch == 0:
            self._act()


def keep_freed_memory() -> bool:
    """Keep freed memory for the next allocation, and allocate no tensor by a mapping of its own.

    Source: mallopt(3) of glibc.

    Returns:
        Whether the C library accepted it; only glibc on Linux does.
    """
    return _set({_MMAP_MAX: 0, _TRIM_THRESHOLD: _NEVER})


def give_freed_memory_back() -> bool:
    """Undo `keep_freed_memory`: restore the setting that TensorFlow makes.

    Returns:
        See `keep_freed_memory`.
    """
    return _set({_MMAP_MAX: _USUAL_MMAP_MAX, _MMAP_THRESHOLD: _USUAL, _TRIM_THRESHOLD: _USUAL})


def _set(values: Mapping[int, int]) -> bool:
    mallopt = _mallopt()
    return mallopt is not None and all(mallopt(key, value) == 1 for key, value in values.items())


def _mallopt() -> Callable[[int, int], int] | None:
    return getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
