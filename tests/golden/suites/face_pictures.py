"""The pixels that the face detectors see."""

from __future__ import annotations

from typing import Any

from tests.golden.reference import pictures
from tests.golden.reference.face_views import letterbox, sheet
from tests.golden.reference.pictures import draw
from tests.golden.suites.pixels import array_of, stored

FORMULAS = {name: pictures.FORMULAS[name] for name in ("noise", "ramp", "rings")}

NOISE = {"formula": "noise", "width": 60, "height": 47, "seed": 20260228}
RAMP = {"formula": "ramp", "width": 50, "height": 70}
RINGS = {"formula": "rings", "width": 320, "height": 260, "period": 37}
LINE = {"formula": "ramp", "width": 300, "height": 2}

LETTERBOXES: dict[str, tuple[dict[str, Any], int]] = {
    "wide": (NOISE, 32),
    "tall": (RAMP, 32),
    "far": (RINGS, 32),
    "not_enlarged": (NOISE, 64),
    "a_line": (LINE, 32),
}
SHEETS: dict[str, tuple[dict[str, Any], int]] = {
    "wide": (NOISE, 64),
    "tall": (RAMP, 64),
    "far": (RINGS, 64),
    "not_enlarged": ({**NOISE, "width": 20, "height": 13}, 64),
    "a_line": (LINE, 64),
}


def vectors() -> list[dict[str, Any]]:
    """Letterboxed pictures and sheets of turned ones."""
    boxes = [("letterbox", name, *case, letterbox) for name, case in LETTERBOXES.items()]
    sheets = [("sheet", name, *case, sheet) for name, case in SHEETS.items()]
    return [
        {
            "id": f"{kind}_pixels_{name}",
            "kind": f"{kind}_pixels",
            "picture": picture,
            "size": size,
            **stored(array_of(make(draw(picture), size))),
        }
        for kind, name, picture, size, make in [*boxes, *sheets]
    ]
