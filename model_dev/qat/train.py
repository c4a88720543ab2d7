"""Quantization-aware training: a float checkpoint is trained on with fake quantization.

The result is what training and calibration give, too: a checkpoint and activation ranges (which
start at the committed ones and follow the training pictures). So the int8 file is made like every
other: `model_dev.conversion.quantize.quantize`, no toolkit needed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from edge_runtime.files.atomic_write import atomic_write
from model_dev.config_file import read_config_file
from model_dev.conversion.export import deployable, put_deployable, to_float_tflite
from model_dev.conversion.layer_tensors import input_tensor, layer_tensors
from model_dev.conversion.quantize import (
    INPUT_RANGE,
    Calibration,
    quantize,
    quantize_calibrated,
    read_calibration,
    write_calibration,
)
from model_dev.conversion.rebuild import trained_model
from model_dev.data.crop_pool import CropPool
from model_dev.data.crop_store import find_stores, open_stores
from model_dev.evaluation.crop_scores import network_of_file
from model_dev.paths import BundlePaths, write_bytes
from model_dev.qat.network import LayerRanges, imitated, learned, learned_ranges
from model_dev.qat.report import compare_on_validation, write_report
from model_dev.statistics.metrics import Bootstrap
from model_dev.training.batches import Batches, BatchSpec
from model_dev.training.bundle_recipe import read_config
from model_dev.training.config import TrainConfig


@dataclass(frozen=True, slots=True)
class QatConfig:
    """Settings of the run; its pictures are those of the network's own config.

    Attributes:
        seed: Of the data order and of the bootstrap.
        size: Side of a picture in pixels, a multiple of 32.
        batch: Pictures in a batch, even.
        steps: Batches.
        learning_rate: Adam's, constant.
        label_smoothing: Of the binary cross-entropy.
        replicates: Of the comparison's intervals.
    """

    seed: int
    size: int
    batch: int
    steps: int
    learning_rate: float
    label_smoothing: float
    replicates: int

    @staticmethod
    def read(path: Path) -> QatConfig:
        """Parse a config (TOML).

        Raises:
            ConfigError: If a key is missing or unknown, or a value has another type.
        """
        return read_config_file(QatConfig, path)


def qat(paths: BundlePaths, config: QatConfig, stores: Path, out: Path, cache: Path) -> str:
    """Train, convert, and compare with the float network and the calibrated int8 network.

    Writes ``qat.weights.h5`` and ``calibration.json`` (a checkpoint and ranges, like a bundle's),
    ``float32.tflite``, ``ptq.tflite`` and ``qat.tflite``, ``log.csv`` (the loss of each batch), and
    the comparison on the validation split, ``qat.json`` and ``qat.md``.

    Args:
        paths: A bundle whose checkpoint and ranges are there.
        config: The run.
        stores: Folder with ``train`` and ``clean/validation`` crop stores.
        out: Folder of the run.
        cache: Folder of the cached scores.

    Returns:
        The comparison as Markdown.

    Raises:
        QuantizationError: If the ranges are of another network.
        ImportError: If the toolkit is not installed.
    """
    keras.utils.set_random_seed(config.seed)
    training = read_config(paths.config)
    trained = trained_model(paths.config, paths.checkpoint)
    calibration = read_calibration(paths.calibration)
    _write_formats(deployable(trained, training.network), calibration, out)
    ranges = _train(trained, training, calibration, _batches(training, config, stores), config, out)
    trained.save_weights(out / "qat.weights.h5")
    _write_trained(deployable(trained, training.network), ranges, calibration, out)
    report = compare_on_validation(
        {name: network_of_file(out / f"{name}.tflite") for name in ("float32", "ptq", "qat")},
        open_stores(find_stores([stores / "clean" / "validation"])),
        Bootstrap(config.replicates, config.seed),
        cache,
    )
    return write_report({"config": asdict(config), **report}, out)


def _write_formats(model: keras.Model, calibration: Calibration, out: Path) -> None:
    """The networks to compare with."""
    floating = to_float_tflite(model)
    write_bytes(out / "float32.tflite", floating)
    write_bytes(out / "ptq.tflite", quantize_calibrated(floating, calibration))


def _batches(training: TrainConfig, config: QatConfig, stores: Path) -> Batches:
    spec = BatchSpec(
        training.mixtures, training.augmentation, config.size, config.batch, config.seed
    )
    return Batches(CropPool([stores / "train"]), spec, config.steps)


def _train(
    trained: keras.Model,
    training: TrainConfig,
    calibration: Calibration,
    batches: Batches,
    config: QatConfig,
    out: Path,
) -> LayerRanges:
    """Put the weights that were trained on into ``trained``; returns the layers' ranges."""
    model = deployable(trained, training.network)
    tensors = layer_tensors(to_float_tflite(model))
    before = {layer.name: layer.get_weights() for layer in model.layers if layer.weights}
    ranges = {layer: calibration.ranges[tensor] for layer, tensor in tensors.items()}
    imitation = imitated(training.network, before, ranges)
    _fit(imitation, batches, config, out / "log.csv")
    put_deployable(trained, learned(imitation, before))
    return learned_ranges(imitation)


def _fit(model: Any, batches: Batches, config: QatConfig, log: Path) -> None:
    """Train batch by batch, because tf_keras' own loop does not accept Keras 3 batches."""
    import tf_keras

    model.compile(
        tf_keras.optimizers.Adam(config.learning_rate, global_clipnorm=1.0),
        tf_keras.losses.BinaryCrossentropy(
            from_logits=True, label_smoothing=config.label_smoothing
        ),
    )
    with atomic_write(log) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["batch", "loss"])
        shown = tqdm(_ahead(batches), "imitating int8", len(batches), unit="batch")
        for number, (pictures, labels) in enumerate(shown):
            rows.writerow([number, f"{model.train_on_batch(pictures, labels):.6f}"])


def _ahead(batches: Batches) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Pictures and labels of each batch, the next one made while this one is used."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(batches.__getitem__, 0)
        for index in range(len(batches)):
            pictures, labels = coming.result()
            coming = pool.submit(batches.__getitem__, (index + 1) % len(batches))
            yield pictures, labels["fake_logit"]


def _write_trained(model: keras.Model, ranges: LayerRanges, before: Calibration, out: Path) -> None:
    """The ranges by tensor, and the int8 network."""
    floating = to_float_tflite(model)
    by_tensor = {tensor: ranges[layer] for layer, tensor in layer_tensors(floating).items()}
    by_tensor[input_tensor(floating)] = INPUT_RANGE
    after = Calibration(by_tensor, before.pictures, {}, before.balance)
    write_calibration(after, out / "calibration.json")
    write_bytes(out / "qat.tflite", quantize(floating, by_tensor))
