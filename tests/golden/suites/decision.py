"""Probabilities, verdicts, pooling, second looks, reasons and quality flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.golden.reference import decision, quality, reasons, statistics
from tests.golden.reference.pictures import FORMULAS, draw
from tests.golden.suites.pools import POOLINGS, POOLS, parts_of

PLAIN = {"temperature": 1.0, "bias": 0.0, "fake_at": 0.75, "real_at": 0.25}
FITTED = {"temperature": 1.75, "bias": -0.4, "fake_at": 0.8, "real_at": 0.1}
COLD = {"temperature": 0.25, "bias": 1.25, "fake_at": 0.5, "real_at": 0.49}
RULES = {"plain": PLAIN, "fitted": FITTED, "cold": COLD}
LOGITS = [-1000.0, -36.0, -4.0, -0.5, 0.0, 0.125, 1.0, 3.0, 36.0, 1000.0]
SHARES = [0.0, 0.1, 0.2, 0.25, 0.2500001, 0.5, 0.7499999, 0.75, 0.76, 0.9, 1.0]

LIMIT = 1.5
LOOKS: dict[str, tuple[str, float, float, list[str]]] = {
    "fake_twice": ("plain", 2.0, 2.5, []),
    "real_twice": ("plain", -3.0, -2.25, []),
    "undecided_once": ("plain", 0.5, 3.0, []),
    "at_the_limit": ("plain", 3.0, 1.5, []),
    "at_the_limit_upwards": ("plain", -3.5, -2.0, []),
    "above_the_limit": ("plain", 3.0, 1.4375, []),
    "above_the_limit_upwards": ("plain", 3.0, 4.5625, []),
    "opposite": ("plain", 4.0, -4.0, []),
    "second_pulls_into_the_band": ("plain", 1.25, 0.25, []),
    "real_pulled_into_the_band": ("plain", -1.25, -0.5, []),
    "first_just_short_of_fake": ("plain", 1.0, 2.0, []),
    "with_a_reason": ("plain", 3.0, 3.0, ["no_colour"]),
    "with_two_reasons": ("plain", -3.0, 3.0, ["too_small", "extreme_shape"]),
    "undecided_with_a_reason": ("plain", 0.0, 3.0, ["not_a_photograph"]),
    "fitted_fake": ("fitted", 4.0, 3.0, []),
    "fitted_undecided": ("fitted", 2.5, 5.0, []),
    "fitted_unstable": ("fitted", -4.0, -6.0, []),
}

NOISE = {"formula": "noise", "width": 32, "height": 32, "seed": 1}
RAMP = {"formula": "ramp", "width": 32, "height": 32}
SLOW_RAMP = {"formula": "ramp", "width": 128, "height": 128}
RINGS = {"formula": "rings", "width": 40, "height": 40, "period": 37}
BLACK = {"formula": "flat", "width": 32, "height": 32, "color": [0, 0, 0]}
GREY = {"formula": "grey", "width": 32, "height": 32, "across": 3, "down": 5}
DRAWN: dict[str, dict[str, Any]] = {
    "noise": NOISE,
    "noise_uneven": {"formula": "noise", "width": 31, "height": 31, "seed": 8},
    "ramp": RAMP,
    "slow_ramp": SLOW_RAMP,
    "rings": RINGS,
    "checks_4": {"formula": "checks", "width": 32, "height": 32, "cell": 4},
    "checks_3": {"formula": "checks", "width": 32, "height": 32, "cell": 3},
    "black": BLACK,
    "white": {**BLACK, "color": [255, 255, 255]},
    "red": {**BLACK, "color": [255, 0, 0]},
    "grey": GREY,
    "hard_across": {**GREY, "across": 40, "down": 0},
    "hard_down": {**GREY, "across": 0, "down": 40},
    "steps_of_3": {**GREY, "across": 2, "down": 253},
    "steps_of_4": {**GREY, "across": 3, "down": 252},
    "three_fifths_of_two_tones": {**GREY, "across": 3, "down": 254},
    "not_three_fifths": {**GREY, "across": 2, "down": 128},
    "bands": {**GREY, "across": 0, "down": 2, "width": 130, "height": 130},
    "even_blocks": {**GREY, "across": 0, "down": 255, "width": 64, "height": 64},
    "left_over": {"formula": "checks", "width": 20, "height": 20, "cell": 18},
    "no_block": {**NOISE, "width": 15, "height": 15},
    "large_checks": {"formula": "checks", "width": 48, "height": 48, "cell": 11},
}
BOARDS: dict[str, tuple[list[int], list[int]]] = {
    "one_apart_in_blue": ([100, 120, 140], [100, 120, 141]),
    "three_apart": ([100, 120, 140], [102, 117, 142]),
    "four_apart": ([100, 120, 140], [104, 118, 139]),
    "31_apart": ([100, 60, 140], [110, 91, 130]),
    "32_apart": ([100, 60, 140], [110, 92, 130]),
    "32_apart_in_blue": ([100, 60, 140], [100, 60, 172]),
    "green_63_apart": ([100, 60, 140], [100, 123, 140]),
    "green_64_apart": ([100, 60, 140], [100, 124, 140]),
    "red_apart": ([0, 60, 140], [255, 60, 140]),
    "nearly_white_and_black": ([250, 250, 250], [5, 5, 5]),
    "not_nearly_white_or_black": ([250, 250, 249], [6, 5, 5]),
    "white_and_not_quite": ([255, 255, 255], [255, 249, 255]),
    "one_tint": ([120, 100, 90], [120, 100, 90]),
}
DRAWN |= {
    name: {"formula": "board", "width": 24, "height": 24, "cell": 1, "even": even, "odd": odd}
    for name, (even, odd) in BOARDS.items()
}
DRAWN["wide_board"] = {**DRAWN["white_and_not_quite"], "cell": 5, "width": 32, "height": 32}

GRAPHIC = {
    "bias": -3.0,
    "flat": 4.0,
    "common": 5.0,
    "hard": 1.0,
    "extreme": 1.0,
    "colourfulness": -0.02,
}
CAPS = {
    "enlarged_below_px": 96.0,
    "colourless_below": 6.0,
    "shape_above": 3.5,
    "graphic": GRAPHIC,
}
FACE = {"kind": "face", "side": 200.0, "mirrored": False, "width": 640, "height": 480}
WHOLE = {**FACE, "kind": "image", "side": 480.0}
CAPPED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "none": (NOISE, WHOLE),
    "none_of_a_face": (NOISE, FACE),
    "a_graphic": (DRAWN["checks_4"], WHOLE),
    "a_graphic_face": (DRAWN["checks_3"], FACE),
    "slow_colours": (SLOW_RAMP, WHOLE),
    "a_few_colours": (RINGS, WHOLE),
    "small": (NOISE, {**FACE, "side": 95.9}),
    "not_small": (NOISE, {**FACE, "side": 96.0}),
    "small_whole": (NOISE, {**WHOLE, "side": 90.0, "width": 120, "height": 90}),
    "small_and_mirrored": (
        NOISE,
        {**WHOLE, "side": 40.0, "mirrored": True, "width": 60, "height": 40},
    ),
    "grey": (GREY, FACE),
    "grey_graphic": (DRAWN["nearly_white_and_black"], FACE),
    "hardly_any_colour": (
        {**BLACK, "formula": "board", "cell": 1, "even": [90, 80, 75], "odd": [99, 88, 83]},
        FACE,
    ),
    "long": (NOISE, {**WHOLE, "width": 1800, "height": 500, "side": 500.0}),
    "tall": (NOISE, {**WHOLE, "width": 500, "height": 1800, "side": 500.0}),
    "just_not_long": (NOISE, {**WHOLE, "width": 700, "height": 200, "side": 200.0}),
    "face_in_a_long_picture": (NOISE, {**FACE, "width": 1800, "height": 500}),
    "everything": (
        {**BLACK, "color": [90, 90, 90]},
        {**WHOLE, "width": 500, "height": 90, "side": 90.0},
    ),
}
UNIONS: dict[str, tuple[str, list[list[str]], int]] = {
    "of_a_sure_picture": ("FAKE", [["no_colour"], []], 3),
    "of_a_real_picture": ("REAL", [[], []], 0),
    "none": ("UNSURE", [[], []], 0),
    "in_order": ("UNSURE", [["unstable"], ["no_colour", "extreme_shape"], ["not_a_photograph"]], 0),
    "once": ("UNSURE", [["too_small"], ["too_small", "no_colour"], ["too_small"]], 0),
    "omitted_faces": ("UNSURE", [[], []], 1),
    "omitted_faces_last": ("UNSURE", [["unstable"], ["too_small"]], 12),
}

QUALITY = {"small_below_px": 64, "blurred_below": 4.0, "dark_below": 30.0, "bright_above": 200.0}
CROPS: dict[str, tuple[dict[str, Any], float]] = {
    "sharp": (NOISE, 100.0),
    "small": (NOISE, 63.9),
    "not_small": (DRAWN["checks_4"], 64.0),
    "smooth": (RAMP, 100.0),
    "black": (BLACK, 100.0),
    "white": ({**BLACK, "color": [255, 255, 255]}, 20.0),
    "blue": ({**BLACK, "color": [0, 0, 255]}, 100.0),
    "green": ({**BLACK, "color": [90, 255, 90]}, 100.0),
}


def make() -> dict[str, Any]:
    """The whole suite."""
    vectors = [_probability(name, logit) for name in RULES for logit in LOGITS]
    vectors += [_verdict(share) for share in SHARES]
    vectors += [_pool(name, *case) for name, case in POOLS.items()]
    vectors += [_second_look(name, *case) for name, case in LOOKS.items()]
    vectors += [_statistics(name, picture) for name, picture in DRAWN.items()]
    vectors += [_reasons(name, *case) for name, case in CAPPED.items()]
    vectors += [_union(name, *case) for name, case in UNIONS.items()]
    vectors += [_quality(name, *case) for name, case in CROPS.items()]
    return {
        "about": "probability: of a logit. verdict: of a probability. pool: of a picture's parts. "
        "second_look: a region after its looks; the second is taken only where looks has two. "
        "statistics: of a crop. reasons: of a region's first look. union: those of a picture. "
        "quality: measures and flags of a crop whose square is side pixels wide.",
        "tolerance": {
            "probability": 1e-6,
            "logit": 1e-9,
            "share": 1e-9,
            "colourfulness": 1e-6,
            "graphic_score": 1e-6,
            "brightness": 1e-6,
            "sharpness": 1e-3,
        },
        "rules": RULES,
        "poolings": POOLINGS,
        "second_look": {"inset": 0.04, "limit": LIMIT},
        "reasons": CAPS,
        "quality": QUALITY,
        "formulas": FORMULAS,
        "vectors": vectors,
    }


def _probability(rule: str, logit: float) -> dict[str, Any]:
    share = decision.probability(logit, RULES[rule])
    return {
        "id": f"probability_{rule}_{logit:g}",
        "kind": "probability",
        "rule": rule,
        "logit": logit,
        "probability": share,
        "verdict": decision.verdict(share, RULES[rule]),
    }


def _verdict(share: float) -> dict[str, Any]:
    return {
        "id": f"verdict_{share!r}",
        "kind": "verdict",
        "rule": "plain",
        "probability": share,
        "verdict": decision.verdict(share, PLAIN),
    }


def _pool(name: str, pooling: str, rule: str, spelled: str, omitted: int = 0) -> dict[str, Any]:
    parts = parts_of(spelled)
    share = decision.pooled_probability(parts, POOLINGS[pooling])
    return {
        "id": f"pool_{name}",
        "kind": "pool",
        "rule": rule,
        "pooling": pooling,
        "parts": parts,
        "faces_omitted": omitted,
        "probability": share,
        "verdict": decision.pooled_verdict(share, parts, omitted, RULES[rule]),
    }


def _second_look(
    name: str, rule: str, first: float, second: float, found: list[str]
) -> dict[str, Any]:
    return {
        "id": f"look_{name}",
        "kind": "second_look",
        "rule": rule,
        "first": first,
        "second": second,
        "first_reasons": found,
        **decision.looked_at(first, second, found, RULES[rule], LIMIT),
    }


def _statistics(name: str, picture: dict[str, Any]) -> dict[str, Any]:
    measured = statistics.measure(draw(picture))
    return {"id": f"statistics_{name}", "kind": "statistics", "picture": picture, **measured}


def _reasons(name: str, picture: dict[str, Any], region: dict[str, Any]) -> dict[str, Any]:
    measured = statistics.measure(draw(picture))
    return {
        "id": f"reasons_{name}",
        "kind": "reasons",
        "picture": picture,
        "region": region,
        "graphic_score": statistics.graphic_score(measured, GRAPHIC),
        "reasons": reasons.of_region(measured, region, CAPS),
    }


def _union(name: str, verdict: str, regions: Sequence[list[str]], omitted: int) -> dict[str, Any]:
    return {
        "id": f"union_{name}",
        "kind": "union",
        "verdict": verdict,
        "regions": list(regions),
        "faces_omitted": omitted,
        "reasons": reasons.of_picture(verdict, regions, omitted),
    }


def _quality(name: str, picture: dict[str, Any], side: float) -> dict[str, Any]:
    brightness, sharpness = quality.measure(draw(picture))
    return {
        "id": f"quality_{name}",
        "kind": "quality",
        "picture": picture,
        "side": side,
        "brightness": brightness,
        "sharpness": sharpness,
        "flags": quality.flags(brightness, sharpness, side, QUALITY),
    }
