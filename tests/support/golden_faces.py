"""Plays the golden vectors of the search for faces."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from PIL import Image

from edge_runtime.bundle.contract import DetectorRule, FaceRule
from edge_runtime.faces.choice import may_be_turned
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.faces.letterbox import on_black
from edge_runtime.types import Face
from tests.golden.reference.pictures import draw
from tests.support.face_arithmetic import FaceArithmetic

Vector = dict[str, Any]


def check_face_vector(vector: Vector, document: Vector, under_test: FaceArithmetic) -> bool:
    """Whether a vector of the suite ``faces`` holds."""
    return _CHECKS[vector["kind"]](vector, document["tolerance"], under_test)


def _decode(vector: Vector, tolerance: Vector, under_test: FaceArithmetic) -> bool:
    rows = np.zeros((vector["rows"], 6), np.float32)
    for cell in vector["cells"]:
        rows[cell["row"]] = [np.nan if value is None else value for value in cell["values"]]
    keys = ("input_size", "strides", "threshold")
    made = under_test.decode(rows, *(vector[key] for key in keys))
    return _near(made, vector["detections"], tolerance)


def _suppress(vector: Vector, tolerance: Vector, under_test: FaceArithmetic) -> bool:
    made = under_test.suppress(_rows(vector["detections"]), vector["suppress_iou"])
    return _near(made, vector["kept"], tolerance)


def _letterbox(vector: Vector, tolerance: Vector, under_test: FaceArithmetic) -> bool:
    fit = under_test.fit((vector["width"], vector["height"]), vector["size"])
    ratio = np.abs(np.subtract(fit.ratio(), vector["ratio"])).max() <= tolerance["ratio"]
    made = under_test.back(_rows([vector["box"]]), fit, vector["factor"])
    placed = _near(made, [vector["in_picture"]], tolerance)
    return list(fit.small) == vector["small"] and bool(ratio) and placed


def _letterbox_pixels(vector: Vector, tolerance: Vector, under_test: FaceArithmetic) -> bool:
    image = _picture(vector)
    small = under_test.fit(image.size, vector["size"]).shrunk(image)
    return _same_pixels(on_black(small, vector["size"]), vector, tolerance)


def _sheet_pixels(vector: Vector, tolerance: Vector, under_test: FaceArithmetic) -> bool:
    return _same_pixels(under_test.draw_sheet(_picture(vector), vector["size"]), vector, tolerance)


def _sheet(vector: Vector, tolerance: Vector, under_test: FaceArithmetic) -> bool:
    fit = under_test.fit((vector["width"], vector["height"]), vector["still_size"])
    found = _rows(vector["detections"])
    split = under_test.split_sheet(found, fit.small, vector["camera_size"])
    return all(
        _near(
            under_test.back(split[turn], fit, vector["factor"]),
            [one["detection"] for one in vector["turned"] if one["turn"] == turn],
            tolerance,
        )
        for turn in (90, 180, 270)
    )


def _select(vector: Vector, _: Vector, under_test: FaceArithmetic) -> bool:
    rule = vector["rule"]
    found = under_test.select(_rows(vector["detections"]), _rule(rule), rule["min_face_side"])
    return _told(found) == _expected(vector, 0)


def _turned(vector: Vector, _: Vector, under_test: FaceArithmetic) -> bool:
    rule, side = _rule(vector["rule"]), vector["rule"]["min_face_side"]
    upright = under_test.select(_rows(vector["upright"]), rule, side)
    turned = {
        turn: _rows([one["detection"] for one in vector["turned"] if one["turn"] == turn])
        for turn in (90, 180, 270)
    }
    found = upright
    if may_be_turned(upright, rule):
        found = under_test.choose_turn(upright, turned, rule, side)
    return _told(found) == _expected(vector, vector["rotated"])


def _rule(rule: Mapping[str, Any]) -> FaceRule:
    detector = DetectorRule("unused.tflite", 64, (8,))
    keys = ("decides_from", "possible_from", "turned_from", "max_faces")
    return FaceRule(
        min_picture_side=0,
        suppress_iou=0.3,
        still=detector,
        camera=detector,
        **{key: rule[key] for key in keys},
    )


def _told(found: FoundFaces) -> tuple[Any, ...]:
    faces, possible = (list(map(_numbers, part)) for part in (found.faces, found.possible))
    return faces, possible, found.omitted, found.turn


def _expected(vector: Vector, turn: int) -> tuple[Any, ...]:
    return vector["faces"], vector["possible"], vector["omitted"], turn


def _numbers(face: Face) -> list[float]:
    box = face.box
    return [box.left, box.top, box.right, box.bottom, face.score]


def _rows(detections: list[list[float]]) -> Any:
    return np.array(detections, np.float64).reshape(-1, 5)


def _near(made: Any, detections: list[list[float]], tolerance: Vector) -> bool:
    wanted = _rows(detections)
    if made.shape != wanted.shape:
        return False
    limits = [tolerance["box"]] * 4 + [tolerance["score"]]
    return bool((np.abs(made - wanted) <= limits).all())


def _picture(vector: Vector) -> Image.Image:
    return Image.fromarray(np.array(draw(vector["picture"]), np.uint8))


def _same_pixels(made: Any, vector: Vector, tolerance: Vector) -> bool:
    wanted = np.frombuffer(base64.b64decode(vector["pixels"]), np.uint8).astype(int)
    return bool(np.abs(made.ravel() - wanted).max() <= tolerance["grey_levels"])


_CHECKS: Mapping[str, Callable[[Vector, Vector, FaceArithmetic], bool]] = {
    "decode": _decode,
    "suppress": _suppress,
    "letterbox": _letterbox,
    "letterbox_pixels": _letterbox_pixels,
    "sheet": _sheet,
    "sheet_pixels": _sheet_pixels,
    "select": _select,
    "turned": _turned,
}
