"""Statistics of crops whose values can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_runtime.bundle.contract import GraphicRule
from edge_runtime.picture.statistics import CropStatistics
from edge_runtime.types import FaceCrop


def crop_of(rows: list[list[tuple[int, int, int]]]) -> FaceCrop:
    return np.array(rows, np.uint8)


def flat(red: int, green: int, blue: int, side: int = 8) -> FaceCrop:
    return np.full((side, side, 3), (red, green, blue), np.uint8)


def test_a_crop_of_one_colour() -> None:
    measured = CropStatistics.of(flat(255, 0, 0))
    assert (measured.flat, measured.common, measured.hard, measured.extreme) == (1, 1, 0, 0)
    assert measured.colourfulness == pytest.approx(0.3 * math.hypot(255, 127.5))


def test_grey_has_no_colour() -> None:
    grey = np.random.default_rng(1).integers(0, 256, (9, 9, 1), np.uint8).repeat(3, axis=2)
    assert CropStatistics.of(grey).colourfulness == 0.0


def test_a_flat_pixel_is_like_the_one_to_the_right_and_the_one_below() -> None:
    a, b, c = (10, 10, 10), (12, 8, 12), (13, 10, 10)
    assert CropStatistics.of(crop_of([[a, b], [b, a]])).flat == 1
    assert CropStatistics.of(crop_of([[a, c], [b, a]])).flat == 0
    assert CropStatistics.of(crop_of([[a, b], [c, a]])).flat == 0
    assert CropStatistics.of(crop_of([[a, b], [b, c]])).flat == 1  # the last pixel has neither
    assert CropStatistics.of(crop_of([[a, b, a], [b, a, c], [b, a, a]])).flat == 0.75


def test_the_four_most_frequent_colours_by_their_upper_bits() -> None:
    colours = [(0, 0, 0)] * 4 + [(15, 15, 15)] * 3 + [(16, 0, 0), (0, 16, 0), (0, 0, 16)]
    colours += [(240, 0, 0)] * 2 + [(0, 240, 0)] + [(0, 0, 240)] * 3
    crop = np.array(colours, np.uint8).reshape(4, 4, 3)
    assert CropStatistics.of(crop).common == (7 + 3 + 2 + 1) / 16


def test_fewer_colours_than_four() -> None:
    assert CropStatistics.of(crop_of([[(0, 0, 0), (200, 0, 0)], [(0, 0, 0)] * 2])).common == 1


@pytest.mark.parametrize(("dark", "light", "hard"), [(50, 114, 1), (0, 64, 1), (50, 113, 0)])
def test_a_hard_edge_is_of_64_grey_levels(dark: int, light: int, hard: int) -> None:
    crop = np.full((4, 4, 3), dark, np.uint8)
    crop[:, 2:] = light
    # of 12 pairs side by side 4 cross the edge; none of the 12 pairs above each other does
    assert CropStatistics.of(crop).hard == hard * 4 / 24
    assert CropStatistics.of(crop.transpose(1, 0, 2)).hard == hard * 4 / 24


def test_an_edge_is_hard_by_its_luma() -> None:
    blue = np.zeros((2, 2, 3), np.uint8)
    blue[:, 1, 2] = 255  # 29 grey levels
    green = np.zeros((2, 2, 3), np.uint8)
    green[:, 1, 1] = 110  # 64.6 grey levels
    assert CropStatistics.of(blue).hard == 0
    assert CropStatistics.of(green).hard == 0.5


def test_extreme_pixels_are_so_in_every_channel() -> None:
    crop = crop_of([[(250, 250, 250), (249, 255, 255)], [(5, 5, 5), (6, 0, 0)]])
    assert CropStatistics.of(crop).extreme == 0.5


def test_colourfulness_of_two_colours() -> None:
    crop = np.zeros((2, 4, 3), np.uint8)
    crop[0] = (255, 0, 0)  # rg 255, yb 127.5
    crop[1] = (0, 0, 255)  # rg 0, yb -255
    spread = math.hypot(127.5, 191.25)
    mean = math.hypot(127.5, -63.75)
    assert CropStatistics.of(crop).colourfulness == pytest.approx(spread + 0.3 * mean)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(2, 40), st.integers(1, 255))
def test_shares_are_shares_and_a_turned_crop_has_the_same(seed: int, side: int, most: int) -> None:
    crop = np.random.default_rng(seed).integers(0, most + 1, (side, side, 3)).astype(np.uint8)
    measured = CropStatistics.of(crop)
    for share in (measured.flat, measured.common, measured.hard, measured.extreme):
        assert 0 <= share <= 1
    turned = CropStatistics.of(np.ascontiguousarray(crop[::-1, ::-1]))
    assert (turned.common, turned.hard, turned.extreme) == (
        measured.common,
        measured.hard,
        measured.extreme,
    )
    assert turned.colourfulness == measured.colourfulness


def test_the_graphic_score_is_a_weighted_sum() -> None:
    measured = CropStatistics(flat=0.5, common=0.25, hard=0.1, extreme=0.2, colourfulness=40.0)
    rule = GraphicRule(bias=-3, flat=4, common=5, hard=8, extreme=1, colourfulness=-0.02)
    assert measured.graphic_score(rule) == pytest.approx(-3 + 2 + 1.25 + 0.8 + 0.2 - 0.8)
