"""From the detectors' numbers to faces."""

from __future__ import annotations

import random
from typing import Any

from tests.golden.reference import views
from tests.golden.reference.faces import Detection, anchors, decode, merge, without_nested

SHORT = {
    "input_size": 128,
    "strides": [8, 16, 16, 16],
    "anchors_per_stride": [2, 2, 2, 2],
    "score_clip": 100.0,
    "min_score": 0.5,
}
FULL = {
    "input_size": 192,
    "strides": [4],
    "anchors_per_stride": [1],
    "score_clip": 100.0,
    "min_score": 0.6,
}
ODD = {
    "input_size": 100,
    "strides": [8, 8, 32, 8],
    "anchors_per_stride": [1, 2, 3, 1],
    "score_clip": 2.0,
    "min_score": 0.88,
}
RULES = {"short": SHORT, "full": FULL, "odd": ODD}

FACE = [3.0, -5.0, 40.0, 52.0, -8.0, -6.0, 9.0, -7.0, 1.0, 2.0, 0.5, 11.0, -16.0, 1.0, 18.0, 0.0]
BOXES: dict[str, tuple[str, int, list[float], float]] = {
    "short_first_anchor": ("short", 0, FACE, 3.0),
    "short_second_anchor_of_a_place": ("short", 33, FACE, 0.25),
    "short_last_of_stride_8": ("short", 511, FACE, 1.0),
    "short_first_of_stride_16": ("short", 512, FACE, 1.0),
    "short_last_anchor": ("short", 895, FACE, 2.0),
    "full_first_anchor": ("full", 0, FACE, 1.0),
    "full_end_of_a_row": ("full", 47, FACE, 1.0),
    "full_last_anchor": ("full", 2303, FACE, 5.0),
    "score_at_the_limit": ("short", 100, FACE, 0.0),
    "score_below_the_limit": ("short", 100, FACE, -0.001),
    "score_beyond_the_clip": ("short", 100, FACE, 1e6),
    "score_clipped": ("odd", 200, FACE, 7.5),
    "score_far_below": ("short", 100, FACE, -1e6),
    "grid_of_its_own": ("odd", 541, FACE, 7.5),
    "no_area": ("short", 300, [0.0, 0.0, 0.0, 0.0, *FACE[4:]], 1.0),
    "negative_width": ("short", 300, [0.0, 0.0, -10.0, 12.0, *FACE[4:]], 1.0),
    "negative_height": ("full", 300, [0.0, 0.0, 10.0, -12.0, *FACE[4:]], 1.0),
    "outside_the_input": ("full", 0, [-90.0, -40.0, 30.0, 31.0, *FACE[4:]], 1.0),
}
SIZES = [(128, 128), (640, 427), (427, 640), (1920, 1080), (33, 4001), (12000, 40), (7, 9000)]
TILED = [*SIZES, (240, 240), (300, 240), (241, 320), (768, 1024), (2600, 1800), (5, 5)]


def make() -> dict[str, Any]:
    """The whole suite."""
    return {
        "about": "A detection is left, top, right, bottom, six keypoints (x, y), score. decode: "
        "all other anchors have logit -100. Rounding in tiles and whole is half to even.",
        "tolerance": {"anchor": 1e-6, "detection": 2e-5, "corner": 1e-6},
        "rules": RULES,
        "vectors": [
            *_anchors(),
            *_decoded(),
            *_merged(),
            *_nested(),
            *_whole(),
            *_tiled(),
            *_needed(),
        ],
    }


def _anchors() -> list[dict[str, Any]]:
    return [
        {"id": f"anchors_{name}", "kind": "anchors", "rule": name, "anchors": _anchors_of(name)}
        for name in RULES
    ]


def _anchors_of(name: str) -> list[tuple[float, float]]:
    rule: dict[str, Any] = RULES[name]
    centres = anchors(rule["input_size"], rule["strides"], rule["anchors_per_stride"])
    return [(round(x, 9), round(y, 9)) for x, y in centres]


def _decoded() -> list[dict[str, Any]]:
    return [_decode(name, *case) for name, case in BOXES.items()]


def _decode(name: str, rule: str, anchor: int, raw: list[float], logit: float) -> dict[str, Any]:
    centre = _anchors_of(rule)[anchor]
    return {
        "id": f"decode_{name}",
        "kind": "decode",
        "rule": rule,
        "anchor": anchor,
        "regressors": raw,
        "logit": logit,
        "detection": decode(raw, logit, centre, RULES[rule]),
    }


