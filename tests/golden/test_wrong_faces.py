"""The classic mistakes of a search for faces are caught by vectors that are named here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from edge_runtime.faces import choice, detector, turned_sheet, yunet
from edge_runtime.faces.letterbox import Fit
from tests.support.face_arithmetic import FaceArithmetic
from tests.support.golden_vectors import Arithmetic, failed


def wrong(name: str, variant: Callable[..., Any]) -> set[str]:
    return failed("faces", Arithmetic(faces=replace(FaceArithmetic(), **{name: variant})))


def cells_by_column(rows: Any, size: int, strides: list[int], threshold: float) -> Any:
    layers, start = [], 0
    for stride in strides:
        side = size // stride
        layers.append(rows[start : start + side**2].reshape(side, side, 6).transpose(1, 0, 2))
        start += side**2
    swapped = np.concatenate([layer.reshape(-1, 6) for layer in layers])
    return yunet.decode(swapped, size, strides, threshold)


def without_square_root(rows: Any, size: int, strides: list[int], threshold: float) -> Any:
    found = yunet.decode(rows, size, strides, threshold**0.5).copy()
    found[:, 4] **= 2
    return found


def size_in_pixels(rows: Any, size: int, strides: list[int], threshold: float) -> Any:
    """The exponential without the stride."""
    counts = [(size // stride) ** 2 for stride in strides]
    shrunk = rows.copy()
    shrunk[:, 4:] -= np.log(np.repeat(strides, counts))[:, None]
    return yunet.decode(shrunk, size, strides, threshold)


def from_the_corner(rows: Any, size: int, strides: list[int], threshold: float) -> Any:
    found = yunet.decode(rows, size, strides, threshold).copy()
    found[:, :4] += np.tile((found[:, 2:4] - found[:, :2]) / 2, 2)
    return found


def centre_of_the_cell(rows: Any, size: int, strides: list[int], threshold: float) -> Any:
    moved = rows.copy()
    moved[:, 2:4] += 0.5
    return yunet.decode(moved, size, strides, threshold)


def above_the_threshold(rows: Any, size: int, strides: list[int], threshold: float) -> Any:
    return yunet.decode(rows, size, strides, threshold + 1e-9)


def unclipped(rows: Any, size: int, strides: list[int], threshold: float) -> Any:
    chances = rows[:, :2].astype(np.float64)
    with np.errstate(invalid="ignore"):
        scores = np.sqrt(chances[:, 0] * chances[:, 1])
    same = rows.copy()
    same[:, 0], same[:, 1] = np.where(scores >= threshold, 1, 0), 1
    found = yunet.decode(same, size, strides, threshold)
    found[:, 4] = scores[scores >= threshold][: len(found)]
    return found


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (cells_by_column, {"decode_end_of_a_row", "decode_start_of_the_second_row"}),
        (without_square_root, {"decode_score_of_two_chances", "decode_score_at_the_threshold"}),
        (size_in_pixels, {"decode_first_cell", "decode_last_cell", "decode_camera_side"}),
        (from_the_corner, {"decode_first_cell", "decode_last_cell"}),
        (centre_of_the_cell, {"decode_first_cell", "decode_last_cell"}),
        (above_the_threshold, {"decode_score_at_the_threshold"}),
        (unclipped, {"decode_chance_above_one", "decode_both_chances_below_zero"}),
    ],
)
def test_wrong_boxes(variant: Callable[..., Any], caught_by: set[str]) -> None:
    assert caught_by <= wrong("decode", variant)


def drops_at_the_limit(detections: Any, limit: float) -> Any:
    return yunet.suppress(detections, limit - 1e-9)


def in_the_order_given(detections: Any, limit: float) -> Any:
    ranks = -np.arange(len(detections), dtype=np.float64)
    ranked = np.concatenate([detections[:, :4], ranks[:, None]], axis=1)
    kept = yunet.suppress(ranked, limit)
    return detections[(-kept[:, 4]).astype(int)]


def dropped_ones_drop_others(detections: Any, limit: float) -> Any:
    order = detections[np.argsort(-detections[:, 4], kind="stable")]
    keep = [(yunet.overlap(one, order[:index]) <= limit).all() for index, one in enumerate(order)]
    return order[np.array(keep, bool)]


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (drops_at_the_limit, {"suppress_overlap_at_the_limit"}),
        (in_the_order_given, {"suppress_two_of_one_face", "suppress_apart"}),
        (dropped_ones_drop_others, {"suppress_dropped_drops_nothing", "suppress_a_chain"}),
    ],
)
def test_wrong_suppression(variant: Callable[..., Any], caught_by: set[str]) -> None:
    assert caught_by <= wrong("suppress", variant)


def half_up(size: tuple[int, int], side: int) -> Fit:
    scale = min(1.0, side / max(size))
    return Fit(size, (_half_up(size[0] * scale), _half_up(size[1] * scale)))


def _half_up(length: float) -> int:
    return max(1, int(length + 0.5))


def rounded_down(size: tuple[int, int], side: int) -> Fit:
    scale = min(1.0, side / max(size))
    return Fit(size, (max(1, int(size[0] * scale)), max(1, int(size[1] * scale))))


def enlarged(size: tuple[int, int], side: int) -> Fit:
    scale = side / max(size)
    return Fit(size, (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))))


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (half_up, {"letterbox_1024x5_512"}),
        (rounded_down, {"letterbox_640x427_448", "letterbox_427x640_448"}),
        (enlarged, {"letterbox_320x240_448", "letterbox_1x1_320"}),
    ],
)
def test_wrong_sizes(variant: Callable[..., Any], caught_by: set[str]) -> None:
    assert caught_by <= wrong("fit", variant)


def by_the_scale(detections: Any, fit: Fit, factor: int) -> Any:
    """One ratio for both sides, that of the longer one."""
    ratio = max(fit.small) / max(fit.size)
    return detections * np.array([factor / ratio] * 4 + [1.0])


def without_the_factor(detections: Any, fit: Fit, factor: int) -> Any:
    return detector.back_to_picture(detections, fit, 1)


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (by_the_scale, {"letterbox_640x427_448", "letterbox_5x9000_320", "sheet_very_wide"}),
        (without_the_factor, {"letterbox_640x427_448", "sheet_of_an_overview"}),
    ],
)
def test_wrong_ways_back(variant: Callable[..., Any], caught_by: set[str]) -> None:
    assert caught_by <= wrong("back", variant)


def drawn_counter_clockwise(image: Any, side: int) -> Any:
    sheet = turned_sheet.draw_sheet(image, side).copy()
    half = side // 2
    first, last = sheet[:half, :half].copy(), sheet[half:, :half].copy()
    sheet[:half, :half], sheet[half:, :half] = last, first
    return sheet


def test_a_sheet_turned_the_wrong_way() -> None:
    caught_by = {"sheet_pixels_wide", "sheet_pixels_tall", "sheet_pixels_not_enlarged"}
    assert caught_by <= wrong("draw_sheet", drawn_counter_clockwise)


def read_counter_clockwise(detections: Any, size: tuple[int, int], side: int) -> Any:
    found = turned_sheet.split_sheet(detections, size, side)
    return {90: found[270], 180: found[180], 270: found[90]}


def by_the_corner(detections: Any, size: tuple[int, int], side: int) -> Any:
    """A box belongs to the quadrant of its upper left corner."""
    found = turned_sheet.split_sheet(detections, size, side)
    outside = (detections[:, :2] < side / 2) != (
        (detections[:, :2] + detections[:, 2:4]) / 2 < side / 2
    )
    return {turn: rows[:0] if outside.any() else rows for turn, rows in found.items()}


def fourth_quadrant_kept(detections: Any, size: tuple[int, int], side: int) -> Any:
    moved = detections.copy()
    fourth = ((moved[:, :2] + moved[:, 2:4]) / 2 >= side / 2).all(axis=1)
    moved[fourth, 0] -= side / 2
    moved[fourth, 2] -= side / 2
    return turned_sheet.split_sheet(moved, size, side)


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (read_counter_clockwise, {"sheet_wide", "sheet_tall", "sheet_square"}),
        (by_the_corner, {"sheet_centre_on_the_border"}),
        (fourth_quadrant_kept, {"sheet_wide", "sheet_centre_on_the_border"}),
    ],
)
def test_wrong_quadrants(variant: Callable[..., Any], caught_by: set[str]) -> None:
    assert caught_by <= wrong("split_sheet", variant)


def by_score(detections: Any, rule: Any, side: int) -> Any:
    found = choice.select(detections, rule, side)
    return replace(found, faces=tuple(sorted(found.faces, key=lambda face: -face.score)))


def every_size(detections: Any, rule: Any, side: int) -> Any:
    return choice.select(detections, rule, 0)


def rest_is_forgotten(detections: Any, rule: Any, side: int) -> Any:
    return replace(choice.select(detections, rule, side), omitted=0)


def small_ones_are_not_possible(detections: Any, rule: Any, side: int) -> Any:
    found = choice.select(detections, rule, side)
    possible = tuple(face for face in found.possible if face.score < rule.decides_from)
    return replace(found, possible=possible)


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (by_score, {"select_largest_first", "select_area_not_side"}),
        (every_size, {"select_too_small", "turned_too_small_upright"}),
        (rest_is_forgotten, {"select_more_than_judged"}),
        (small_ones_are_not_possible, {"select_too_small"}),
    ],
)
def test_wrong_faces(variant: Callable[..., Any], caught_by: set[str]) -> None:
    assert caught_by <= wrong("select", variant)


def from_decides(upright: Any, turned: Any, rule: Any, side: int) -> Any:
    return choice.choose_turn(upright, turned, replace(rule, turned_from=rule.decides_from), side)


def larger_angle_wins(upright: Any, turned: Any, rule: Any, side: int) -> Any:
    mirrored: Any = {360 - turn: rows for turn, rows in turned.items()}
    found: Any = choice.choose_turn(upright, mirrored, rule, side)
    return replace(found, turn=(360 - found.turn) % 360)


def any_box_turns(upright: Any, turned: Any, rule: Any, side: int) -> Any:
    return choice.choose_turn(upright, turned, rule, 0)


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (from_decides, {"turned_below_the_threshold"}),
        (larger_angle_wins, {"turned_tie"}),
        (any_box_turns, {"turned_too_small_to_turn", "turned_too_small_does_not_win"}),
    ],
)
def test_wrong_turns(variant: Callable[..., Any], caught_by: set[str]) -> None:
    assert caught_by <= wrong("choose_turn", variant)
