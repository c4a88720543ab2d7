"""Plays the golden vectors of `tests/golden/vectors` to an implementation of the arithmetic."""

from __future__ import annotations

import base64
import copy
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from edge_runtime.bundle.contract import (
    Contract,
    DecisionRule,
    GraphicRule,
    PoolingRule,
    QualityRule,
    ReasonsRule,
)
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document
from edge_runtime.picture import geometry, quality, turning
from edge_runtime.picture import mirror_tiling as mirror
from edge_runtime.picture.pixels import shrink
from edge_runtime.picture.reasons import reasons_of_look
from edge_runtime.picture.region_crop import RegionCrop
from edge_runtime.picture.statistics import CropStatistics
from edge_runtime.result import decision
from edge_runtime.types import Box, Reason, RegionKind, RegionReason, Verdict
from tests.golden.reference.pictures import draw
from tests.support.face_arithmetic import FaceArithmetic
from tests.support.golden_faces import check_face_vector

FOLDER = Path(__file__).parents[1] / "golden/vectors"

Vector = dict[str, Any]


@dataclass(frozen=True)
class Arithmetic:
    """The functions under test; a wrong variant replaces one of them."""

    plan_crop: Callable[..., Box] = geometry.plan_crop
    inset: Callable[..., Box] = geometry.inset
    plan_whole: Callable[..., Box] = geometry.plan_whole
    cut_crop: Callable[..., Any] = geometry.cut_crop
    cut_mirrored: Callable[..., Any] = mirror.cut_mirrored
    fold_mirrored: Callable[..., Any] = mirror.fold_mirrored
    turn_clockwise: Callable[..., Any] = turning.turn_clockwise
    mirror_crop: Callable[..., Any] = turning.mirror_crop
    turn_back: Callable[..., Any] = turning.turn_back
    faces: FaceArithmetic = field(default_factory=FaceArithmetic)
    probability_of: Callable[..., float] = decision.probability_of
    verdict_of: Callable[..., Verdict] = decision.verdict_of
    pool: Callable[..., tuple[Verdict, float]] = decision.pool
    deserves_second_look: Callable[..., bool] = decision.deserves_second_look
    judge_looks: Callable[..., decision.Judgement] = decision.judge_looks
    reasons_of: Callable[..., tuple[Reason, ...]] = decision.reasons_of
    statistics_of: Callable[..., CropStatistics] = CropStatistics.of
    reasons_of_look: Callable[..., tuple[RegionReason, ...]] = reasons_of_look


