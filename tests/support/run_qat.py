"""Runs quantization-aware training; started by test_qat in the environment that has the toolkit."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from model_dev.conversion.export import deployable, to_float_tflite
from model_dev.conversion.layer_tensors import layer_tensors
from model_dev.conversion.quantize import read_calibration
from model_dev.conversion.rebuild import trained_model
from model_dev.paths import BundlePaths
from model_dev.qat.network import imitated
from model_dev.qat.train import QatConfig, qat
from model_dev.training.bundle_recipe import read_config


def main(root: Path) -> None:
    """Train 2 batches; keep the imitation's logits of some pictures before it."""
    paths = BundlePaths("tiny", root)
    np.save(root / "imitated.npy", imitated_logits(paths, np.load(root / "pictures.npy")))
    config = QatConfig.read(root / "qat.toml")
    print(qat(paths, config, root / "stores", root / "out", root / "cache"))


def imitated_logits(paths: BundlePaths, pictures: np.ndarray) -> np.ndarray:
    """Of float [N, 224, 224, 3] pictures, before any training."""
    config = read_config(paths.config).network
    model = deployable(trained_model(paths.config, paths.checkpoint), config)
    ranges = read_calibration(paths.calibration).ranges
    weights = {layer.name: layer.get_weights() for layer in model.layers if layer.weights}
    tensors = layer_tensors(to_float_tflite(model))
    by_layer = {layer: ranges[tensor] for layer, tensor in tensors.items()}
    imitation = imitated(config, weights, by_layer)
    imitation(pictures, training=True)  # the first batch measures the kernels
    return np.asarray(imitation(pictures, training=False))[:, 0]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
