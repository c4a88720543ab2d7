"""Quality flags."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from edge_runtime.bundle.contract import QualityRule
from edge_runtime.picture.quality import judge, luma_of, sharpness_of
from edge_runtime.types import FaceCrop

RULE = QualityRule(small_below_px=64, blurred_below=20, dark_below=40, bright_above=215)
NOISE = np.random.default_rng(5).integers(60, 200, (224, 224, 3), dtype=np.uint8)


def flat(value: int) -> FaceCrop:
    return np.full((224, 224, 3), value, np.uint8)


def test_a_good_crop_has_no_flag() -> None:
    assert judge(NOISE, 300, RULE) == ()


@pytest.mark.parametrize(("side", "flags"), [(63.99, ("small",)), (64.0, ()), (64.01, ())])
def test_small(side: float, flags: tuple[str, ...]) -> None:
    assert judge(NOISE, side, RULE) == flags


def test_blurred() -> None:
    soft = np.asarray(Image.fromarray(NOISE).filter(ImageFilter.GaussianBlur(6)))
    assert judge(soft, 300, RULE) == ("blurred",)


def test_dark_and_bright() -> None:
    assert judge(flat(10), 300, RULE) == ("blurred", "dark")
    assert judge(flat(250), 300, RULE) == ("blurred", "bright")


def test_all_flags_keep_their_order() -> None:
    assert judge(flat(0), 10, RULE) == ("small", "blurred", "dark")


def test_luma_weighs_the_colours() -> None:
    crop = np.zeros((3, 3, 3), np.uint8)
    crop[0, 0], crop[1, 1], crop[2, 2] = (255, 0, 0), (0, 255, 0), (255, 255, 255)
    assert luma_of(crop).diagonal() == pytest.approx([76.245, 149.685, 255.0])


def test_sharpness_against_sums_by_hand() -> None:
    luma = np.random.default_rng(1).uniform(0, 255, (6, 5))
    values = [
        luma[y - 1, x] + luma[y + 1, x] + luma[y, x - 1] + luma[y, x + 1] - 4 * luma[y, x]
        for y in range(1, 5)
        for x in range(1, 4)
    ]
    mean = sum(values) / 12
    assert sharpness_of(luma) == pytest.approx(sum((v - mean) ** 2 for v in values) / 12)
