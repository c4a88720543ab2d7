from __future__ import annotations

import inspect
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from model_dev.augmentation.augment import AugmentConfig, augment

CONFIG = AugmentConfig(
    smallest_zoom=0.8,
    shrink=0.35,
    smallest_side=48,
    quality=(60, 95),
    hard_quality=(40, 90),
    webp=0.1,
    blur=0.3,
    screenshot=0.2,
    thumbnail=0.2,
    recompress=0.2,
    sharpen=0.2,
    noise=0.3,
    light=0.15,
)
GENTLE = replace(
    CONFIG, smallest_zoom=1.0, shrink=0, webp=0, blur=0, screenshot=0, thumbnail=0, recompress=0,
    sharpen=0, noise=0, light=0, quality=(95, 95),
)  # fmt: skip


def crop(side: int = 96) -> NDArray[np.uint8]:
    """Soft, without left-right symmetry."""
    across, down = np.meshgrid(np.linspace(20, 220, side), np.linspace(40, 180, side))
    return np.stack([across, down, 255 - across], axis=-1).astype(np.uint8)


def drawn(seed: int, config: AugmentConfig = CONFIG, side: int = 96) -> NDArray[np.uint8]:
    return augment(crop(side), 64, config, np.random.default_rng(seed))


@pytest.mark.parametrize("side", [32, 96, 224])
def test_any_crop_becomes_a_picture_of_the_size(side: int) -> None:
    for seed in range(8):
        picture = drawn(seed, side=side)
        assert picture.shape == (64, 64, 3)
        assert picture.dtype == np.uint8


def test_one_seed_makes_one_picture() -> None:
    for seed in range(8):
        assert (drawn(seed) == drawn(seed)).all()
    assert len({drawn(seed).tobytes() for seed in range(8)}) == 8


def test_both_classes_are_treated_alike() -> None:
    assert list(inspect.signature(augment).parameters) == [
        "crop", "size", "config", "rng", "keep_encoding",
    ]  # fmt: skip
    fields = set(AugmentConfig.__dataclass_fields__)
    assert not {name for name in fields if "real" in name or "fake" in name}


def test_random_choices_do_not_depend_on_the_picture() -> None:
    first, second = np.random.default_rng(4), np.random.default_rng(4)
    settings = replace(CONFIG, noise=0)
    augment(crop(), 64, settings, first)
    augment(255 - crop(), 64, settings, second)
    assert first.random() == second.random()


def test_without_strengths_only_mirroring_and_jpeg_are_left() -> None:
    seen = set()
    for seed in range(12):
        picture = augment(crop(64), 64, GENTLE, np.random.default_rng(seed)).astype(int)
        distance = {
            name: np.abs(picture - expected).mean()
            for name, expected in (("as it is", crop(64)), ("mirrored", crop(64)[:, ::-1]))
        }
        nearest = min(distance, key=lambda name: distance[name])
        assert distance[nearest] < 3
        seen.add(nearest)
    assert seen == {"as it is", "mirrored"}


@pytest.mark.parametrize(
    "change",
    [
        {"shrink": 1.0},
        {"blur": 1.0},
        {"screenshot": 1.0},
        {"thumbnail": 1.0},
        {"recompress": 1.0},
        {"sharpen": 1.0},
        {"noise": 1.0},
        {"light": 0.3},
        {"smallest_zoom": 0.5},
    ],
)
def test_each_strength_changes_the_picture(change: dict[str, float]) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    changed, plain = (
        augment(noise, 64, config, np.random.default_rng(3))
        for config in (replace(GENTLE, **change), GENTLE)
    )
    assert (changed != plain).any()


def test_a_crop_below_the_smallest_side_is_not_shrunk() -> None:
    always = replace(GENTLE, shrink=1.0, hard_quality=(95, 95))
    assert (drawn(1, always, side=40) == drawn(1, replace(always, smallest_side=40), side=40)).all()


def test_a_stored_picture_is_not_re_encoded() -> None:
    plain = GENTLE
    random = np.random.default_rng(4)
    seen = augment(crop(64), 64, plain, random, keep_encoding=True)
    assert any((seen == as_stored).all() for as_stored in (crop(64), crop(64)[:, ::-1]))
    random = np.random.default_rng(4)
    noisy = replace(plain, noise=1.0, blur=1.0, shrink=1.0, smallest_side=32)
    assert (augment(crop(64), 64, noisy, random, keep_encoding=True) == seen).all()
