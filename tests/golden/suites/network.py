"""What the default bundle's network answers to crops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.golden.reference.geometry import cut
from tests.golden.reference.network import BundleFolder, Network, spread
from tests.golden.reference.pictures import FORMULAS, draw
from tests.golden.suites.pixels import array_of

BUNDLES = Path(__file__).parents[3] / "edge_runtime/bundles"

CROPS: dict[str, tuple[dict[str, Any], list[float]]] = {
    "rings": ({"formula": "rings", "width": 320, "height": 260, "period": 97}, [20, 10, 270, 260]),
    "ramp": ({"formula": "ramp", "width": 300, "height": 200}, [50, 0, 250, 200]),
    "checks": ({"formula": "checks", "width": 256, "height": 256, "cell": 9}, [16, 16, 240, 240]),
    "noise": ({"formula": "noise", "width": 224, "height": 224, "seed": 11}, [0, 0, 224, 224]),
    "noise_up": (
        {"formula": "noise", "width": 40, "height": 40, "seed": 12},
        [2.5, 1.5, 38.5, 37.5],
    ),
    "grey": (
        {"formula": "flat", "width": 32, "height": 32, "color": [128, 128, 128]},
        [0, 0, 32, 32],
    ),
}


SPREADS, STEPS = 2, 3
"""Tolerance of an output: so many times the measured spread of two sets of kernels on this very
crop, and so many quantization steps. Other processors round differently, and some crops (flat or
periodic ones) amplify that more than others."""


class NoBundleError(Exception):
    """No bundle is sealed yet, so there is no network to ask."""


def make() -> dict[str, Any]:
    """The whole suite.

    Raises:
        NoBundleError: If the package has no default bundle.
    """
    bundle = BundleFolder(_default_folder())
    reference, optimized = Network(bundle, "BUILTIN_REF"), Network(bundle, "AUTO")
    vectors = []
    for head, crop in _cases(bundle):
        answer, other = reference.answer(crop), optimized.answer(crop)
        vectors.append(head | answer | {"tolerance": _tolerance(answer, other, reference.steps())})
    return {
        "about": "cut: draw the picture, cut the box to the contract's size, run. golden: run the "
        "crop of that id in the bundle's golden.json. All values are real numbers.",
        "bundle": {"id": bundle.contract["id"], "model_sha256": bundle.sha256},
        "formulas": FORMULAS,
        "vectors": vectors,
    }


def _tolerance(
    answer: dict[str, Any], other: dict[str, Any], steps: dict[str, float]
) -> dict[str, float]:
    return {
        key: round(SPREADS * spread(answer, other, key) + STEPS * step, 7)
        for key, step in steps.items()
    }


def _default_folder() -> Path:
    default = BUNDLES / "DEFAULT"
    if not default.is_file():
        raise NoBundleError("edge_runtime/bundles/DEFAULT names no bundle yet")
    return BUNDLES / default.read_text("utf-8").strip()


def _cases(bundle: BundleFolder) -> list[tuple[dict[str, Any], Any]]:
    """Head of each vector, and its crop."""
    size = bundle.contract["input"]["shape"][1]
    drawn = [
        (
            {"id": name, "kind": "cut", "picture": picture, "box": box},
            array_of(cut(draw(picture), (box[0], box[1], box[2], box[3]), size)),
        )
        for name, (picture, box) in CROPS.items()
    ]
    kept = [
        ({"id": f"golden_{name}", "kind": "golden", "golden": name}, crop)
        for name, crop in bundle.golden_crops().items()
    ]
    return [*drawn, *kept]
