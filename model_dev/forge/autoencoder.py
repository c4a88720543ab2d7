"""Small convolutional autoencoders, one for each way of enlarging that generators use.

What a decoder leaves in a picture depends on how it enlarges: nearest or bilinear doubling with a
convolution, transposed convolution (Odena et al., "Deconvolution and Checkerboard Artifacts",
2016), or pixel shuffle (Shi et al., CVPR 2016).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

Upsampling: TypeAlias = Literal["nearest", "bilinear", "transposed", "shuffle"]
UPSAMPLINGS: tuple[Upsampling, ...] = get_args(Upsampling)
PATCH = 96
"""Side in pixels of the patches that train one."""


@dataclass(frozen=True, slots=True)
class AutoencoderConfig:
    """One autoencoder.

    Attributes:
        upsampling: How its decoder enlarges.
        levels: Times it halves and doubles, 2 or 3.
        width: Channels at the picture's own size; twice and four times as many below it.
        latent: Channels of the latent map.
    """

    upsampling: Upsampling
    levels: int
    width: int = 12
    latent: int = 24

    @property
    def name(self) -> str:
        """For example ``shuffle-8``: the upsampling and its factor in all."""
        return f"{self.upsampling}-{2**self.levels}"


FAMILY = tuple(
    AutoencoderConfig(upsampling, levels)
    for upsampling in UPSAMPLINGS
    for levels in (2, 3)
)  # fmt: skip


def build_autoencoder(config: AutoencoderConfig) -> keras.Model:
    """Model from float [N, H, W, 3] in [0, 1] to the same; H and W multiples of 2**levels."""
    image = keras.Input((None, None, 3))
    x = image
    for level in range(config.levels):
        x = _convolved(x, _width(config, level + 1), stride=2)
    x = layers.Conv2D(config.latent, 3, padding="same", name="latent")(_residual(x))
    x = _residual(_convolved(x, _width(config, config.levels)))
    for level in reversed(range(config.levels)):
        x = _enlarged(x, _width(config, level), config.upsampling)
    return keras.Model(image, layers.Conv2D(3, 3, padding="same")(x), name=config.upsampling)


def train_autoencoder(
    config: AutoencoderConfig, crops: NDArray[np.uint8], steps: int, seed: int, batch: int = 16
) -> keras.Model:
    """Train one on patches of real pictures.

    Args:
        config: The autoencoder.
        crops: uint8 [N, S, S, 3] with S >= `PATCH`.
        steps: Batches.
        seed: Of the weights and the patches.
        batch: Patches in a batch.
    """
    keras.utils.set_random_seed(seed)
    model = build_autoencoder(config)
    rate = keras.optimizers.schedules.CosineDecay(3e-3, steps)
    model.compile(keras.optimizers.AdamW(rate, global_clipnorm=1.0), loss=_loss)
    patches = _patches(crops, batch, np.random.default_rng(seed))
    model.fit(patches, steps_per_epoch=steps, epochs=1, verbose=0)
    return model


def _patches(
    crops: NDArray[np.uint8], batch: int, rng: np.random.Generator
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    while True:
        tops, lefts = rng.integers(0, crops.shape[1] - PATCH + 1, (2, batch))
        chosen = rng.integers(0, len(crops), batch)
        patches = [
            crops[index, top : top + PATCH, left : left + PATCH]
            for index, top, left in zip(chosen, tops, lefts, strict=True)
        ]
        pixels = np.stack(patches).astype(np.float32) / np.float32(255)
        yield pixels, pixels


def _loss(real: Any, made: Any) -> Any:
    """Absolute difference of the pixels and, so that edges stay sharp, of their gradients."""
    difference = made - real
    down = difference[:, 1:] - difference[:, :-1]
    right = difference[:, :, 1:] - difference[:, :, :-1]
    parts = (difference, down, right)
    return sum(ops.mean(ops.abs(part)) for part in parts)


def _width(config: AutoencoderConfig, level: int) -> int:
    return config.width << min(level, 2)


def _convolved(x: Any, channels: int, stride: int = 1) -> Any:
    return layers.Conv2D(channels, 3, stride, "same", activation="relu")(x)


def _residual(x: Any) -> Any:
    inner = _convolved(x, x.shape[-1])
    return layers.Add()([x, layers.Conv2D(x.shape[-1], 3, padding="same")(inner)])


def _enlarged(x: Any, channels: int, upsampling: str) -> Any:
    if upsampling == "transposed":
        return layers.Conv2DTranspose(channels, 4, 2, "same", activation="relu")(x)
    if upsampling == "shuffle":
        return _shuffled(layers.Conv2D(channels * 4, 3, padding="same", activation="relu")(x))
    return _convolved(layers.UpSampling2D(2, interpolation=upsampling)(x), channels)


def _shuffled(x: Any) -> Any:
    """[N, H, W, 4 C] to [N, 2 H, 2 W, C]."""
    channels = x.shape[-1] // 4
    return layers.Lambda(lambda t: _depth_to_space(t, channels))(x)


def _depth_to_space(x: Any, channels: int) -> Any:
    batch, height, width, _ = ops.shape(x)
    blocks = ops.reshape(x, (batch, height, width, 2, 2, channels))
    rows = ops.transpose(blocks, (0, 1, 3, 2, 4, 5))
    return ops.reshape(rows, (batch, height * 2, width * 2, channels))
