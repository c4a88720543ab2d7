"""The forensic stream's first layer: fixed SRM and learned Bayar high-pass kernels."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

SIDE = 5
LUMA = np.array([0.299, 0.587, 0.114], np.float32)

GAIN = 16.0
"""Residuals are cut at 1 / GAIN of the input's unit: 8 grey levels of a [-1, 1) input."""


def srm_kernels() -> NDArray[np.float32]:
    """Six high-pass kernels of the spatial rich model, applied to luma.

    First and second order in both directions, the 3x3 and the 5x5 square; each divided by its
    centre. Source: Fridrich and Kodovsky, "Rich Models for Steganalysis of Digital Images", 2012.

    Returns:
        float32 [5, 5, 3, 6].
    """
    first = _placed([[-1, 1]], 1)
    second = _placed([[1, -2, 1]], 2)
    square3 = _placed([[-1, 2, -1], [2, -4, 2], [-1, 2, -1]], 4)
    row = [[-1, 2, -2, 2, -1], [2, -6, 8, -6, 2], [-2, 8, -12, 8, -2]]
    square5 = _placed([*row, row[1], row[0]], 12)
    flat = np.stack([first, first.T, second, second.T, square3, square5], axis=-1)
    return flat[:, :, None, :] * LUMA[None, None, :, None]


def _placed(rows: list[list[int]], divisor: int) -> NDArray[np.float32]:
    """A small kernel in the middle of a 5x5 one."""
    small = np.array(rows, np.float32) / divisor
    full = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - small.shape[0]) // 2, (SIDE - small.shape[1]) // 2
    full[top : top + small.shape[0], left : left + small.shape[1]] = small
    return full


@keras.saving.register_keras_serializable("edge_deepfake")
class BayarConstraint(keras.constraints.Constraint):
    """Keeps each 2-D kernel a prediction error: centre -1, the rest sums to 1.

    Source: Bayar and Stamm, "Constrained Convolutional Neural Networks", IEEE TIFS 2018.
    """

    def __call__(self, kernel: Any) -> Any:
        """Project a kernel [5, 5, in, out]."""
        centre = np.zeros((SIDE, SIDE, 1, 1), np.float32)
        centre[SIDE // 2, SIDE // 2] = 1
        around = kernel * (1 - centre)
        total = ops.sum(around, axis=(0, 1), keepdims=True)
        safe = ops.where(ops.abs(total) < 1e-3, ops.full_like(total, 1e-3), total)
        return around / safe - centre


class _BayarInitializer(keras.initializers.Initializer):
    """A noisy mean of the neighbours: already a prediction error, different for every output."""

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        noise = keras.random.uniform(shape, 0.2, 1.0, dtype=dtype, seed=20)
        return BayarConstraint()(noise)


@keras.saving.register_keras_serializable("edge_deepfake")
class ResidualConv(keras.layers.Layer):
    """SRM and Bayar kernels as one 5x5 convolution with stride 2, cut to [-1, 1].

    Input float [N, H, W, 3] in [-1, 1); output float [N, H/2, W/2, 6 + bayar].
    """

    def __init__(self, bayar: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bayar = bayar

    def build(self, input_shape: Any) -> None:
        """Create the learned kernels [5, 5, 3, bayar]."""
        self.srm = srm_kernels()
        self.kernel = self.add_weight(
            shape=(SIDE, SIDE, 3, self.bayar),
            initializer=_BayarInitializer(),
            constraint=BayarConstraint(),
            name="bayar",
        )

    def call(self, inputs: Any) -> Any:
        """Residuals of a batch."""
        kernel = ops.concatenate([ops.cast(self.srm, self.kernel.dtype), self.kernel], axis=-1)
        residual = ops.conv(inputs, kernel * GAIN, strides=2, padding="same")
        return ops.minimum(ops.maximum(residual, -1.0), 1.0)

    def get_config(self) -> dict[str, Any]:
        """Arguments of the constructor."""
        return {**super().get_config(), "bayar": self.bayar}
