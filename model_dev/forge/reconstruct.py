"""Encodes and decodes real pictures, so that only the decoder's traces are added."""

from __future__ import annotations

from functools import cache

import keras
import numpy as np
from numpy.typing import NDArray

from model_dev.forge.autoencoder import FAMILY, AutoencoderConfig, build_autoencoder
from model_dev.forge.autoencoder_store import read_autoencoder

DECODERS = ("taef2", "taef2-bilinear", *(config.name for config in FAMILY))
"""TAEF2, the same enlarging smoothly, and our own autoencoders: how they enlarge, and how far."""

BATCH = 16
MULTIPLE = 8
"""Sides must be multiples of it."""


def reconstruct(crops: NDArray[np.uint8], decoder: str) -> NDArray[np.uint8]:
    """Pictures through one of `DECODERS` and back.

    Args:
        crops: uint8 [N, S, S, 3], S a multiple of 8.
        decoder: Which.

    Returns:
        uint8 [N, S, S, 3].

    Raises:
        ValueError: If the decoder is unknown, or S is no multiple of 8.
    """
    if decoder not in DECODERS:
        raise ValueError(f"no decoder {decoder}; there are {', '.join(DECODERS)}")
    if crops.shape[1] % MULTIPLE or crops.shape[2] % MULTIPLE:
        raise ValueError(f"crops of {crops.shape[1]} px: their side must be a multiple of 8")
    model = _decoder(decoder, crops.shape[1:3])
    parts = [_through(model, crops[i : i + BATCH]) for i in range(0, len(crops), BATCH)]
    return np.concatenate(parts)


@cache
def _decoder(name: str, sides: tuple[int, int]) -> keras.Model:
    """For pictures of one size, compiled: TAEF2 is half as fast again as layer by layer."""
    if name.startswith("taef2"):
        from model_dev.forge.taef2 import build_taef2

        return build_taef2(sides, "up" if name == "taef2" else "up_smooth")
    model = build_autoencoder(_config(name))
    model.set_weights(read_autoencoder(name))
    return model


def _config(name: str) -> AutoencoderConfig:
    return next(config for config in FAMILY if config.name == name)


def _through(model: keras.Model, crops: NDArray[np.uint8]) -> NDArray[np.uint8]:
    made = model.predict_on_batch(crops.astype(np.float32) / 255)
    return np.asarray(np.rint(np.clip(made, 0, 1) * 255), np.uint8)