def suite(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert document["schema"] == "golden/1"
    assert document["suite"] == name
    return document


def outcomes(name: str, under_test: Arithmetic | None = None) -> dict[str, bool]:
    """Whether each vector of a suite holds, by its id."""
    document = suite(name)
    check = CHECKS[name]
    arithmetic = under_test or Arithmetic()
    return {vector["id"]: check(vector, document, arithmetic) for vector in document["vectors"]}


def failed(name: str, under_test: Arithmetic) -> set[str]:
    return {vector for vector, holds in outcomes(name, under_test).items() if not holds}


def picture_of(vector: Vector) -> Any:
    """uint8 [H, W, 3] that the vector's formula draws."""
    return _drawn(json.dumps(vector["picture"]))


@cache
def _drawn(spec: str) -> Any:
    pixels = np.array(draw(json.loads(spec)), np.uint8)
    pixels.flags.writeable = False
    return pixels


def box_of(values: list[float]) -> Box:
    return Box(*map(float, values))


def near(one: Any, other: Any, tolerance: float) -> bool:
    """Equal shapes, and no element further apart; NaN is never near."""
    left, right = np.asarray(one, np.float64), np.asarray(other, np.float64)
    return left.shape == right.shape and bool(np.all(np.abs(left - right) <= tolerance))


def check_contract(vector: Vector, document: dict[str, Any], _: Arithmetic) -> bool:
    if "text" in vector:
        return _error_key(lambda: Contract.parse(json_document.load(vector["text"].encode(), "t")))[
            0
        ]
    edited = _edited(document["base"], vector["edit"])
    _, key = _error_key(lambda: Contract.parse(edited))
    return key == vector["error_key"]


def _error_key(parse: Callable[[], object]) -> tuple[bool, str | None]:
    try:
        parse()
    except ContractError as error:
        return True, error.key
    return False, None


def _edited(base: dict[str, Any], edit: dict[str, Any] | None) -> Any:
    contract = copy.deepcopy(base)
    if edit is not None:
        path = edit.get("delete") or edit["set"]
        parent: Any = contract
        for key in path[:-1]:
            parent = parent[key]
        if "delete" in edit:
            del parent[path[-1]]
        else:
            parent[path[-1]] = edit["to"]
    return contract


def check_geometry(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    if vector["kind"] == "fold_mirrored":
        evidence = np.array(vector["evidence"], np.float32)
        made = under_test.fold_mirrored(evidence, vector["side"], vector["size"])
        return near(made, vector["folded"], document["tolerance"]["evidence"])
    if vector["kind"] == "turn_back":
        evidence = np.array(vector["evidence"], np.float32)
        turned = under_test.turn_back(evidence, vector["turn"])
        return near(turned, vector["turned"], document["tolerance"]["evidence"])
    square = _square(vector, under_test)
    corners = [square.left, square.top, square.right, square.bottom]
    return near(corners, vector["square"], document["tolerance"]["square"])


def _square(vector: Vector, under_test: Arithmetic) -> Box:
    if vector["kind"] == "plan_crop":
        numbers = (vector[key] for key in ("margin", "shift", "turn"))
        return under_test.plan_crop(box_of(vector["box"]), *numbers)
    if vector["kind"] == "inset":
        return under_test.inset(box_of(vector["box"]), vector["share"])
    assert vector["kind"] == "plan_whole"
    return under_test.plan_whole(vector["width"], vector["height"])


def check_pixels(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    picture = picture_of(vector)
    if vector["kind"] == "cut_crop":
        made = under_test.cut_crop(picture, box_of(vector["box"]), vector["size"])
    elif vector["kind"] == "cut_mirrored":
        box = box_of(vector["box"])
        made = under_test.cut_mirrored(picture, box, vector["side"], vector["size"])
    elif vector["kind"] == "shrink":
        made = np.asarray(shrink(Image.fromarray(picture), vector["width"], vector["height"]))
    elif vector["kind"] == "turn":
        made = under_test.turn_clockwise(picture, vector["turn"])
        made = under_test.mirror_crop(made) if vector["mirror"] else made
    elif vector["kind"] == "reduce":
        made = np.asarray(Image.fromarray(picture).reduce(vector["block"]))
    else:
        size = (vector["width"], vector["height"])
        made = np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BILINEAR))
    expected = expected_pixels(vector, made.shape)
    return made.dtype == np.uint8 and near(made, expected, document["tolerance"]["grey_levels"])


def expected_pixels(vector: Vector, shape: tuple[int, ...]) -> Any:
    if "png" in vector:
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(vector["png"]))))
    return np.frombuffer(base64.b64decode(vector["pixels"]), np.uint8).reshape(shape)


