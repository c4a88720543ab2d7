"""What caps a region after its first look."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from edge_runtime.bundle.contract import GraphicRule, ReasonsRule
from edge_runtime.picture.reasons import reasons_of_look
from edge_runtime.picture.region_crop import RegionCrop
from edge_runtime.types import Box, FaceCrop, RegionKind

RULE = ReasonsRule(
    enlarged_below_px=96,
    colourless_below=6,
    shape_above=3.5,
    graphic=GraphicRule(bias=-0.5, flat=1, common=0, hard=0, extreme=0, colourfulness=0),
)
PHOTO = np.random.default_rng(2).integers(0, 256, (224, 224, 3), np.uint8)
GREY = PHOTO[..., :1].repeat(3, axis=2)
SIZE = (640, 480)


def plan(side: float = 300.0, kind: RegionKind = "face", tiled: bool = False) -> RegionCrop:
    return RegionCrop(kind, Box(0, 0, side, side), 0, tiled)


def reasons(crop: FaceCrop, planned: RegionCrop, size: tuple[int, int] = SIZE) -> tuple[str, ...]:
    return reasons_of_look(crop, planned, size, RULE)


def test_a_good_photograph_has_none() -> None:
    assert reasons(PHOTO, plan()) == ()
    assert reasons(PHOTO, plan(480, "image")) == ()


def test_a_flat_crop_is_no_photograph() -> None:
    half = PHOTO.copy()
    half[:120] = (200, 40, 40)
    assert reasons(half, plan()) == ("not_a_photograph",)
    half[:100] = PHOTO[:100]
    assert reasons(half, plan()) == ()


@pytest.mark.parametrize(("side", "told"), [(95.99, ("too_small",)), (96.0, ())])
def test_a_small_square_is_enlarged(side: float, told: tuple[str, ...]) -> None:
    assert reasons(PHOTO, plan(side)) == told
    assert reasons(PHOTO, plan(side, "image", tiled=True)) == ()


def test_a_grey_crop_has_no_colour() -> None:
    assert reasons(GREY, plan()) == ("no_colour",)


@pytest.mark.parametrize("size", [(1800, 500), (500, 1800)])
def test_a_long_picture_is_extreme_as_a_whole(size: tuple[int, int]) -> None:
    assert reasons(PHOTO, plan(500, "image"), size) == ("extreme_shape",)
    assert reasons(PHOTO, plan(500, "face"), size) == ()
    assert reasons(PHOTO, plan(200, "image"), (700, 200)) == ()


def test_all_reasons_keep_their_order() -> None:
    flat = np.full((224, 224, 3), 90, np.uint8)
    told = reasons(flat, plan(90, "image"), (400, 90))
    assert told == ("not_a_photograph", "too_small", "no_colour", "extreme_shape")


def test_a_score_of_zero_is_a_photograph() -> None:
    rule = replace(RULE, graphic=GraphicRule(-1, 1, 0, 0, 0, 0))
    flat = np.full((224, 224, 3), (200, 40, 40), np.uint8)
    assert reasons_of_look(flat, plan(), SIZE, rule) == ()
