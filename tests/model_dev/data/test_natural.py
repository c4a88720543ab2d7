from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model_dev.data.natural import (
    UnnaturalPictureError,
    check_all,
    check_natural,
    neighbour_correlation,
)
from tests.support.natural_pictures import natural_picture

SAMPLES = sorted((Path(__file__).parents[3] / "edge_runtime" / "samples").glob("*.jpg"))
RANDOM = np.random.default_rng(4)


def blocks(side: int, size: int = 224) -> np.ndarray:
    small = RANDOM.integers(0, 256, (size // side, size // side, 3), np.uint8)
    return np.kron(small, np.ones((side, side, 1), np.uint8))


def readable() -> list[Path]:
    return [path for path in SAMPLES if path.stem != "broken"]


def test_there_are_samples() -> None:
    assert len(readable()) >= 2


@pytest.mark.parametrize("path", readable(), ids=lambda path: path.stem)
def test_photographs_pass(path: Path) -> None:
    with Image.open(path) as picture:
        square = picture.convert("RGB").resize((224, 224))
    check_natural(np.asarray(square), path.name)


@pytest.mark.parametrize("size", [64, 128, 224])
def test_made_up_natural_pictures_pass(size: int) -> None:
    for seed in range(20):
        check_natural(natural_picture(size, seed), str(seed))


@pytest.mark.parametrize("side", [1, 2, 4, 8])
def test_noise_of_any_coarseness_is_refused_by_name(side: int) -> None:
    for _ in range(5):
        with pytest.raises(UnnaturalPictureError, match="picture ab12 looks like noise"):
            check_natural(blocks(side), "ab12")


def test_normal_noise_is_refused() -> None:
    noise = RANDOM.normal(128, 40, (224, 224, 3)).clip(0, 255).astype(np.uint8)
    with pytest.raises(UnnaturalPictureError, match="looks like noise"):
        check_natural(noise, "noise")


@pytest.mark.parametrize("shape", [(224, 224, 3), (20, 300, 3)])
def test_flat_and_tiny_pictures_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(UnnaturalPictureError, match="single colour or is tiny"):
        check_natural(np.full(shape, 90, np.uint8), "flat")


def test_a_gradient_correlates_and_a_checkerboard_does_the_opposite() -> None:
    rows, columns = np.indices((32, 32))
    assert neighbour_correlation((rows + columns).astype(float)) > 0.99
    assert neighbour_correlation((rows + columns) % 2.0) == pytest.approx(-1)


def test_a_set_may_hold_one_coarse_picture_in_a_hundred_but_no_fine_noise() -> None:
    natural = [(str(seed), natural_picture(64, seed)) for seed in range(100)]
    coarse = [(f"blocks {i}", blocks(8)) for i in range(2)]
    check_all(natural[1:] + coarse[:1])
    with pytest.raises(UnnaturalPictureError, match="blocks 0 looks like noise"):
        check_all(natural[2:] + coarse)
    with pytest.raises(UnnaturalPictureError, match="fine looks like noise"):
        check_all([*natural, ("fine", blocks(1))])
