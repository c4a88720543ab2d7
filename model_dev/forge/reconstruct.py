"""Real pictures through a decoder and back, so that only the decoder's traces are added."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np
from keras import ops
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
    run = _decoder(decoder)
    parts = [_through(run, crops[i : i + BATCH]) for i in range(0, len(crops), BATCH)]
    return np.concatenate(parts)


@cache
def _decoder(name: str) -> Callable[[Any], Any]:
    if name.startswith("taef2"):
        from model_dev.forge.taef2 import reconstruct as through_taef2

        return partial(through_taef2, doubling="up" if name == "taef2" else "up_smooth")
    model = build_autoencoder(_config(name))
    model.set_weights(read_autoencoder(name))
    return model


def _config(name: str) -> AutoencoderConfig:
    return next(config for config in FAMILY if config.name == name)


def _through(run: Callable[[Any], Any], crops: NDArray[np.uint8]) -> NDArray[np.uint8]:
    made = ops.convert_to_numpy(run(ops.convert_to_tensor(crops.astype(np.float32) / 255)))
    return np.rint(np.clip(made, 0, 1) * 255).astype(np.uint8)
