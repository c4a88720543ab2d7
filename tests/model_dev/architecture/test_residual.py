from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
from numpy.testing import assert_allclose

from model_dev.architecture.residual import (
    GAIN,
    LEVELS,
    LUMA,
    SIDE,
    BayarConstraint,
    ResidualConv,
    folded_kernel,
    learned_kernel,
    srm_kernels,
)

CENTRE = SIDE // 2


def layer(bayar: int = 4) -> ResidualConv:
    keras.utils.set_random_seed(1)
    made = ResidualConv(bayar)
    made.build((None, 32, 32, 3))
    return made


def assert_prediction_errors(kernel: np.ndarray) -> None:
    centre = kernel[CENTRE, CENTRE]
    assert_allclose(centre, -1, atol=1e-6)
    assert_allclose(kernel.sum(axis=(0, 1)) - centre, 1, atol=1e-5)


def test_srm_kernels_sum_to_zero() -> None:
    kernels = srm_kernels()
    assert kernels.shape == (5, 5, 3, 6)
    assert kernels.dtype == np.float32
    assert_allclose(kernels.sum(axis=(0, 1)), 0, atol=1e-6)


def test_srm_kernels_see_luma_and_have_a_centre_of_one() -> None:
    kernels = srm_kernels()
    assert_allclose(LUMA.sum(), 1, atol=1e-6)
    flat = kernels.sum(axis=2)
    assert_allclose(np.abs(flat[CENTRE, CENTRE]), 1, atol=1e-6)
    assert_allclose(kernels, flat[:, :, None] * LUMA[:, None], atol=1e-6)
    different = {np.round(flat[..., index], 4).tobytes() for index in range(6)}
    assert len(different) == 6


def test_new_bayar_kernels_are_different_prediction_errors() -> None:
    kernel = layer().get_weights()[0]
    assert kernel.shape == (5, 5, 3, 4)
    assert_prediction_errors(kernel)
    assert np.abs(kernel[..., 0] - kernel[..., 1]).max() > 0.01


def test_bayar_kernels_stay_prediction_errors_after_steps_of_the_optimizer() -> None:
    model = keras.Sequential([keras.Input((32, 32, 3)), ResidualConv(4), keras.layers.Flatten()])
    before = model.layers[0].get_weights()[0]
    rate = keras.optimizers.AdamW(0.05)
    model.compile(rate, loss="mse")
    random = np.random.default_rng(0)
    pictures = random.uniform(-1, 1, (4, 32, 32, 3)).astype(np.float32)
    model.fit(pictures, np.zeros((4, 16 * 16 * 10), np.float32), epochs=3, verbose=0)
    after = model.layers[0].get_weights()[0]
    assert np.abs(after - before).max() > 0.01
    assert_prediction_errors(after)


def test_the_constraint_survives_a_kernel_that_sums_to_nothing() -> None:
    projected = np.asarray(BayarConstraint()(np.zeros((5, 5, 3, 2), np.float32)))
    assert np.isfinite(projected).all()
    assert_allclose(projected[CENTRE, CENTRE], -1)


@pytest.mark.parametrize("level", [-1.0, 0.0, 0.5, 127 / 128])
def test_a_flat_picture_leaves_nothing_inside(level: float) -> None:
    residual = np.asarray(layer()(np.full((1, 32, 32, 3), level, np.float32)))
    assert residual.shape == (1, 16, 16, 10)
    assert_allclose(residual[:, 2:-2, 2:-2], 0, atol=1e-4)


def test_residuals_are_cut_at_one() -> None:
    noise = np.random.default_rng(0).uniform(-1, 1, (1, 32, 32, 3)).astype(np.float32)
    residual = np.asarray(layer()(noise))
    assert residual.min() == -1
    assert residual.max() == 1


def test_a_faint_edge_is_seen_with_the_stated_gain() -> None:
    step = np.zeros((1, 32, 32, 3), np.float32)
    step[:, :, 17:] = 1 / 128  # between two columns that stride 2 compares
    first_order = np.asarray(layer()(step))[0, 8, :, 0]
    assert_allclose(np.abs(first_order).max(), GAIN / 128, rtol=1e-4)


def test_a_saved_layer_is_the_same_when_loaded(tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((32, 32, 3)), ResidualConv(4)])
    model.save(tmp_path / "layer.keras")
    loaded = keras.saving.load_model(tmp_path / "layer.keras")
    picture = np.random.default_rng(0).uniform(-1, 1, (1, 32, 32, 3)).astype(np.float32)
    assert_allclose(np.asarray(loaded(picture)), np.asarray(model(picture)))
    assert isinstance(loaded.layers[0].kernel.constraint, BayarConstraint)


def learned(seed: int = 3) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 0.3, (SIDE, SIDE, 3, 10)).astype(np.float32)
    return np.asarray(BayarConstraint()(noise))


def in_steps(kernel: np.ndarray) -> np.ndarray:
    """As the converter rounds it: symmetric, a scale per kernel."""
    return np.rint(kernel / (np.abs(kernel).max(axis=(0, 1, 2)) / np.float32(LEVELS)))


@pytest.mark.parametrize("seed", range(8))
def test_a_folded_kernel_sums_to_zero_in_int8(seed: int) -> None:
    folded = folded_kernel(learned(seed))
    steps = in_steps(folded)
    assert (steps.sum(axis=(0, 1)) == 0).all()
    assert np.abs(steps).max() == LEVELS
    scale = np.abs(folded).max(axis=(0, 1, 2)) / np.float32(LEVELS)
    assert np.array_equal((steps * scale).astype(np.float32), folded)


def test_rounding_each_weight_alone_would_not() -> None:
    kernels = np.concatenate([srm_kernels(), learned()], axis=-1)
    assert np.abs(in_steps(kernels).sum(axis=(0, 1))).max() >= 2


def test_a_folded_kernel_stays_within_two_steps() -> None:
    kernels = np.concatenate([srm_kernels(), learned()], axis=-1) * GAIN
    steps = np.abs(folded_kernel(learned()) - kernels) / (np.abs(kernels).max(axis=(0, 1, 2)) / 127)
    assert steps.max() < 2


def test_folding_twice_changes_nothing() -> None:
    once = folded_kernel(learned())
    assert np.array_equal(folded_kernel(learned_kernel(once)), once)
