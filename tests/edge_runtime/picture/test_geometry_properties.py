"""What must hold of every crop, whatever the picture and the box."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from edge_runtime.picture.geometry import cut_crop, inset, plan_crop, plan_whole
from edge_runtime.types import Box, RgbImage, Turn

SIZE = 32
GRID = 64  # coordinates are multiples of 1/64 pixel, so that mirroring them is exact


def on_grid(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low * GRID, high * GRID).map(lambda value: value / GRID)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, top = draw(on_grid(-500, 500)), draw(on_grid(-500, 500))
    width, height = (draw(st.integers(1, 300 * GRID)) / GRID for _ in range(2))
    return Box(left, top, left + width, top + height)


@st.composite
def squares(draw: st.DrawFn, reach: int = 60, largest: int = 90) -> Box:
    left, top = draw(on_grid(-reach, reach)), draw(on_grid(-reach, reach))
    side = draw(st.integers(1, largest * GRID)) / GRID
    return Box(left, top, left + side, top + side)


@st.composite
def pictures(draw: st.DrawFn) -> RgbImage:
    width, height = draw(st.integers(1, 48)), draw(st.integers(1, 48))
    noise = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return noise.integers(0, 256, (height, width, 3), np.uint8)


def centre(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


def mirrored(box: Box, width: int) -> Box:
    return Box(width - box.right, box.top, width - box.left, box.bottom)


@given(boxes(), st.floats(0, 2))
def test_a_planned_crop_is_the_box_made_square_and_wider(box: Box, margin: float) -> None:
    crop = plan_crop(box, margin)
    side = max(box.width, box.height) * (1 + 2 * margin)
    assert (crop.width, crop.height) == pytest.approx((side, side), rel=1e-9)
    assert centre(crop) == pytest.approx(centre(box), abs=1e-9)


@given(boxes(), st.floats(0, 2), st.floats(0, 2))
def test_a_wider_margin_never_loses_a_pixel(box: Box, one: float, other: float) -> None:
    inner, outer = plan_crop(box, min(one, other)), plan_crop(box, max(one, other))
    assert outer.left <= inner.left <= box.left
    assert outer.top <= inner.top <= box.top
    assert outer.right >= inner.right >= box.right
    assert outer.bottom >= inner.bottom >= box.bottom


@given(boxes(), st.floats(0, 2), st.integers(1, 8))
def test_planning_follows_the_scale_of_the_picture(box: Box, margin: float, scale: int) -> None:
    larger = Box(*(value * scale for value in (box.left, box.top, box.right, box.bottom)))
    crop, wanted = plan_crop(larger, margin), plan_crop(box, margin)
    assert crop.left == pytest.approx(wanted.left * scale, abs=1e-6)
    assert crop.bottom == pytest.approx(wanted.bottom * scale, abs=1e-6)


@given(boxes(), st.floats(0, 2), st.floats(-0.5, 0.5))
def test_a_shifted_crop_is_nearer_to_the_chin(box: Box, margin: float, shift: float) -> None:
    plain, shifted = plan_crop(box, margin), plan_crop(box, margin, shift)
    assert shifted.width == pytest.approx(plain.width, rel=1e-9)
    assert shifted.left == plain.left
    assert shifted.top - plain.top == pytest.approx(shift * box.height, abs=1e-9)


@given(boxes(), st.floats(0, 2), st.floats(-0.5, 0.5), st.sampled_from([90, 180, 270]))
def test_planning_follows_the_turn_of_the_picture(
    box: Box, margin: float, shift: float, turn: Turn
) -> None:
    """A picture of side 1000 and its box, turned back by ``turn``, lie as they were given."""
    lying, wanted = box, plan_crop(box, margin, shift)
    for _ in range(turn // 90):
        lying, wanted = _turned_back(lying), _turned_back(wanted)
    crop = plan_crop(lying, margin, shift, turn)
    for side in ("left", "top", "right", "bottom"):
        assert getattr(crop, side) == pytest.approx(getattr(wanted, side), abs=1e-6)


def _turned_back(box: Box) -> Box:
    """By a quarter of a circle, counter-clockwise: the upper right corner becomes the first."""
    return Box(box.top, 1000 - box.right, box.bottom, 1000 - box.left)


@given(squares(), st.floats(0, 0.49))
def test_an_inset_square_keeps_its_centre(square: Box, share: float) -> None:
    inner = inset(square, share)
    assert centre(inner) == pytest.approx(centre(square), abs=1e-9)
    assert inner.width == pytest.approx(square.width * (1 - 2 * share), abs=1e-9)


@given(st.integers(1, 20_000), st.integers(1, 20_000))
def test_the_whole_picture_is_its_largest_centred_square(width: int, height: int) -> None:
    whole = plan_whole(width, height)
    assert whole.width == whole.height == min(width, height)
    assert centre(whole) == (width / 2, height / 2)
    assert min(whole.left, whole.top) == 0
    assert whole.right <= width
    assert whole.bottom <= height


@settings(deadline=None)
@given(pictures(), squares(), st.sampled_from([1, 7, SIZE, 224]))
def test_a_crop_has_the_asked_size_and_the_pictures_range(
    rgb: RgbImage, box: Box, size: int
) -> None:
    crop = cut_crop(rgb, box, size)
    assert crop.shape == (size, size, 3)
    assert crop.dtype == np.uint8
    assert crop.min() >= rgb.min()
    assert crop.max() <= rgb.max()


@settings(deadline=None)
@given(st.tuples(*[st.integers(0, 255)] * 3), st.integers(1, 48), st.integers(1, 48), squares(2000))
def test_a_constant_picture_stays_constant(
    colour: tuple[int, int, int], width: int, height: int, box: Box
) -> None:
    rgb = np.full((height, width, 3), colour, np.uint8)
    assert (cut_crop(rgb, box, SIZE) == colour).all()


@settings(deadline=None)
@given(pictures(), squares())
def test_mirroring_picture_and_box_mirrors_the_crop(rgb: RgbImage, box: Box) -> None:
    crop = cut_crop(rgb, box, SIZE).astype(int)
    flipped = np.ascontiguousarray(rgb[:, ::-1])
    other = cut_crop(flipped, mirrored(box, rgb.shape[1]), SIZE).astype(int)
    assert np.abs(crop - other[:, ::-1]).max() <= 1


@settings(deadline=None)
@given(pictures(), squares())
def test_transposing_picture_and_box_transposes_the_crop(rgb: RgbImage, box: Box) -> None:
    crop = cut_crop(rgb, box, SIZE).astype(int)
    swapped = Box(box.top, box.left, box.bottom, box.right)
    other = cut_crop(np.ascontiguousarray(rgb.transpose(1, 0, 2)), swapped, SIZE).astype(int)
    assert np.abs(crop - other.transpose(1, 0, 2)).max() <= 1


@settings(deadline=None)
@given(pictures(), squares())
def test_a_picture_is_enlarged_to_hold_the_box(rgb: RgbImage, box: Box) -> None:
    height, width = rgb.shape[:2]
    left, top = (max(math.ceil(-value), 0) for value in (box.left, box.top))
    right = max(math.ceil(box.right - width), 0)
    bottom = max(math.ceil(box.bottom - height), 0)
    padded = np.pad(rgb, ((top, bottom), (left, right), (0, 0)), mode="edge")
    there = (box.left + left, box.top + top, box.right + left, box.bottom + top)
    size = (SIZE, SIZE)
    expected = Image.fromarray(padded).resize(size, Image.Resampling.BILINEAR, box=there)
    close = np.abs(cut_crop(rgb, box, SIZE).astype(int) - np.asarray(expected).astype(int))
    assert close.max() <= 1


@pytest.mark.parametrize("left", [-1e6, -4000.5, -1.0, 47.0, 48.0, 5000.25, 1e6])
@pytest.mark.parametrize("top", [-1e6, -1.0, 20.0, 36.0, 1e6])
@pytest.mark.parametrize("side", [0.001, 0.5, 1.0, 200.0])
def test_a_box_anywhere_gives_a_crop(left: float, top: float, side: float) -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (36, 48, 3), np.uint8)
    crop = cut_crop(rgb, Box(left, top, left + side, top + side), SIZE)
    assert crop.shape == (SIZE, SIZE, 3)
    reach = max(side / SIZE, 1)
    if left + side + reach <= 0 or left - reach >= 48:
        assert (crop == crop[:, :1]).all()
    if top + side + reach <= 0 or top - reach >= 36:
        assert (crop == crop[:1]).all()


@pytest.mark.parametrize(
    "box",
    [
        Box(5, 5, 5, 9),
        Box(5, 5, 9, 5),
        Box(9, 5, 5, 9),
        Box(float("nan"), 0, 4, 4),
        Box(0, 0, float("inf"), float("inf")),
    ],
)
def test_an_empty_or_endless_box_is_an_error(box: Box) -> None:
    with pytest.raises(ValueError, match="crop box"):
        cut_crop(np.zeros((8, 8, 3), np.uint8), box, SIZE)
