"""The number format that a network computes in while it is trained.

Weights, losses and outputs are float32 in every format, and so is the residual layer: its kernels
must sum to zero, which eight bits of mantissa do not keep. Source: Micikevicius et al., "Mixed
Precision Training", ICLR 2018.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

FLOAT32 = "float32"
PRECISIONS = (FLOAT32, "mixed_bfloat16", "mixed_float16")
"""Keras' names. float16 alone needs its loss scaled, which `keras.Model.compile` sees to."""


@contextmanager
def computing_in(precision: str) -> Iterator[None]:
    """Make the layers that are built in this context compute in a format.

    Raises:
        ValueError: If it is none of `PRECISIONS`.
    """
    import keras

    if precision not in PRECISIONS:
        raise ValueError(f"precision {precision}: choose from {', '.join(PRECISIONS)}")
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(precision)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def precision_of(model: keras.Model) -> str:
    """The format of a network from `build_network`."""
    return str(model.get_layer("fused").dtype_policy.name)
