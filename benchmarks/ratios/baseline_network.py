"""Baseline networks that ``model-dev baseline`` builds; each is built once and kept.

The networks are int8 with random weights, which change a network's answers and not how long it
takes. This package does not import TensorFlow: a separate process builds them.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.measure.cache_folder import ROOT, cache_folder
from edge_runtime.engine.machine import package_version

BUILDER = "model_dev"
"""Package whose command line builds the networks."""


class BaselineMissingError(ValueError):
    """The baseline network is not there and cannot be built on this machine."""


def baseline_network(name: str, file: Path | None = None, cache: Path | None = None) -> bytes:
    """Read a baseline network; without a file, build it on first use.

    Args:
        name: Name that ``model-dev baseline`` knows, e.g. "mobilenet_v2".
        file: A file that ``model-dev baseline`` wrote; None for the one in the cache folder.
        cache: Folder that keeps built networks; None for `cache_folder`.

    Returns:
        A ``.tflite`` file with one uint8 input [1, 224, 224, 3].

    Raises:
        BaselineMissingError: If it must be built, and model-dev or TensorFlow is not installed.
        subprocess.CalledProcessError: If the build fails; its messages are shown.
        OSError: If a file cannot be read or written.
    """
    if file is not None:
        return file.read_bytes()
    tensorflow = package_version("tensorflow")
    if tensorflow is None or importlib.util.find_spec(BUILDER) is None:
        raise BaselineMissingError(_how_to_get(name))
    built = (cache or cache_folder()) / f"{name}_224_tensorflow_{tensorflow}.tflite"
    if not built.exists():
        _build(name, built)
    return built.read_bytes()


def _build(name: str, target: Path) -> None:
    """In its own process, so that TensorFlow's threads and memory do not disturb the timing."""
    subprocess.run(
        [sys.executable, "-m", BUILDER, "baseline", name, "--out", str(target)],
        check=True,
        cwd=ROOT,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=subprocess.DEVNULL,
    )


def _how_to_get(name: str) -> str:
    return (
        f"the baseline network {name} must be built, and model-dev or TensorFlow is not installed"
        " here: pip install 'edge-deepfake[train]'; or build it elsewhere with"
        f" 'model-dev baseline {name} --out FILE.tflite', and name the file: {name}=FILE.tflite"
    )
