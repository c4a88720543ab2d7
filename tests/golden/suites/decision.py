"""Probabilities, verdicts and quality flags."""

from __future__ import annotations

from typing import Any

from tests.golden.reference import decision, quality
from tests.golden.reference.pictures import FORMULAS, draw

PLAIN = {"temperature": 1.0, "bias": 0.0, "fake_at": 0.75, "real_at": 0.25, "pooling": "any_fake"}
FITTED = {"temperature": 1.75, "bias": -0.4, "fake_at": 0.8, "real_at": 0.1, "pooling": "any_fake"}
COLD = {"temperature": 0.25, "bias": 1.25, "fake_at": 0.5, "real_at": 0.49, "pooling": "any_fake"}
RULES = {"plain": PLAIN, "fitted": FITTED, "cold": COLD}
LOGITS = [-1000.0, -36.0, -4.0, -0.5, 0.0, 0.125, 1.0, 3.0, 36.0, 1000.0]

PICTURES: dict[str, list[float]] = {
    "one_real": [0.1],
    "one_unsure": [0.5],
    "one_fake": [0.9],
    "at_fake_at": [0.75],
    "at_real_at": [0.25],
    "just_unsure": [0.2500001, 0.7499999],
    "all_real": [0.0, 0.2, 0.25],
    "a_fake_among_real": [0.1, 0.1, 0.76, 0.1],
    "unsure_among_real": [0.1, 0.3, 0.2],
    "fake_and_unsure": [0.5, 1.0],
}
QUALITY = {"small_below_px": 64, "blurred_below": 4.0, "dark_below": 30.0, "bright_above": 200.0}
CROPS: dict[str, tuple[dict[str, Any], float]] = {
    "sharp": ({"formula": "noise", "width": 32, "height": 32, "seed": 1}, 100.0),
    "small": ({"formula": "noise", "width": 32, "height": 32, "seed": 1}, 63.9),
    "not_small": ({"formula": "checks", "width": 32, "height": 32, "cell": 4}, 64.0),
    "smooth": ({"formula": "ramp", "width": 32, "height": 32}, 100.0),
    "black": ({"formula": "flat", "width": 32, "height": 32, "color": [0, 0, 0]}, 100.0),
    "white": ({"formula": "flat", "width": 32, "height": 32, "color": [255, 255, 255]}, 20.0),
    "blue": ({"formula": "flat", "width": 32, "height": 32, "color": [0, 0, 255]}, 100.0),
    "green": ({"formula": "flat", "width": 32, "height": 32, "color": [90, 255, 90]}, 100.0),
}


def make() -> dict[str, Any]:
    """The whole suite."""
    vectors = [_probability(name, logit) for name in RULES for logit in LOGITS]
    vectors += [_picture(name, shares) for name, shares in PICTURES.items()]
    vectors += [_quality(name, *case) for name, case in CROPS.items()]
    return {
        "about": "probability: of a logit under a rule. picture: verdicts of regions and of all. "
        "quality: measures and flags of a crop whose square is side pixels wide.",
        "tolerance": {"probability": 1e-6, "brightness": 1e-6, "sharpness": 1e-3},
        "rules": RULES,
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


def _picture(name: str, shares: list[float]) -> dict[str, Any]:
    pooled, share = decision.picture_verdict(shares, PLAIN)
    return {
        "id": f"picture_{name}",
        "kind": "picture",
        "rule": "plain",
        "probabilities": shares,
        "verdicts": [decision.verdict(one, PLAIN) for one in shares],
        "verdict": pooled,
        "probability": share,
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
