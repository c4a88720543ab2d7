"""Rebuilds networks from committed files: the shipped one byte for byte, and other formats."""

from __future__ import annotations

from pathlib import Path

import keras

from model_dev.architecture.network import build_network
from model_dev.conversion.export import deployable, to_float_tflite
from model_dev.conversion.formats import Format
from model_dev.conversion.quantize import quantize_calibrated, read_calibration
from model_dev.paths import BundlePaths
from model_dev.training.bundle_recipe import read_config


def trained_model(config: Path, checkpoint: Path) -> keras.Model:
    """The network of a checkpoint as it was trained, with BatchNorm and auxiliary heads."""
    trained = build_network(read_config(config).network)
    trained.load_weights(checkpoint)
    return trained


def deployable_model(config: Path, checkpoint: Path) -> keras.Model:
    """The network of a checkpoint, ready for export."""
    return deployable(trained_model(config, checkpoint), read_config(config).network)


def float_model(config: Path, checkpoint: Path) -> tuple[bytes, int]:
    """The float TFLite network of a checkpoint, and its number of parameters."""
    model = deployable_model(config, checkpoint)
    return to_float_tflite(model), int(model.count_params())


def export(paths: BundlePaths, number: Format) -> tuple[bytes, int]:
    """The TFLite network of the committed checkpoint in a format, and its number of parameters.

    ``int8`` uses the committed activation ranges, so no format needs pictures.

    Raises:
        QuantizationError: If the ranges are of another network.
        NotInt8Error: If an operator of ``int8`` stayed float.
    """
    model = deployable_model(paths.config, paths.checkpoint)
    parameters = int(model.count_params())
    if number != "int8":
        return to_float_tflite(model, number), parameters
    calibration = read_calibration(paths.calibration)
    return quantize_calibrated(to_float_tflite(model), calibration), parameters


def rebuild(paths: BundlePaths) -> bytes:
    """The int8 model from the committed checkpoint and the committed activation ranges.

    Raises:
        QuantizationError: If the ranges are of another network.
        NotInt8Error: If an operator stayed float.
    """
    return export(paths, "int8")[0]
