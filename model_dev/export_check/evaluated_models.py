"""The networks that the export check compares, made from a bundle's checkpoint."""

from __future__ import annotations

from pathlib import Path

from model_dev.conversion.export import to_float_tflite
from model_dev.conversion.rebuild import deployable_model, trained_model
from model_dev.evaluation.crop_scores import Network
from model_dev.evaluation.keras_network import network_of_keras
from model_dev.paths import BundlePaths, write_bytes


def exported_files(paths: BundlePaths, int8: Path, folder: Path) -> dict[str, Path]:
    """TFLite files of every format, by its name; all but ``int8`` are made.

    Args:
        paths: The bundle's parts.
        int8: The network that ships.
        folder: Where to write the others; made if missing.
    """
    model = deployable_model(paths.config, paths.checkpoint)
    files: dict[str, Path] = {}
    for name in ("float32", "float16", "dynamic"):
        files[name] = folder / f"{paths.name}-{name}.tflite"
        write_bytes(files[name], to_float_tflite(model, name))
    return {**files, "int8": int8}


def reference_network(paths: BundlePaths, exported: bytes) -> Network:
    """The Keras network as trained.

    Args:
        paths: The bundle's parts.
        exported: The same network as float32 TFLite.
    """
    model = trained_model(paths.config, paths.checkpoint)
    return network_of_keras(model, paths.checkpoint, exported)
