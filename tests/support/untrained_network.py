"""The shipped architecture with ImageNet weights and no training: built once for all tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import keras
import numpy as np
from numpy.typing import NDArray

from model_dev.architecture.network import build_network, load_imagenet
from model_dev.architecture.network_config import NetworkConfig
from model_dev.conversion.export import deployable, to_float_tflite
from model_dev.conversion.quantize import measure_ranges, quantize
from model_dev.paths import BundlePaths, default_bundle_id
from model_dev.training.bundle_recipe import read_config

CONFIG = BundlePaths(default_bundle_id()).config


@cache
def widths() -> NetworkConfig:
    """Of the shipped bundle."""
    return read_config(CONFIG).network


@cache
def trained() -> keras.Model:
    """With BatchNorm whose statistics are not the initial ones, as after training."""
    keras.utils.set_random_seed(3)
    model = build_network(widths())
    load_imagenet(model)
    random = np.random.default_rng(3)
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.set_weights([random.uniform(0.5, 1.5, w.shape) for w in layer.get_weights()])
    return model


@cache
def deployed() -> keras.Model:
    """What is exported."""
    return deployable(trained(), widths())


@cache
def float_tflite() -> bytes:
    """The float network's file."""
    return to_float_tflite(deployed())


@cache
def ranges() -> Mapping[str, tuple[float, float]]:
    """Of every activation, on four noisy pictures."""
    return measure_ranges(float_tflite(), pictures(4))


@cache
def int8_tflite() -> bytes:
    """The quantized network's file."""
    return quantize(float_tflite(), ranges())


def pictures(count: int, size: int = 224) -> NDArray[np.uint8]:
    """Noise of several coarsenesses, uint8 [count, size, size, 3]."""
    random = np.random.default_rng(11)
    made = []
    for index in range(count):
        block = 2 ** (index % 4)
        small = random.integers(0, 256, (size // block, size // block, 3), np.uint8)
        made.append(np.repeat(np.repeat(small, block, axis=0), block, axis=1))
    return np.stack(made)
