"""Networks that a measurement is held against: built once, by another process, and kept."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure.cache_folder import ROOT
from benchmarks.measure.sample_crops import sample_crops

if TYPE_CHECKING:
    import keras

SEED = 20180113


def built_once(name: str, module: str, cache: Path) -> bytes:
    """A network that a module builds into the file named on its command line.

    Another process builds it, so that TensorFlow's threads and memory are not in the one that
    measures.

    Args:
        name: Of the file; each version of TensorFlow has its own.
        module: What ``python -m`` runs.
        cache: Folder that keeps it.

    Raises:
        subprocess.CalledProcessError: If it cannot be built.
        importlib.metadata.PackageNotFoundError: If TensorFlow is not installed.
    """
    target = cache / f"{name}_tensorflow_{metadata.version('tensorflow')}.tflite"
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
        command = [sys.executable, "-m", module, str(target)]
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    return target.read_bytes()


def to_int8(model: keras.Model) -> bytes:
    """Take a model to int8 as the product's own network goes there, with random weights.

    The weights change what a network says, not how long it takes.
    """
    from model_dev.conversion.export import to_float_tflite
    from model_dev.conversion.quantize import measure_ranges, quantize

    _randomise(model)
    floating = to_float_tflite(model)
    quantized: bytes = quantize(floating, measure_ranges(floating, sample_crops()))
    return quantized


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