def _merged() -> list[dict[str, Any]]:
    far = _detection(0.7, 0.7, 0.2, 0.55)
    cases: dict[str, tuple[list[Detection], float]] = {
        "nothing": ([], 0.3),
        "one": ([far], 0.3),
        "apart": ([far, _detection(0.1, 0.1, 0.3, 0.9)], 0.3),
        "two_of_one_face": ([_detection(0.1, 0.1, 0.3, 0.6), _detection(0.13, 0.1, 0.3, 0.9)], 0.3),
        "equal_scores": (
            [_detection(0.1, 0.1, 0.3, 0.8), _detection(0.3, 0.1, 0.3, 0.8), far],
            0.3,
        ),
        "overlap_at_the_limit": (
            [_corners(0, 0, 2, 1, 0.9), _corners(1, 0, 3, 1, 0.8)],
            1 / 3 + 1e-6,
        ),
        "overlap_above_the_limit": ([_corners(0, 0, 2, 1, 0.9), _corners(1, 0, 3, 1, 0.8)], 0.333),
        "a_chain": ([_detection(0.1 * i, 0.2, 0.3, 0.9 - 0.1 * i) for i in range(5)], 0.3),
        "no_area": ([_corners(0.5, 0.5, 0.5, 0.5, 0.9), far, far], 0.3),
        "crowd": (_crowd(40), 0.3),
        "crowd_loose": (_crowd(40), 0.05),
    }
    return [
        {
            "id": f"merge_{name}",
            "kind": "merge",
            "merge_iou": limit,
            "detections": detections,
            "merged": merge(detections, limit),
        }
        for name, (detections, limit) in cases.items()
    ]


def _nested() -> list[dict[str, Any]]:
    outer, inner = _corners(0, 0, 4, 4, 0.9), _corners(1, 1, 2, 2, 0.6)
    cases: dict[str, tuple[list[Detection], float]] = {
        "nothing": ([], 0.6),
        "inside_a_stronger": ([outer, inner], 0.6),
        "around_a_stronger": ([_corners(1, 1, 2, 2, 0.9), _corners(0, 0, 4, 4, 0.6)], 0.6),
        "share_at_the_limit": ([outer, _corners(3, 0, 5, 1, 0.6)], 0.5),
        "share_above_the_limit": ([outer, _corners(3, 0, 5, 1, 0.6)], 0.49),
        "dropped_drops_nothing": ([outer, inner, _corners(1.5, 1.5, 2, 12, 0.5)], 0.6),
        "crowd": (merge(_crowd(40), 0.3), 0.6),
    }
    return [
        {
            "id": f"nested_{name}",
            "kind": "nested",
            "nested_above": limit,
            "detections": detections,
            "kept": without_nested(detections, limit),
        }
        for name, (detections, limit) in cases.items()
    ]


def _whole() -> list[dict[str, Any]]:
    cases = [(width, height, size) for width, height in SIZES for size in (128, 192)]
    return [
        {"id": f"whole_{w}x{h}_{size}", "kind": "whole", "width": w, "height": h, "size": size}
        | views.whole(w, h, size)
        for w, h, size in cases
    ]


def _tiled() -> list[dict[str, Any]]:
    return [
        {"id": f"tiles_{w}x{h}", "kind": "tiles", "width": w, "height": h, "size": 192}
        | views.tiles(w, h, 192, 192)
        for w, h in TILED
    ]


def _needed() -> list[dict[str, Any]]:
    small, large = _corners(10, 10, 34, 34, 0.9), _corners(100, 50, 196, 146, 0.8)
    cases: dict[str, tuple[list[Detection], float]] = {
        "nothing": ([], 0.25),
        "small": ([small, small], 0.25),
        "large": ([large], 0.25),
        "large_among_small": ([small, large, small], 0.25),
        "at_the_limit": ([large], 0.5),
        "below_the_limit": ([large], 0.51),
        "tall": ([_corners(0, 0, 20, 60, 0.7)], 0.25),
        "wide": ([_corners(0, 0, 60, 20, 0.7)], 0.25),
    }
    return [
        {
            "id": f"needs_tiles_{name}",
            "kind": "needs_tiles",
            "shorter_side": 192,
            "tiles_below": share,
            "detections": detections,
            "needed": views.needs_tiles(detections, 192, share),
        }
        for name, (detections, share) in cases.items()
    ]


def _crowd(count: int) -> list[Detection]:
    draw = random.Random(20260228)
    places = [(draw.random(), draw.random(), 0.1 + 0.2 * draw.random()) for _ in range(count)]
    return [_detection(x, y, side, round(0.5 + draw.random() / 2, 4)) for x, y, side in places]


def _detection(x: float, y: float, side: float, score: float) -> Detection:
    return _corners(round(x, 4), round(y, 4), round(x + side, 4), round(y + side, 4), score)


def _corners(left: float, top: float, right: float, bottom: float, score: float) -> Detection:
    """A detection whose keypoints lie on its diagonal."""
    width, height = right - left, bottom - top
    points = [
        value
        for i in range(6)
        for value in (round(left + width * i / 5, 5), round(top + height * i / 5, 5))
    ]
    return [left, top, right, bottom, *points, score]
