"""The shipped model again, byte for byte, from what the repository holds."""

from __future__ import annotations

from pathlib import Path

from model_dev.export import deployable, to_float_tflite
from model_dev.network import build_network
from model_dev.paths import Artefacts
from model_dev.quantize import quantize, read_calibration
from model_dev.train import read_config


def float_model(config: Path, checkpoint: Path) -> tuple[bytes, int]:
    """The float TFLite network of a checkpoint, and its number of parameters."""
    widths = read_config(config).network
    trained = build_network(widths)
    trained.load_weights(checkpoint)
    model = deployable(trained, widths)
    return to_float_tflite(model), int(model.count_params())


def rebuild(artefacts: Artefacts) -> bytes:
    """The int8 model from the committed checkpoint and the committed activation ranges.

    Raises:
        QuantizationError: If the ranges are of another network.
    """
    model, _ = float_model(artefacts.config, artefacts.checkpoint)
    return quantize(model, read_calibration(artefacts.calibration).ranges)