def check_faces(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    return check_face_vector(vector, document, under_test.faces)


def check_decision(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    check = _DECISION[vector["kind"]]
    return check(vector, document, under_test)


def _rule_of(vector: Vector, document: dict[str, Any]) -> DecisionRule:
    return DecisionRule(**document["rules"][vector["rule"]])


def _check_probability(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    share = under_test.probability_of(vector["logit"], _rule_of(vector, document))
    same = near(share, vector["probability"], document["tolerance"]["probability"])
    return same and _check_verdict(vector, document, under_test)


def _check_verdict(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    verdict = under_test.verdict_of(vector["probability"], _rule_of(vector, document))
    return verdict.value == vector["verdict"]


@dataclass(frozen=True)
class GoldenPart:
    """A part of a picture, as a vector states it."""

    kind: RegionKind
    probability: float
    capped: bool


def _check_pool(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    parts = [GoldenPart(**part) for part in vector["parts"]]
    pooling = PoolingRule(**document["poolings"][vector["pooling"]])
    rule = _rule_of(vector, document)
    verdict, share = under_test.pool(parts, vector["faces_omitted"], rule, pooling)
    same = near(share, vector["probability"], document["tolerance"]["probability"])
    return same and verdict.value == vector["verdict"]


def _check_second_look(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    rule, limit = _rule_of(vector, document), document["second_look"]["limit"]
    first, reasons = vector["first"], vector["first_reasons"]
    again = under_test.deserves_second_look(first, reasons, rule)
    looks = [first, vector["second"]] if again else [first]
    judged = under_test.judge_looks(looks, reasons, rule, limit)
    numbers = {key: document["tolerance"][key] for key in ("logit", "probability")}
    return (
        all(near(getattr(judged, key), vector[key], most) for key, most in numbers.items())
        and list(judged.looks) == vector["looks"]
        and list(judged.reasons) == vector["reasons"]
        and judged.verdict.value == vector["verdict"]
    )


def _check_statistics(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    measured, tolerance = under_test.statistics_of(picture_of(vector)), document["tolerance"]
    shares = ("flat", "common", "hard", "extreme")
    same = all(near(getattr(measured, key), vector[key], tolerance["share"]) for key in shares)
    colours = near(measured.colourfulness, vector["colourfulness"], tolerance["colourfulness"])
    return same and colours


def _check_reasons(vector: Vector, document: dict[str, Any], under_test: Arithmetic) -> bool:
    crop, region = picture_of(vector), vector["region"]
    rule = ReasonsRule(
        **{**document["reasons"], "graphic": GraphicRule(**document["reasons"]["graphic"])}
    )
    side = region["side"]
    plan = RegionCrop(region["kind"], Box(0, 0, side, side), 0, region["mirrored"])
    found = under_test.reasons_of_look(crop, plan, (region["width"], region["height"]), rule)
    score = under_test.statistics_of(crop).graphic_score(rule.graphic)
    most = document["tolerance"]["graphic_score"]
    return near(score, vector["graphic_score"], most) and list(found) == vector["reasons"]


def _check_union(vector: Vector, _: dict[str, Any], under_test: Arithmetic) -> bool:
    verdict = Verdict(vector["verdict"])
    found = under_test.reasons_of(verdict, vector["regions"], vector["faces_omitted"])
    return list(found) == vector["reasons"]


def _check_quality(vector: Vector, document: dict[str, Any], _: Arithmetic) -> bool:
    crop = picture_of(vector)
    luma = quality.luma_of(crop)
    tolerance = document["tolerance"]
    brightness = near(luma.mean(), vector["brightness"], tolerance["brightness"])
    sharpness = near(quality.sharpness_of(luma), vector["sharpness"], tolerance["sharpness"])
    flags = quality.judge(crop, vector["side"], QualityRule(**document["quality"]))
    return brightness and sharpness and list(flags) == vector["flags"]


_DECISION: dict[str, Callable[[Vector, dict[str, Any], Arithmetic], bool]] = {
    "probability": _check_probability,
    "verdict": _check_verdict,
    "pool": _check_pool,
    "second_look": _check_second_look,
    "statistics": _check_statistics,
    "reasons": _check_reasons,
    "union": _check_union,
    "quality": _check_quality,
}


CHECKS: dict[str, Callable[[Vector, dict[str, Any], Arithmetic], bool]] = {
    "contracts": check_contract,
    "geometry": check_geometry,
    "pixels": check_pixels,
    "faces": check_faces,
    "decision": check_decision,
}
