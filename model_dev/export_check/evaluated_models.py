"""The networks that the gate compares, made from a bundle's checkpoint."""

from __future__ import annotations

from pathlib import Path

from model_dev.conversion.export import to_float_tflite
from model_dev.conversion.rebuild import deployable_model, trained_model
from model_dev.evaluation.crop_scores import Network
from model_dev.evaluation.keras_network import network_of_keras
from model_dev.paths import Artefacts, write_bytes


def exported_files(artefacts: Artefacts, int8: Path, folder: Path) -> dict[str, Path]:
    """TFLite files of every format, by its name; all but ``int8`` are made.

    Args:
        artefacts: The bundle's parts.
        int8: The network that ships.
        folder: Where to write the others; made if missing.
    """
    model = deployable_model(artefacts.config, artefacts.checkpoint)
    files: dict[str, Path] = {}
    for name in ("float32", "float16", "dynamic"):
        files[name] = folder / f"{artefacts.name}-{name}.tflite"
        write_bytes(files[name], to_float_tflite(model, name))
    return {**files, "int8": int8}


def reference_network(artefacts: Artefacts, exported: bytes) -> Network:
    """The Keras network as trained.

    Args:
        artefacts: The bundle's parts.
        exported: The same network as float32 TFLite.
    """
    model = trained_model(artefacts.config, artefacts.checkpoint)
    return network_of_keras(model, artefacts.checkpoint, exported)
