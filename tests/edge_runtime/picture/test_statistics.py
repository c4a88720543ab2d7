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
    measured = CropStatistics.of(flat(255, 0, 0, side=16))
    assert (measured.flat, measured.common, measured.hard, measured.extreme) == (1, 0, 0, 0)
    assert measured.colourfulness == pytest.approx(0.3 * math.hypot(255, 127.5))


def test_grey_has_no_colour() -> None:
    grey = np.random.default_rng(1).integers(0, 256, (9, 9, 1), np.uint8).repeat(3, axis=2)
    assert CropStatistics.of(grey).colourfulness == 0.0


def test_a_flat_pixel_equals_the_one_to_the_right_and_the_one_below() -> None:
    a, b = (10, 10, 10), (10, 10, 11)
    assert CropStatistics.of(crop_of([[a, a], [a, a]])).flat == 1
    assert CropStatistics.of(crop_of([[a, b], [a, a]])).flat == 0
    assert CropStatistics.of(crop_of([[a, a], [b, a]])).flat == 0
    assert CropStatistics.of(crop_of([[a, a], [a, b]])).flat == 1  # the last pixel has neither
    assert CropStatistics.of(crop_of([[a, a, a], [a, a, b], [a, a, a]])).flat == 0.75


def test_white_and_black_places_are_not_counted_as_flat() -> None:
    a, w = (10, 10, 10), (255, 255, 255)
    assert CropStatistics.of(crop_of([[w, w, w], [w, a, a], [w, a, a]])).flat == 1
    assert CropStatistics.of(crop_of([[w, w], [w, w]])).flat == 0
    assert CropStatistics.of(crop_of([[(5, 5, 5)] * 2] * 2)).flat == 0


def in_green(*blocks: list[int]) -> FaceCrop:
    """A crop of as many blocks a side; each has its list's values in its pixels, in turn."""
    crop = np.full((32, 32, 3), 77, np.uint8)
    for i, values in enumerate(blocks):
        top, left = 16 * (i // 2), 16 * (i % 2)
        crop[top : top + 16, left : left + 16, 1] = np.resize(values, (16, 16))
    return crop


EVEN, UNEVEN = [100, 115], [100, 116]
TWO_TONES = [10, 26, 58, 74]  # a range of 64, all of it within 16 of its ends
THREE_OF_FIVE = [0] * 154 + [100] * 101 + [200]


@pytest.mark.parametrize(
    ("blocks", "common"),
    [
        ([EVEN] * 4, 0),
        ([TWO_TONES] * 4, 1),
        ([TWO_TONES, EVEN, EVEN, EVEN], 1),
        ([TWO_TONES, UNEVEN, EVEN, EVEN], 1 / 2),
        ([TWO_TONES, UNEVEN, UNEVEN, UNEVEN], 1 / 4),
        ([[10, 73], TWO_TONES, EVEN, EVEN], 1 / 2),  # a range of 63
        ([[10, 27, 57, 74], TWO_TONES, EVEN, EVEN], 1 / 2),  # half of it is near the ends
        ([THREE_OF_FIVE, UNEVEN, EVEN, EVEN], 1 / 2),
        ([[0] * 152 + [100] * 103 + [200], UNEVEN, EVEN, EVEN], 0),
    ],
)
def test_two_tones_among_the_uneven_blocks(blocks: list[list[int]], common: float) -> None:
    assert CropStatistics.of(in_green(*blocks)).common == common


def test_what_is_left_over_of_the_blocks_does_not_count() -> None:
    crop = np.full((31, 31, 3), 77, np.uint8)
    crop[16:, ::2, 1] = 200
    crop[:, 16::2, 1] = 200
    assert CropStatistics.of(crop).common == 0
    assert CropStatistics.of(crop[1:, 1:]).common == 1


@pytest.mark.parametrize(("step", "hard"), [(3, 0), (4, 0), (31, 0), (32, 1), (155, 1)])
def test_a_hard_edge_is_of_32_grey_levels(step: int, hard: int) -> None:
    crop = np.full((8, 8, 3), 100, np.uint8)
    crop[:, 4:, 2] += step
    assert CropStatistics.of(crop).hard == hard
    assert CropStatistics.of(crop.transpose(1, 0, 2)).hard == hard


def test_hard_edges_are_a_share_of_the_edges() -> None:
    crop = np.full((9, 9, 3), 100, np.uint8)
    crop[:, 2:] = 103  # no edge
    crop[:, 4:] = 108  # an edge
    crop[:, 6:] = 140  # a hard one
    assert CropStatistics.of(crop).hard == 1 / 2
    crop[:, 8:] = 150
    assert CropStatistics.of(crop).hard == 1 / 3


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
def test_shares_are_shares_and_a_transposed_crop_has_the_same(
    seed: int, side: int, most: int
) -> None:
    crop = np.random.default_rng(seed).integers(0, most + 1, (side, side, 3)).astype(np.uint8)
    measured = CropStatistics.of(crop)
    for share in (measured.flat, measured.common, measured.hard, measured.extreme):
        assert 0 <= share <= 1
    transposed = CropStatistics.of(np.ascontiguousarray(crop.transpose(1, 0, 2)))
    assert transposed == measured


def test_the_graphic_score_is_a_weighted_sum() -> None:
    measured = CropStatistics(flat=0.5, common=0.25, hard=0.1, extreme=0.2, colourfulness=40.0)
    rule = GraphicRule(bias=-3, flat=4, common=5, hard=8, extreme=1, colourfulness=-0.02)
    assert measured.graphic_score(rule) == pytest.approx(-3 + 2 + 1.25 + 0.8 + 0.2 - 0.8)
