"""From the detectors' numbers to faces."""

from __future__ import annotations

import math
import random
from typing import Any

from tests.golden.reference import face_choice, face_views
from tests.golden.reference.faces import Detection, decode, suppress
from tests.golden.suites import face_pictures

Cells = dict[int, list[float]]
"""Values of rows by their index; all other rows are zeros."""

LOG2, LOG3 = 0.6931471805599453, 1.0986122886681098
BOX = [0.5, -0.25, LOG2, LOG3]
SURE = [1.0, 1.0]
STRIDES = [8, 16, 32]
FIRST_16, FIRST_32 = 64, 80
"""Rows of the first cells of an input of 64 pixels: 8 x 8, 4 x 4 and 2 x 2 cells."""

CELLS: dict[str, tuple[Cells, float]] = {
    "nothing": ({}, 0.5),
    "first_cell": ({0: [*SURE, *BOX]}, 0.5),
    "end_of_a_row": ({7: [*SURE, *BOX]}, 0.5),
    "start_of_the_second_row": ({8: [*SURE, *BOX]}, 0.5),
    "last_of_stride_8": ({63: [*SURE, *BOX]}, 0.5),
    "first_of_stride_16": ({FIRST_16: [*SURE, *BOX]}, 0.5),
    "inside_stride_16": ({FIRST_16 + 6: [0.81, 0.64, *BOX]}, 0.7),
    "first_of_stride_32": ({FIRST_32: [*SURE, *BOX]}, 0.5),
    "last_cell": ({83: [*SURE, *BOX]}, 0.5),
    "score_of_two_chances": ({20: [0.9, 0.4, *BOX]}, 0.5),
    "score_at_the_threshold": ({20: [0.25, 1.0, *BOX]}, 0.5),
    "score_below_the_threshold": ({20: [0.24, 1.0, *BOX]}, 0.5),
    "chance_above_one": ({20: [1.5, 0.36, *BOX]}, 0.5),
    "both_chances_below_zero": ({20: [-0.9, -0.9, *BOX]}, 0.5),
    "no_number": ({20: [*SURE, math.nan, 0.0, 0.0, 0.0], 21: [*SURE, *BOX]}, 0.5),
    "chance_is_no_number": ({20: [math.nan, 1.0, *BOX], 21: [*SURE, *BOX]}, 0.5),
    "endless_width": ({20: [*SURE, 0.0, 0.0, 1000.0, 0.0], 21: [*SURE, *BOX]}, 0.5),
    "width_of_almost_nothing": ({20: [*SURE, 0.0, 0.0, -200.0, 0.0]}, 0.5),
    "outside_the_input": ({0: [*SURE, -3.5, -2.0, 1.5, 2.5]}, 0.5),
    "rows_of_all_strides": ({i: [0.8, 0.9, *BOX] for i in (83, 3, 70, 64, 80)}, 0.25),
}

SIZES = [
    (1, 1),
    (5, 9000),
    (12000, 40),
    (33, 4001),
    (320, 240),
    (447, 448),
    (448, 448),
    (449, 449),
    (640, 427),
    (427, 640),
    (512, 513),
    (1024, 5),
    (7, 1024),
    (896, 3),
    (1920, 1080),
    (1333, 1000),
    (2999, 3001),
]
SIDES = [320, 448, 512, 640]


def make() -> dict[str, Any]:
    """The whole suite."""
    return {
        "about": "A detection is left, top, right, bottom, score. decode: rows not listed in cells "
        "are six zeros; null stands for NaN. letterbox and sheet: rounding is half to even.",
        "tolerance": {"box": 1e-3, "score": 1e-6, "ratio": 1e-9, "grey_levels": 1},
        "formulas": face_pictures.FORMULAS,
        "vectors": [
            *_decoded(),
            *_suppressed(),
            *_letterboxes(),
            *face_pictures.vectors(),
            *_sheets(),
            *_selected(),
            *_chosen(),
        ],
    }


def _decoded() -> list[dict[str, Any]]:
    cases = [(name, 64, STRIDES, *case) for name, case in CELLS.items()]
    cases.append(("strides_of_another_order", 64, [32, 8], {0: [*SURE, *BOX]}, 0.5))
    cases.append(("strides_of_another_order_second", 64, [32, 8], {13: [*SURE, *BOX]}, 0.5))
    cases.append(("camera_side", 320, STRIDES, {1600 + 27: [*SURE, *BOX]}, 0.5))
    return [_decode(*case) for case in cases]


