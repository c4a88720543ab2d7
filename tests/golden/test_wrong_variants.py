"""The classic mistakes are caught: each wrong variant fails vectors that are named here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.engine import Engine, NetworkOutput
from edge_runtime.picture import geometry, turning
from edge_runtime.types import Box, Turn
from tests.support.golden_network import network_outcomes
from tests.support.golden_vectors import Arithmetic, failed

RIGHT = Arithmetic()


def bgr(rgb: Any, box: Box, size: int) -> Any:
    return geometry.cut_crop(np.ascontiguousarray(rgb[..., ::-1]), box, size)


def two_by_two(rgb: Any, box: Box, size: int) -> Any:
    """Bilinear interpolation of the four nearest pixels: no antialiasing."""
    columns, x = _neighbours(box.left, box.width, size, rgb.shape[1])
    rows, y = _neighbours(box.top, box.height, size, rgb.shape[0])
    picture = rgb.astype(np.float64)
    upper = _blend(picture[rows[0]][:, columns[0]], picture[rows[0]][:, columns[1]], x[None, :])
    lower = _blend(picture[rows[1]][:, columns[0]], picture[rows[1]][:, columns[1]], x[None, :])
    return np.rint(_blend(upper, lower, y[:, None])).astype(np.uint8)


def _neighbours(start: float, length: float, size: int, extent: int) -> tuple[Any, Any]:
    places = start + (np.arange(size) + 0.5) * length / size - 0.5
    low = np.floor(places).astype(int)
    return np.clip([low, low + 1], 0, extent - 1), places - low


def _blend(one: Any, other: Any, share: Any) -> Any:
    return one * (1 - share[..., None]) + other * share[..., None]


def off_by_half(rgb: Any, box: Box, size: int) -> Any:
    shifted = Box(box.left + 0.5, box.top + 0.5, box.right + 0.5, box.bottom + 0.5)
    return geometry.cut_crop(rgb, shifted, size)


def whole_pixels(rgb: Any, box: Box, size: int) -> Any:
    values = (box.left, box.top, box.right, box.bottom)
    return geometry.cut_crop(rgb, Box(*map(round, values)), size)


def black_outside(rgb: Any, box: Box, size: int) -> Any:
    border = 100
    padded = np.pad(rgb, ((border, border), (border, border), (0, 0)))
    moved = Box(*(v + border for v in (box.left, box.top, box.right, box.bottom)))
    return geometry.cut_crop(padded, moved, size)


def rescaled(rgb: Any, box: Box, size: int) -> Any:
    """[0, 255] to [0, 1], as for a network that does not rescale by itself."""
    return (geometry.cut_crop(rgb, box, size) / 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (bgr, {"noise_inside", "ramp_inside", "flat_over_all_sides", "network_up"}),
        (two_by_two, {"noise_inside", "rings_down_7.3", "checks_down_3", "network_down"}),
        (off_by_half, {"noise_same_size", "noise_fractions", "network_up"}),
        (whole_pixels, {"noise_fractions", "noise_up_3", "checks_shifted"}),
        (black_outside, {"noise_over_left_top", "ramp_over_the_edge", "flat_over_all_sides"}),
        (rescaled, {"noise_inside", "flat_over_all_sides", "network_down"}),
    ],
)
def test_wrong_pixels(variant: Callable[..., Any], caught_by: set[str]) -> None:
    assert caught_by <= failed("pixels", replace(RIGHT, cut_crop=variant))


def not_reflected(rgb: Any, box: Box, side: int, size: int) -> Any:
    places = np.arange(size) % side
    return geometry.cut_crop(rgb, box, side)[np.ix_(places, places)]


def reflected_about_a_pixel(rgb: Any, box: Box, side: int, size: int) -> Any:
    places = np.abs((np.arange(size) + side - 1) % (2 * side - 2) - side + 1)
    return geometry.cut_crop(rgb, box, side)[np.ix_(places, places)]


def enlarged(rgb: Any, box: Box, side: int, size: int) -> Any:
    return geometry.cut_crop(rgb, box, size)


@pytest.mark.parametrize("variant", [not_reflected, reflected_about_a_pixel, enlarged])
def test_wrong_copies(variant: Callable[..., Any]) -> None:
    wrong = failed("pixels", replace(RIGHT, cut_mirrored=variant))
    assert {"mirrored_same_size", "mirrored_to_the_network"} <= wrong


def test_copies_folded_without_reflection() -> None:
    def wrong(evidence: Any, side: int, size: int) -> Any:
        cells = side * len(evidence) // size
        return evidence[:cells, :cells]

    assert failed("geometry", replace(RIGHT, fold_mirrored=wrong)) == {"fold_to_2", "fold_to_3"}


def margin_ignored(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    return geometry.plan_crop(box, 0, shift, turn)


def margin_once(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    return geometry.plan_crop(box, margin / 2, shift, turn)


def not_square(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    x, y = box.width * margin, box.height * margin
    return Box(box.left - x, box.top - y, box.right + x, box.bottom + y)


def clamped(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    square = geometry.plan_crop(box, margin, shift, turn)
    return Box(max(square.left, 0), max(square.top, 0), square.right, square.bottom)


def shift_ignored(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    return geometry.plan_crop(box, margin)


def shifted_upwards(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    return geometry.plan_crop(box, margin, -shift, turn)


def shifted_as_if_upright(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    return geometry.plan_crop(box, margin, shift, 0)


def turned_the_other_way(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    other: dict[Turn, Turn] = {0: 0, 90: 270, 180: 180, 270: 90}
    return geometry.plan_crop(box, margin, shift, other[turn])


def shifted_by_the_longer_side(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    height = box.height if turn in (0, 180) else box.width
    longer = max(box.width, box.height)
    return geometry.plan_crop(box, margin, shift * longer / height, turn)


def shifted_by_the_height_of_the_box(box: Box, margin: float, shift: float, turn: Turn) -> Box:
    height = box.height if turn in (0, 180) else box.width
    return geometry.plan_crop(box, margin, shift * box.height / height, turn)


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (margin_ignored, {"crop_square_inside", "crop_wide", "crop_fractions"}),
        (margin_once, {"crop_square_inside", "crop_wide", "crop_fractions"}),
        (not_square, {"crop_wide", "crop_tall", "crop_no_margin"}),
        (clamped, {"crop_over_the_corner", "crop_far_outside"}),
        (shift_ignored, {"crop_shift_tall_0", "crop_shift_wide_180", "crop_shift_upwards"}),
        (shifted_upwards, {"crop_shift_tall_0", "crop_shift_wide_180", "crop_shift_upwards"}),
        (shifted_as_if_upright, {"crop_shift_tall_90", "crop_shift_wide_180"}),
        (turned_the_other_way, {"crop_shift_tall_90", "crop_shift_wide_270"}),
        (shifted_by_the_longer_side, {"crop_shift_wide_0", "crop_shift_tall_270"}),
        (shifted_by_the_height_of_the_box, {"crop_shift_tall_90", "crop_shift_wide_270"}),
    ],
)
def test_wrong_squares(variant: Callable[..., Box], caught_by: set[str]) -> None:
    assert caught_by <= failed("geometry", replace(RIGHT, plan_crop=variant))


def half_on_each_side(square: Box, share: float) -> Box:
    return geometry.inset(square, share / 2)


def one_side_alone(square: Box, share: float) -> Box:
    step = share * square.width
    return Box(square.left + step, square.top + step, square.right, square.bottom)


def outwards(square: Box, share: float) -> Box:
    return geometry.inset(square, -share)


@pytest.mark.parametrize("variant", [half_on_each_side, one_side_alone, outwards])
def test_wrong_insets(variant: Callable[..., Box]) -> None:
    assert failed("geometry", replace(RIGHT, inset=variant)) == {
        "inset_small",
        "inset_outside",
        "inset_large",
        "inset_of_a_fraction",
    }


def test_evidence_turned_on_instead_of_back() -> None:
    wrong = failed("geometry", replace(RIGHT, turn_back=turning.turn_clockwise))
    assert wrong == {f"turn_back_{name}_{turn}" for name in ("7x7", "2x2") for turn in (90, 270)}


def test_a_crop_turned_the_other_way() -> None:
    wrong = failed("pixels", replace(RIGHT, turn_clockwise=turning.turn_back))
    assert {"turn_noise_90", "turn_ramp_270_mirrored"} <= wrong


def upside_down(crop: Any) -> Any:
    return crop[::-1]


def not_mirrored(crop: Any) -> Any:
    return crop


@pytest.mark.parametrize("variant", [upside_down, not_mirrored])
def test_crops_mirrored_wrongly(variant: Callable[..., Any]) -> None:
    wrong = failed("pixels", replace(RIGHT, mirror_crop=variant))
    assert {"turn_noise_0_mirrored", "turn_ramp_90_mirrored"} <= wrong


def test_a_crop_mirrored_before_it_is_turned() -> None:
    def wrong(crop: Any, turn: Turn) -> Any:
        return turning.turn_clockwise(crop, turn) if turn in (0, 180) else crop.swapaxes(0, 1)

    caught = failed("pixels", replace(RIGHT, turn_clockwise=wrong))
    assert {"turn_noise_90", "turn_noise_270_mirrored"} <= caught


def test_a_wrong_whole_square() -> None:
    def at_the_corner(width: int, height: int) -> Box:
        return Box(0, 0, min(width, height), min(width, height))

    wrong = failed("geometry", replace(RIGHT, plan_whole=at_the_corner))
    assert {"whole_640x427", "whole_33x4001"} <= wrong


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle.open()


@pytest.fixture(scope="module")
def engine(bundle: Bundle) -> Engine:
    return open_engine(bundle)


@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(lambda crop: (crop / 255).astype(np.uint8), id="rescaled_twice"),
        pytest.param(lambda crop: np.ascontiguousarray(crop[..., ::-1]), id="bgr"),
        pytest.param(lambda crop: 255 - crop, id="inverted"),
    ],
)
def test_wrong_network_inputs(
    bundle: Bundle, engine: Engine, variant: Callable[[Any], Any]
) -> None:
    found = network_outcomes(bundle, lambda crop: engine.run(variant(crop)))
    assert not found["rings"]


def test_a_network_of_flipped_polarity(bundle: Bundle, engine: Engine) -> None:
    def flipped(crop: Any) -> NetworkOutput:
        output = engine.run(crop)
        return replace(output, logit=-output.logit)

    assert not network_outcomes(bundle, flipped)["rings"]
