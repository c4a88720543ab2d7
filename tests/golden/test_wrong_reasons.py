"""The classic mistakes of statistics and reasons are caught: each fails vectors named here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from edge_runtime.bundle.contract import ReasonsRule
from edge_runtime.picture.reasons import reasons_of_look
from edge_runtime.picture.region_crop import RegionCrop
from edge_runtime.picture.statistics import CropStatistics
from edge_runtime.types import Reason, RegionReason, Verdict
from tests.support.golden_vectors import Arithmetic, failed

RIGHT = Arithmetic()
Reasons = Sequence[RegionReason]


def planes(crop: Any) -> Any:
    return crop.astype(np.float64).transpose(2, 0, 1)


def share(part: Any, whole: Any) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else 0.0


def steps(crop: Any) -> Any:
    """Differences to the right and below of each channel, but for the last row and column."""
    values = planes(crop)
    return np.abs([np.diff(values, axis=2)[:, :-1], np.diff(values, axis=1)[:, :, :-1]])


def extreme(crop: Any) -> Any:
    return (crop >= 250).all(axis=2) | (crop <= 5).all(axis=2)


def blocks(green: Any) -> Any:
    """[n, 256] of whole blocks from the upper left corner."""
    rows, columns = (side // 16 for side in green.shape)
    whole = green[: rows * 16, : columns * 16].astype(int)
    return whole.reshape(rows, 16, columns, 16).swapaxes(1, 2).reshape(-1, 256)


def flat_of_all(crop: Any) -> dict[str, float]:
    return {"flat": float((steps(crop).max(axis=(0, 1)) == 0).mean())}


def flat_to_the_right(crop: Any) -> dict[str, float]:
    inner = ~extreme(crop)[:-1, :-1]
    return {"flat": share((steps(crop)[0].max(axis=0) == 0) & inner, inner)}


def flat_within_two(crop: Any) -> dict[str, float]:
    inner = ~extreme(crop)[:-1, :-1]
    return {"flat": share((steps(crop).max(axis=(0, 1)) <= 2) & inner, inner)}


def flat_in_any_channel(crop: Any) -> dict[str, float]:
    inner = ~extreme(crop)[:-1, :-1]
    return {"flat": share((steps(crop).max(axis=0).min(axis=0) == 0) & inner, inner)}


def two_tones(
    values: Any, near: int = 16, fifths: float = 3.0, wide: int = 64, uneven: int = 16
) -> dict[str, float]:
    low, high = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)
    ends = ((values <= low + near) | (values >= high - near)).mean(axis=1) * 5 >= fifths
    extent = (high - low)[:, 0]
    return {"common": share((extent >= wide) & ends, extent >= uneven)}


def common_by_luma(crop: Any) -> dict[str, float]:
    return two_tones(blocks(np.rint(crop @ np.array([0.299, 0.587, 0.114]))))


def common_of_all_blocks(crop: Any) -> dict[str, float]:
    return two_tones(blocks(crop[..., 1]), uneven=0)


def common_from_the_lower_right(crop: Any) -> dict[str, float]:
    return two_tones(blocks(crop[::-1, ::-1, 1]))


def common_with_what_is_left_over(crop: Any) -> dict[str, float]:
    side = -(-len(crop) // 16) * 16
    pad = ((0, side - len(crop)), (0, side - len(crop)))
    return two_tones(blocks(np.pad(crop[..., 1], pad, mode="edge")))


def hard_of_all(crop: Any) -> dict[str, float]:
    return {"hard": float((steps(crop).max(axis=(0, 1)) >= 32).mean())}


def hard_of(crop: Any, edge: int, hard: int, directions: slice) -> dict[str, float]:
    step = steps(crop)[directions].max(axis=(0, 1))
    return {"hard": share(step >= hard, step >= edge)}


def hard_of_the_mean(crop: Any) -> dict[str, float]:
    step = np.abs(steps(crop).mean(axis=1)).max(axis=0)
    return {"hard": share(step >= 32, step >= 4)}


def hard_by_green(crop: Any) -> dict[str, float]:
    step = steps(crop)[:, 1].max(axis=0)
    return {"hard": share(step >= 32, step >= 4)}


def extreme_in_any_channel(crop: Any) -> dict[str, float]:
    return {"extreme": float(((crop >= 250) | (crop <= 5)).any(axis=2).mean())}


def extreme_beyond_the_ends(crop: Any) -> dict[str, float]:
    return {"extreme": float(((crop > 250).all(axis=2) | (crop < 5).all(axis=2)).mean())}


def colourful(crop: Any, freedom: int, weight: float) -> dict[str, float]:
    red, green, blue = planes(crop)
    rg, yb = red - green, (red + green) / 2 - blue
    spread = np.sqrt(rg.var(ddof=freedom) + yb.var(ddof=freedom))
    return {"colourfulness": float(spread + weight * np.hypot(rg.mean(), yb.mean()))}


def colourful_of_the_sum(crop: Any) -> dict[str, float]:
    red, green, blue = planes(crop)
    rg, yb = red - green, red + green - blue
    spread = np.sqrt(rg.var() + yb.var())
    return {"colourfulness": float(spread + 0.3 * np.hypot(rg.mean(), yb.mean()))}


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (flat_of_all, {"black", "white", "wide_board"}),
        (flat_to_the_right, {"hard_down", "even_blocks"}),
        (flat_within_two, {"one_apart_in_blue", "bands"}),
        (flat_in_any_channel, {"one_apart_in_blue", "32_apart_in_blue"}),
        (common_by_luma, {"green_64_apart", "red_apart"}),
        (common_of_all_blocks, {"even_blocks"}),
        (common_from_the_lower_right, {"bands", "left_over"}),
        (common_with_what_is_left_over, {"left_over"}),
        (lambda crop: two_tones(blocks(crop[..., 1]), near=15), {"three_fifths_of_two_tones"}),
        (lambda crop: two_tones(blocks(crop[..., 1]), fifths=2.5), {"not_three_fifths"}),
        (lambda crop: two_tones(blocks(crop[..., 1]), fifths=3.5), {"three_fifths_of_two_tones"}),
        (lambda crop: two_tones(blocks(crop[..., 1]), wide=63), {"green_63_apart"}),
        (lambda crop: two_tones(blocks(crop[..., 1]), wide=65), {"green_64_apart"}),
        (lambda crop: two_tones(blocks(crop[..., 1]), uneven=15), {"even_blocks"}),
        (hard_of_all, {"checks_4", "large_checks"}),
        (hard_of_the_mean, {"32_apart", "32_apart_in_blue"}),
        (hard_by_green, {"32_apart_in_blue", "red_apart"}),
        (lambda crop: hard_of(crop, 4, 31, slice(2)), {"31_apart"}),
        (lambda crop: hard_of(crop, 4, 33, slice(2)), {"32_apart"}),
        (lambda crop: hard_of(crop, 4, 32, slice(0, 1)), {"hard_down"}),
        (lambda crop: hard_of(crop, 4, 32, slice(1, 2)), {"hard_across"}),
        (lambda crop: hard_of(crop, 3, 32, slice(2)), {"steps_of_3"}),
        (lambda crop: hard_of(crop, 5, 32, slice(2)), {"steps_of_4"}),
        (extreme_in_any_channel, {"red", "not_nearly_white_or_black"}),
        (extreme_beyond_the_ends, {"nearly_white_and_black"}),
        (lambda crop: colourful(crop, 1, 0.3), {"noise", "three_apart"}),
        (lambda crop: colourful(crop, 0, 0.03), {"red", "one_tint"}),
        (colourful_of_the_sum, {"grey", "red"}),
    ],
)
def test_wrong_statistics(variant: Callable[..., dict[str, float]], caught_by: set[str]) -> None:
    def measured(crop: Any) -> CropStatistics:
        return replace(CropStatistics.of(crop), **variant(crop))

    wrong = failed("decision", replace(RIGHT, statistics_of=measured))
    assert {f"statistics_{name}" for name in caught_by} <= wrong


Size = tuple[int, int]


def small_though_tiled(
    crop: Any, plan: RegionCrop, size: Size, rule: ReasonsRule
) -> tuple[RegionReason, ...]:
    return reasons_of_look(crop, replace(plan, tiled=False), size, rule)


def extreme_face(
    crop: Any, plan: RegionCrop, size: Size, rule: ReasonsRule
) -> tuple[RegionReason, ...]:
    return reasons_of_look(crop, replace(plan, kind="image"), size, rule)


def only_wide_is_extreme(
    crop: Any, plan: RegionCrop, size: Size, rule: ReasonsRule
) -> tuple[RegionReason, ...]:
    return reasons_of_look(crop, plan, size if size[0] > size[1] else (1, 1), rule)


def limits_are_extreme(
    crop: Any, plan: RegionCrop, size: Size, rule: ReasonsRule
) -> tuple[RegionReason, ...]:
    return reasons_of_look(crop, plan, size, replace(rule, shape_above=rule.shape_above - 1e-9))


def first_reason_alone(
    crop: Any, plan: RegionCrop, size: Size, rule: ReasonsRule
) -> tuple[RegionReason, ...]:
    return reasons_of_look(crop, plan, size, rule)[:1]


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (small_though_tiled, {"reasons_small_and_mirrored"}),
        (extreme_face, {"reasons_face_in_a_long_picture"}),
        (only_wide_is_extreme, {"reasons_tall"}),
        (limits_are_extreme, {"reasons_just_not_long"}),
        (first_reason_alone, {"reasons_grey_graphic", "reasons_everything"}),
    ],
)
def test_wrong_reasons(
    variant: Callable[..., tuple[RegionReason, ...]], caught_by: set[str]
) -> None:
    assert caught_by <= failed("decision", replace(RIGHT, reasons_of_look=variant))


def test_reasons_of_a_picture_in_the_order_of_its_regions() -> None:
    def listed(verdict: Verdict, parts: Sequence[Reasons], omitted: int) -> tuple[Reason, ...]:
        found = tuple(dict.fromkeys(reason for part in parts for reason in part))
        return (*found, "faces_omitted") if omitted else found

    wrong = failed("decision", replace(RIGHT, reasons_of=listed))
    assert wrong == {"union_of_a_sure_picture", "union_in_order", "union_omitted_faces_last"}
