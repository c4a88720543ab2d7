"""TAEF2, the tiny autoencoder of FLUX.2's latent space, in Keras.

Architecture and weights: madebyollin/taesd (MIT). A picture that it encodes
and decodes differs from the original only in the traces of a modern generator's decoder.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeAlias

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent.parent / "weights" / "taef2.npz"
FACTOR = 8
"""Pixels of the picture for one of the latent map, on a side."""

_GROUPS = 4
Doubling: TypeAlias = Literal["up", "up_smooth"]
_Weights = Mapping[str, NDArray[np.float16]]

# One layer each: a 3x3 convolution, a convolution of stride 2, a doubling, or a residual block.
_BLOCKS = ("block", "block", "block")
_ENCODER = (
    "conv", "block", "down", *_BLOCKS, "down", *_BLOCKS, "down", *_BLOCKS, "conv",
)  # fmt: skip
_DECODER = (
    "clamp", "conv", "relu", *_BLOCKS, "up", "conv", *_BLOCKS, "up", "conv", *_BLOCKS, "up", "conv",
    "block", "conv",
)  # fmt: skip


def read_weights(part: Literal["encoder", "decoder"]) -> dict[str, NDArray[np.float16]]:
    """Weights of a half, by layer: kernels [out, in, height, width] and biases [out]."""
    with np.load(WEIGHTS) as stored:
        names = [name for name in stored.files if name.startswith(f"{part}.")]
        return {name.removeprefix(f"{part}."): stored[name] for name in names}


def reconstruct(pictures: Any, doubling: Doubling = "up") -> Any:
    """Pictures through the encoder and the decoder.

    Args:
        pictures: float32 [N, H, W, 3] in [0, 1]; H and W multiples of `FACTOR`.
        doubling: How the decoder enlarges: "up" repeats pixels, as it was trained; "up_smooth"
            interpolates, for other traces of the same generator.

    Returns:
        The same shape, in [0, 1].
    """
    latent = _run(_ENCODER, read_weights("encoder"), pictures)
    decoder = tuple(doubling if layer == "up" else layer for layer in _DECODER)
    return ops.clip(_run(decoder, read_weights("decoder"), latent), 0.0, 1.0)


def build_taef2(sides: tuple[int, int], doubling: Doubling = "up") -> keras.Model:
    """`reconstruct` as a model of pictures of one height and width, to be compiled once."""
    image = keras.Input((*sides, 3))
    through = keras.layers.Lambda(partial(reconstruct, doubling=doubling), output_shape=(*sides, 3))
    return keras.Model(image, through(image))


def _run(layers: tuple[str, ...], weights: _Weights, x: Any) -> Any:
    for index, kind in enumerate(layers):
        x = _LAYERS[kind](x, weights, str(index))
    return x


def _convolved(x: Any, weights: _Weights, name: str, stride: int = 1) -> Any:
    """PyTorch's padding: one pixel on each side whatever the stride."""
    kernel = weights[f"{name}.weight"].astype(np.float32).transpose(2, 3, 1, 0)
    margin = kernel.shape[0] // 2
    padded = ops.pad(x, ((0, 0), (margin, margin), (margin, margin), (0, 0)))
    y = ops.conv(padded, kernel, strides=stride, padding="valid")
    bias = weights.get(f"{name}.bias")
    return y if bias is None else y + bias.astype(np.float32)


def _down(x: Any, weights: _Weights, name: str) -> Any:
    return _convolved(x, weights, name, stride=2)


def _block(x: Any, weights: _Weights, name: str) -> Any:
    if f"{name}.pool.0.weight" in weights:
        x = x + _pooled(x, weights, f"{name}.pool")
    y = ops.relu(_convolved(x, weights, f"{name}.conv.0"))
    y = ops.relu(_convolved(y, weights, f"{name}.conv.2"))
    return ops.relu(_convolved(y, weights, f"{name}.conv.4") + x)


def _pooled(x: Any, weights: _Weights, name: str) -> Any:
    wide = _convolved(x, weights, f"{name}.0")
    scale = weights[f"{name}.1.weight"].astype(np.float32)
    shift = weights[f"{name}.1.bias"].astype(np.float32)
    return _convolved(ops.relu(_group_norm(wide) * scale + shift), weights, f"{name}.3")


def _group_norm(x: Any) -> Any:
    batch, height, width, channels = ops.shape(x)
    grouped = ops.reshape(x, (batch, height, width, _GROUPS, channels // _GROUPS))
    mean = ops.mean(grouped, (1, 2, 4), keepdims=True)
    variance = ops.var(grouped, (1, 2, 4), keepdims=True)
    return ops.reshape(
        (grouped - mean) / ops.sqrt(variance + 1e-5), (batch, height, width, channels)
    )


def _up(x: Any, weights: _Weights, name: str) -> Any:
    return ops.repeat(ops.repeat(x, 2, axis=1), 2, axis=2)


def _up_smooth(x: Any, weights: _Weights, name: str) -> Any:
    _, height, width, _ = ops.shape(x)
    return ops.image.resize(x, (2 * height, 2 * width), interpolation="bilinear")


def _clamp(x: Any, weights: _Weights, name: str) -> Any:
    return ops.tanh(x / 3) * 3


def _relu(x: Any, weights: _Weights, name: str) -> Any:
    return ops.relu(x)


_LAYERS = {
    "conv": _convolved,
    "down": _down,
    "block": _block,
    "up": _up,
    "up_smooth": _up_smooth,
    "clamp": _clamp,
    "relu": _relu,
}