def _decode(
    name: str, size: int, strides: list[int], cells: Cells, threshold: float
) -> dict[str, Any]:
    count = sum((size // stride) ** 2 for stride in strides)
    rows = [cells.get(index, [0.0] * 6) for index in range(count)]
    return {
        "id": f"decode_{name}",
        "kind": "decode",
        "input_size": size,
        "strides": strides,
        "threshold": threshold,
        "rows": count,
        "cells": [{"row": row, "values": _plain(values)} for row, values in cells.items()],
        "detections": decode(rows, size, strides, threshold),
    }


def _plain(values: list[float]) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values]


def _suppressed() -> list[dict[str, Any]]:
    left, half, far = _box(0, 0, 2, 1, 0.9), _box(0, 0, 1, 1, 0.8), _box(9, 9, 12, 13, 0.55)
    point = _box(5, 5, 5, 5, 0.9)
    cases: dict[str, tuple[list[Detection], float]] = {
        "nothing": ([], 0.3),
        "one": ([far], 0.3),
        "apart": ([far, left], 0.3),
        "two_of_one_face": ([_box(0, 0, 10, 12, 0.6), _box(1, 0, 11, 12, 0.9)], 0.3),
        "equal_scores": ([_box(1, 0, 11, 10, 0.75), _box(0, 0, 10, 10, 0.75), far], 0.3),
        "overlap_at_the_limit": ([left, half], 0.5),
        "overlap_above_the_limit": ([left, half], 0.49),
        "inside": ([_box(0, 0, 8, 8, 0.9), _box(2, 2, 4, 4, 0.8)], 0.3),
        "a_chain": ([_box(4 * i, 0, 4 * i + 10, 10, 0.9 - i / 16) for i in range(6)], 0.3),
        "dropped_drops_nothing": (
            [_box(0, 0, 10, 10, 0.9), _box(3, 0, 13, 10, 0.8), _box(6, 0, 16, 10, 0.7)],
            0.3,
        ),
        "touching": ([_box(0, 0, 4, 4, 0.9), _box(4, 0, 8, 4, 0.8)], 0.01),
        "no_area": ([point, point, far], 0.3),
        "point_in_a_box": ([_box(0, 0, 10, 10, 0.9), _box(5, 5, 5, 5, 0.8)], 0.01),
        "crowd": (_crowd(60), 0.3),
        "crowd_tight": (_crowd(60), 0.05),
    }
    return [
        {
            "id": f"suppress_{name}",
            "kind": "suppress",
            "suppress_iou": limit,
            "detections": detections,
            "kept": suppress(detections, limit),
        }
        for name, (detections, limit) in cases.items()
    ]


def _letterboxes() -> list[dict[str, Any]]:
    cases = [(width, height, size) for width, height in SIZES for size in SIDES]
    return [
        _letterbox(width, height, size, 1 + (width + size) % 3) for width, height, size in cases
    ]


def _letterbox(width: int, height: int, size: int, factor: int) -> dict[str, Any]:
    small = face_views.fitted(width, height, size)
    box = _box(10.5, -3.25, 100, 64.75, 0.75)
    return {
        "id": f"letterbox_{width}x{height}_{size}",
        "kind": "letterbox",
        "width": width,
        "height": height,
        "size": size,
        "small": small,
        "ratio": [small[0] / width, small[1] / height],
        "factor": factor,
        "box": box,
        "in_picture": face_views.from_letterbox(box, width, height, size, factor),
    }


def _sheets() -> list[dict[str, Any]]:
    upper_left, upper_right = _box(10, 20, 40, 60, 0.9), _box(170, 20, 200, 60, 0.875)
    lower_left, lower_right = _box(20, 180, 50, 220, 0.75), _box(200, 200, 240, 250, 0.95)
    edges = [_box(150, 10, 170, 30, 0.9), _box(10, 150, 30, 170, 0.8), _box(150, 150, 170, 170, 1)]
    below = [_box(149, 10, 170, 30, 0.9), _box(10, 149, 30, 170, 0.8)]
    every = [upper_left, upper_right, lower_left, lower_right]
    cases: dict[str, tuple[int, int, tuple[int, int], int, list[Detection]]] = {
        "nothing": (640, 427, (448, 320), 1, []),
        "wide": (640, 427, (448, 320), 1, every),
        "tall": (427, 640, (448, 320), 1, every),
        "square": (448, 448, (448, 320), 1, every),
        "small": (100, 70, (448, 320), 1, every),
        "of_an_overview": (1333, 1000, (448, 320), 3, every),
        "other_sides": (1333, 999, (512, 256), 2, every),
        "very_wide": (2999, 41, (448, 320), 1, every),
        "centre_on_the_border": (640, 427, (448, 320), 1, edges),
        "centre_before_the_border": (640, 427, (448, 320), 1, below),
    }
    return [_sheet(name, *case) for name, case in cases.items()]


def _sheet(
    name: str,
    width: int,
    height: int,
    sizes: tuple[int, int],
    factor: int,
    detections: list[Detection],
) -> dict[str, Any]:
    found = face_views.from_sheet(detections, width, height, sizes, factor)
    return {
        "id": f"sheet_{name}",
        "kind": "sheet",
        "width": width,
        "height": height,
        "still_size": sizes[0],
        "camera_size": sizes[1],
        "factor": factor,
        "detections": detections,
        "turned": [{"turn": turn, "detection": one} for turn, one in found],
    }


RULE = {
    "decides_from": 0.75,
    "possible_from": 0.5,
    "turned_from": 0.875,
    "max_faces": 3,
    "min_face_side": 24,
}
SMALL = [0.0, 0.0, 24.0, 20.0]
MIDDLE = [50.0, 50.0, 90.0, 100.0]
LARGE = [200.0, 0.0, 300.0, 99.0]
SELECTED: dict[str, list[Detection]] = {
    "nothing": [],
    "largest_first": [[*SMALL, 1.0], [*LARGE, 0.9], [*MIDDLE, 0.8]],
    "equal_areas": [[0, 0, 40, 30, 0.9], [50, 0, 80, 40, 0.875], [90, 0, 120, 40, 0.8]],
    "area_not_side": [[0, 0, 100, 20, 0.9], [0, 50, 50, 100, 0.8]],
    "at_the_thresholds": [[*LARGE, 0.75], [*MIDDLE, 0.5], [*SMALL, 0.25]],
    "just_below": [[*LARGE, 0.749], [*MIDDLE, 0.499]],
    "side_at_the_limit": [[*SMALL, 0.9]],
    "too_small": [[0, 0, 23.9, 10, 0.95], [*MIDDLE, 0.8], [60, 0, 83.9, 23, 0.5]],
    "taller_than_wide": [[0, 0, 10, 24, 0.9]],
    "more_than_judged": [[60.0 * i, 0, 60.0 * i + 25 + 2 * i, 30, 0.9] for i in range(5)],
    "as_many_as_judged": [[60.0 * i, 0, 60.0 * i + 25 + 2 * i, 30, 0.9] for i in range(3)],
    "more_than_listed": [[40.0 * i, 0, 40.0 * i + 30, 30, 0.74 - i / 512] for i in range(70)],
}


def _selected() -> list[dict[str, Any]]:
    return [
        {
            "id": f"select_{name}",
            "kind": "select",
            "rule": RULE,
            "detections": found,
            **face_choice.select(found, RULE),
        }
        for name, found in SELECTED.items()
    ]


def _chosen() -> list[dict[str, Any]]:
    weak, tiny = [[*MIDDLE, 0.6]], [0, 0, 12, 12]
    cases: dict[str, tuple[list[Detection], list[tuple[int, Detection]]]] = {
        "nothing": ([], []),
        "sure_upright_wins": ([[*MIDDLE, 0.875]], [(90, [*LARGE, 1.0])]),
        "weak_upright_loses": ([[*MIDDLE, 0.874]], [(90, [*LARGE, 0.875])]),
        "weak_upright_stays": ([[*MIDDLE, 0.75]], [(90, [*LARGE, 0.874])]),
        "one_sure_among_weak": ([[*LARGE, 0.75], [*MIDDLE, 0.9]], [(90, [*LARGE, 1.0])]),
        "quarter": (weak, [(90, [*LARGE, 0.9]), (180, [*LARGE, 0.8])]),
        "half": (weak, [(180, [*LARGE, 0.9]), (90, [*LARGE, 0.89])]),
        "three_quarters": (weak, [(270, [*LARGE, 0.875])]),
        "below_the_threshold": (weak, [(270, [*LARGE, 0.874])]),
        "tie": (weak, [(270, [*LARGE, 0.9]), (180, [*MIDDLE, 0.9])]),
        "all_boxes_of_the_turn": (
            weak,
            [
                (90, [*MIDDLE, 0.9]),
                (270, [*LARGE, 0.89]),
                (90, [*LARGE, 0.8]),
                (90, [0, 200, 60, 250, 0.6]),
                (90, [*tiny, 0.6]),
            ],
        ),
        "too_small_to_turn": (weak, [(90, [*tiny, 0.99])]),
        "too_small_does_not_win": (weak, [(90, [*tiny, 0.99]), (180, [*LARGE, 0.9])]),
        "too_small_upright": ([[*tiny, 0.99]], [(90, [*LARGE, 0.9])]),
        "more_than_judged": (
            [],
            [(180, [60.0 * i, 0, 60.0 * i + 30 + i, 40, 0.9]) for i in range(5)],
        ),
    }
    return [
        {
            "id": f"turned_{name}",
            "kind": "turned",
            "rule": RULE,
            "upright": upright,
            "turned": [{"turn": turn, "detection": one} for turn, one in turned],
            **face_choice.choose(upright, turned, RULE),
        }
        for name, (upright, turned) in cases.items()
    ]


def _crowd(count: int) -> list[Detection]:
    draw = random.Random(20260228)
    crowd = []
    for _ in range(count):
        x, y, side = 100 * draw.random(), 100 * draw.random(), 10 + 20 * draw.random()
        corners = [round(value, 3) for value in (x, y, x + side, y + 1.3 * side)]
        crowd.append([*corners, round(0.5 + draw.random() / 2, 4)])
    return crowd


def _box(left: float, top: float, right: float, bottom: float, score: float) -> Detection:
    return [left, top, right, bottom, score]
