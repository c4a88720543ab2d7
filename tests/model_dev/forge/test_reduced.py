"""Pictures made smaller before they are forged."""

from __future__ import annotations

import numpy as np
import pytest

from edge_runtime.picture.geometry import cut_crop
from edge_runtime.types import Box
from model_dev.forge.forgery import Reals
from model_dev.forge.reduced import reduced

SIDE = 32


@pytest.fixture
def reals() -> Reals:
    rng = np.random.default_rng(0)
    crops = list(rng.integers(0, 256, (3, SIDE, SIDE, 3), np.uint8))
    points = list(rng.uniform(0, SIDE, (3, 478, 2)).astype(np.float32))
    return Reals(["a", "b", "c"], ["x", "x", "y"], crops, points)


@pytest.mark.parametrize("side", [SIDE, 20])
def test_landmarks_stay_where_they_were_in_the_picture(reals: Reals, side: int) -> None:
    made = reduced(reals, side)
    assert (made.ids, made.groups) == (reals.ids, reals.groups)
    for crop, whole in zip(made.crops, reals.crops, strict=True):
        np.testing.assert_array_equal(crop, cut_crop(whole, Box(0, 0, SIDE, SIDE), side))
    for points, own in zip(made.points, reals.points, strict=True):
        assert points.dtype == np.float32
        np.testing.assert_allclose(points / side, own / SIDE, rtol=1e-6)


@pytest.mark.parametrize("side", [0, SIDE + 1])
def test_pictures_are_only_reduced(reals: Reals, side: int) -> None:
    with pytest.raises(ValueError, match="only reduced"):
        reduced(reals, side)
