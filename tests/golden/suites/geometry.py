"""Crop squares."""

from __future__ import annotations

from typing import Any

from tests.golden.reference.geometry import crop_square, whole_square
from tests.golden.reference.mirror import folded

FACES = {
    "square_inside": ([100, 120, 180, 200], 0.15),
    "wide": ([100, 120, 260, 200], 0.15),
    "tall": ([100, 120, 160, 230], 0.15),
    "no_margin": ([10, 20, 50, 70], 0),
    "large_margin": ([10, 20, 50, 70], 1.5),
    "fractions": ([33.25, 47.875, 98.6, 111.3], 0.3),
    "over_the_corner": ([-12.5, -3.25, 40, 61.5], 0.15),
    "far_outside": ([-400, 900, -300, 1000], 0.3),
    "one_pixel": ([7, 7, 8, 8], 0.15),
    "thousands": ([3871.4, 2950.2, 6011.9, 5222.7], 0.15),
}
EVIDENCE = [[round(0.25 * x - 0.125 * y + (x * y % 5) / 8, 3) for x in range(7)] for y in range(7)]
FOLDS = {
    "fold_to_2": (EVIDENCE, 64, 224),
    "fold_to_3": (EVIDENCE, 96, 224),
    "fold_to_7": (EVIDENCE, 224, 224),
}
PICTURES = [(1, 1), (224, 224), (640, 427), (427, 640), (641, 428), (33, 4001), (12000, 32)]


def make() -> dict[str, Any]:
    """The whole suite."""
    faces = [
        {
            "id": f"crop_{name}",
            "kind": "plan_crop",
            "box": box,
            "margin": margin,
            "square": crop_square((box[0], box[1], box[2], box[3]), margin),
        }
        for name, (box, margin) in FACES.items()
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
        "about": "Boxes are left, top, right, bottom in pixels of the upright picture.",
        "tolerance": {"square": 1e-6, "evidence": 1e-5},
        "vectors": [*faces, *wholes, *folds],
    }
