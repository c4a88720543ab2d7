"""Training without TensorFlow, in mixed precision and on several devices."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import h5py
import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.support.requirement import INSTALL, missing
from tests.support.tiny_training import write_training_store

if importlib.util.find_spec("jax") is None:
    missing("jax", INSTALL["jax"])

ROOT = Path(__file__).parents[3]
WITHOUT_TENSORFLOW = """
import sys
from tests.support import without_tensorflow
without_tensorflow.hide()
from tests.support import run_training
run_training.main(*sys.argv[1:])
"""
TWO_DEVICES = {"XLA_FLAGS": "--xla_force_host_platform_device_count=2"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_training_store(tmp_path_factory.mktemp("backends") / "store")


@pytest.fixture(scope="module")
def alone(store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, np.ndarray]:
    """Weights after a run on one device."""
    return weights(train(store, tmp_path_factory.mktemp("alone"), "float32", 1))


def train(
    store: Path, out: Path, precision: str, devices: int, environment: Mapping[str, str] = {}
) -> Path:
    done = process(store, out, precision, devices, environment)
    assert done.returncode == 0, done.stderr[-3000:]
    return out / "final.weights.h5"


def process(
    store: Path, out: Path, precision: str, devices: int, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_TENSORFLOW, store, out, "both", precision, str(devices)],
        env={**os.environ, "KERAS_BACKEND": "jax", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip


def weights(path: Path) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}
    with h5py.File(path) as file:
        file.visititems(
            lambda name, item: (
                found.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None
            )
        )
    return found


@pytest.mark.slow
def test_two_devices_learn_what_one_learns(
    store: Path, tmp_path: Path, alone: dict[str, np.ndarray]
) -> None:
    shared = weights(train(store, tmp_path, "float32", 2, TWO_DEVICES))
    assert shared.keys() == alone.keys()
    for name, expected in alone.items():
        assert_allclose(shared[name], expected, rtol=1e-3, atol=1e-4, err_msg=name)


@pytest.mark.slow
@pytest.mark.parametrize("precision", ["mixed_bfloat16", "mixed_float16"])
def test_mixed_precision_learns_nearly_the_same_and_keeps_float32(
    store: Path, tmp_path: Path, alone: dict[str, np.ndarray], precision: str
) -> None:
    mixed = weights(train(store, tmp_path, precision, 1))
    assert mixed.keys() == alone.keys()
    assert {weight.dtype for weight in mixed.values()} == {np.dtype(np.float32)}
    moved = np.concatenate([(mixed[name] - alone[name]).ravel() for name in alone])
    assert np.isfinite(moved).all()
    assert 0 < np.sqrt(np.mean(moved**2)) < 5e-3


@pytest.mark.slow
def test_a_run_of_another_precision_is_not_continued(store: Path, tmp_path: Path) -> None:
    train(store, tmp_path, "float32", 1)
    done = process(store, tmp_path, "mixed_bfloat16", 1, {})
    assert done.returncode != 0
    assert 'precision is "float32" in the run and "mixed_bfloat16" now' in done.stderr


@pytest.mark.slow
def test_a_missing_device_is_told(store: Path, tmp_path: Path) -> None:
    done = process(store, tmp_path, "float32", 2, {})
    assert done.returncode != 0
    assert "2 devices asked for, 1 found" in done.stderr
