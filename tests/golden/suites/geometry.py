"""Crop squares, and evidence folded and turned back."""

from __future__ import annotations

from typing import Any

from tests.golden.reference.geometry import crop_square, inset, whole_square
from tests.golden.reference.mirror import folded
from tests.golden.reference.turning import anticlockwise

FACES: dict[str, tuple[list[float], float, float, int]] = {
    "square_inside": ([100, 120, 180, 200], 0.15, 0, 0),
    "wide": ([100, 120, 260, 200], 0.15, 0, 0),
    "tall": ([100, 120, 160, 230], 0.15, 0, 0),
    "no_margin": ([10, 20, 50, 70], 0, 0, 0),
    "large_margin": ([10, 20, 50, 70], 1.5, 0, 0),
    "fractions": ([33.25, 47.875, 98.6, 111.3], 0.3, 0, 0),
    "over_the_corner": ([-12.5, -3.25, 40, 61.5], 0.15, 0, 0),
    "far_outside": ([-400, 900, -300, 1000], 0.3, 0, 0),
    "one_pixel": ([7, 7, 8, 8], 0.15, 0, 0),
    "thousands": ([3871.4, 2950.2, 6011.9, 5222.7], 0.15, 0, 0),
    "shift_tall_0": ([100, 120, 160, 230], 0.15, 0.05, 0),
    "shift_wide_0": ([100, 120, 260, 200], 0.3, 0.1, 0),
    "shift_tall_90": ([100, 120, 160, 230], 0.15, 0.05, 90),
    "shift_wide_90": ([100, 120, 260, 200], 0.3, 0.1, 90),
    "shift_tall_180": ([100, 120, 160, 230], 0.15, 0.05, 180),
    "shift_wide_180": ([100, 120, 260, 200], 0.3, 0.1, 180),
    "shift_tall_270": ([100, 120, 160, 230], 0.15, 0.05, 270),
    "shift_wide_270": ([100, 120, 260, 200], 0.3, 0.1, 270),
    "shift_upwards": ([33.25, 47.875, 98.6, 111.3], 0.3, -0.125, 0),
    "shift_turned_upwards": ([33.25, 47.875, 98.6, 111.3], 0.3, -0.125, 90),
    "shift_without_margin": ([10, 20, 50, 70], 0, 0.5, 0),
    "turn_without_shift": ([100, 120, 160, 230], 0.15, 0, 90),
}
EVIDENCE = [[round(0.25 * x - 0.125 * y + (x * y % 5) / 8, 3) for x in range(7)] for y in range(7)]
FOLDS = {
    "fold_to_2": (EVIDENCE, 64, 224),
    "fold_to_3": (EVIDENCE, 96, 224),
    "fold_to_7": (EVIDENCE, 224, 224),
}
INSETS: dict[str, tuple[list[float], float]] = {
    "inset_small": ([100, 120, 350, 370], 0.04),
    "inset_outside": ([-40.5, -10.25, 59.5, 89.75], 0.04),
    "inset_none": ([3, 5, 67, 69], 0),
    "inset_large": ([0, 0, 1200, 1200], 0.25),
    "inset_of_a_fraction": ([7.125, 7.5, 31.25, 31.625], 0.1),
}
TURNS = {"7x7": EVIDENCE, "2x2": [[1.0, -2.0], [0.5, 3.25]], "1x1": [[0.75]]}
PICTURES = [(1, 1), (224, 224), (640, 427), (427, 640), (641, 428), (33, 4001), (12000, 32)]


def make() -> dict[str, Any]:
    """The whole suite."""
    faces = [
        {
            "id": f"crop_{name}",
            "kind": "plan_crop",
            "box": box,
            "margin": margin,
            "shift": shift,
            "turn": turn,
            "square": crop_square((box[0], box[1], box[2], box[3]), margin, shift, turn),
        }
        for name, (box, margin, shift, turn) in FACES.items()
    ]
    insets = [
        {
            "id": name,
            "kind": "inset",
            "box": box,
            "share": share,
            "square": inset((box[0], box[1], box[2], box[3]), share),
        }
        for name, (box, share) in INSETS.items()
    ]
    turns = [
        {
            "id": f"turn_back_{name}_{turn}",
            "kind": "turn_back",
            "evidence": evidence,
            "turn": turn,
            "turned": anticlockwise(evidence, turn),
        }
        for name, evidence in TURNS.items()
        for turn in (0, 90, 180, 270)
    ]
    wholes = [
        {
            "id": f"whole_{width}x{height}",
            "kind": "plan_whole",
            "width": width,
            "height": height,
            "square": whole_square(width, height),
        }
        for width, height in PICTURES
    ]
    folds = [
        {
            "id": name,
            "kind": "fold_mirrored",
            "evidence": evidence,
            "side": side,
            "size": size,
            "folded": folded(evidence, side * len(evidence) // size),
        }
        for name, (evidence, side, size) in FOLDS.items()
    ]
    return {
        "about": "Boxes are left, top, right, bottom in pixels of the picture. turn: degrees "
        "clockwise that make the face upright; turn_back turns evidence the other way.",
        "tolerance": {"square": 1e-6, "evidence": 1e-5},
        "vectors": [*faces, *insets, *wholes, *folds, *turns],
    }
