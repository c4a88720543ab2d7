"""An int8 network with random weights: they change its answers, not how long it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

import edge_runtime

if TYPE_CHECKING:
    import keras

SAMPLES = Path(edge_runtime.__file__).parent / "samples"
SEED = 20180113


def to_random_int8(model: keras.Model) -> bytes:
    """Give a model random weights and convert it as the product's own network is converted.

    Args:
        model: Float network of one input, float32 [1, size, size, 3]. Its weights are replaced.

    Returns:
        A ``.tflite`` file: uint8 in, int8 inside.
    """
    from model_dev.conversion.export import to_float_tflite
    from model_dev.conversion.quantize import measure_ranges, quantize

    _randomise(model)
    floating = to_float_tflite(model)
    ranges = measure_ranges(floating, _sample_crops(model.input_shape[1]))
    quantized: bytes = quantize(floating, ranges)
    return quantized


def _sample_crops(size: int) -> Iterator[NDArray[np.uint8]]:
    """Centre squares of the bundled real samples, uint8 [size, size, 3], sorted by name."""
    from edge_runtime.picture.decode import read_rgb
    from edge_runtime.picture.geometry import cut_crop, plan_whole

    for path in sorted(SAMPLES.glob("real_*.jpg")):
        rgb = read_rgb(path).rgb
        yield cut_crop(rgb, plan_whole(rgb.shape[1], rgb.shape[0]), size)


def _randomise(model: keras.Model) -> None:
    """He initialisation; with Keras' own the signal fades to 1e-11 at the last layer."""
    random = np.random.default_rng(SEED)
    for layer in model.layers:
        if hasattr(layer, "kernel"):
            kernel, *bias = layer.get_weights()
            depthwise = "depthwise" in layer.name
            layer.set_weights([_he(kernel, depthwise, random), *bias])


def _he(
    kernel: NDArray[np.float32], depthwise: bool, random: np.random.Generator
) -> NDArray[np.float32]:
    """He et al., "Delving Deep into Rectifiers", ICCV 2015."""
    inputs = int(np.prod(kernel.shape[:2] if depthwise else kernel.shape[:-1]))
    return random.normal(0, np.sqrt(2 / inputs), kernel.shape).astype(np.float32)
