"""The forensic stream's first layer: fixed SRM and learned Bayar high-pass kernels."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

SIDE = 5
LEVELS = 127
"""Largest integer of a symmetric int8 kernel."""

LUMA = np.array([0.299, 0.587, 0.114], np.float32)

GAIN = 16.0
"""Residuals are clipped at 1 / GAIN of the input's unit: 8 grey levels of a [-1, 1) input."""


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
class BayarConstraint(keras.constraints.Constraint):  # type: ignore[misc]  # Keras is untyped
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


class _BayarInitializer(keras.initializers.Initializer):  # type: ignore[misc]  # Keras is untyped
    """A noisy mean of the neighbours: already a prediction error, different for every output."""

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        noise = keras.random.uniform(shape, 0.2, 1.0, dtype=dtype, seed=20)
        return BayarConstraint()(noise)


@keras.saving.register_keras_serializable("edge_deepfake")
class ResidualConv(keras.layers.Layer):  # type: ignore[misc]  # Keras is untyped
    """SRM and Bayar kernels as one 5x5 convolution with stride 2, clipped to [-1, 1].

    Input float [N, H, W, 3] in [-1, 1); output float [N, H/2, W/2, 6 + bayar]. In float32 whatever
    the other layers compute in: rounded to 8 or 11 bits, kernels would no longer sum to zero.
    """

    def __init__(self, bayar: int, dtype: Any = "float32", **kwargs: Any) -> None:
        super().__init__(dtype=dtype, **kwargs)
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


@keras.saving.register_keras_serializable("edge_deepfake")
class PlainResidual(keras.layers.Layer):  # type: ignore[misc]  # Keras is untyped
    """`ResidualConv` with all its kernels in one weight [5, 5, 3, 6 + bayar], to deploy.

    Args:
        bayar: Learned kernels among them.
    """

    def __init__(self, bayar: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bayar = bayar

    def build(self, input_shape: Any) -> None:
        """Create the kernels, gain included."""
        channels = srm_kernels().shape[-1] + self.bayar
        self.kernel = self.add_weight(shape=(SIDE, SIDE, 3, channels), name="kernel")

    def call(self, inputs: Any) -> Any:
        """Residuals of a batch."""
        residual = ops.conv(inputs, self.kernel, strides=2, padding="same")
        return ops.minimum(ops.maximum(residual, -1.0), 1.0)

    def get_config(self) -> dict[str, Any]:
        """Arguments of the constructor."""
        return {**super().get_config(), "bayar": self.bayar}


def learned_kernel(folded: NDArray[np.float32]) -> NDArray[np.float32]:
    """The Bayar kernels [5, 5, 3, bayar] in a kernel from `folded_kernel`."""
    return folded[..., srm_kernels().shape[-1] :] / np.float32(GAIN)


def folded_kernel(learned: NDArray[np.float32]) -> NDArray[np.float32]:
    """The kernel of a plain convolution that does what `ResidualConv` does before it clips.

    Args:
        learned: Bayar kernels, float32 [5, 5, 3, bayar].

    Returns:
        float32 [5, 5, 3, 6 + bayar], as symmetric int8 with a scale per kernel holds it exactly.
        Each kernel sums to zero over each colour in those integers too. Rounded one by one they
        would not, and a flat grey would leave a residual of up to a third of the range.
    """
    kernels = np.concatenate([srm_kernels(), learned], axis=-1) * np.float32(GAIN)
    return np.stack([_on_grid(kernel) for kernel in np.moveaxis(kernels, -1, 0)], axis=-1)


def _on_grid(kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """One kernel [5, 5, 3] in whole steps, each colour summing to zero."""
    step = _step(float(np.abs(kernel).max()))
    colours = [_balanced(colour) for colour in np.moveaxis(kernel / np.float64(step), -1, 0)]
    return (np.stack(colours, axis=-1) * step).astype(np.float32)


def _step(largest: float) -> float:
    """A 127th, rounded up to 16 bits so that every multiple in int8 is an exact float32."""
    exponent = np.floor(np.log2(largest / LEVELS)) - 15
    return float(np.ceil(largest / LEVELS / 2**exponent) * 2**exponent)


def _balanced(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rounded values that sum to zero; those with the largest rounding error are moved by one."""
    whole = np.rint(values)
    excess = round(whole.sum())
    gain = (whole - values) * np.sign(excess)
    movable = (values != 0) & (np.abs(whole) < LEVELS)
    order = np.argsort(np.where(movable, -gain, np.inf), axis=None, kind="stable")
    whole.flat[order[: abs(excess)]] -= np.sign(excess)
    return whole
