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
    "red": ({"formula": "flat", "width": 32, "height": 32, "color": [230, 40, 20]}, [0, 0, 32, 32]),
}


MARGIN_STEPS = 2
"""Quantization steps of each output allowed beyond the measured spread of two sets of kernels."""


class NoBundleError(Exception):
    """No bundle is sealed yet, so there is no network to ask."""


def make() -> dict[str, Any]:
    """The whole suite.

    Raises:
        NoBundleError: If the package has no default bundle.
    """
    bundle = BundleFolder(_default_folder())
    cases = _cases(bundle)
    reference, optimized = Network(bundle, "BUILTIN_REF"), Network(bundle, "AUTO")
    answers = [reference.answer(crop) for _, crop in cases]
    others = [optimized.answer(crop) for _, crop in cases]
    pairs = list(zip(answers, others, strict=True))
    tolerance = {
        key: round(max(spread(*pair, key) for pair in pairs) + MARGIN_STEPS * step, 7)
        for key, step in reference.steps().items()
    }
    heads = [head for head, _ in cases]
    return {
        "about": "cut: draw the picture, cut the box to the contract's size, run. golden: run the "
        "crop of that id in the bundle's golden.json. All values are real numbers.",
        "tolerance": tolerance,
        "bundle": {"id": bundle.contract["id"], "model_sha256": bundle.sha256},
        "formulas": FORMULAS,
        "vectors": [head | answer for head, answer in zip(heads, answers, strict=True)],
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
