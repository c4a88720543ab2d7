"""The pixels of crops."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from PIL import Image

from tests.golden.reference.geometry import cut
from tests.golden.reference.mirror import mirrored
from tests.golden.reference.pictures import FORMULAS, Pixels, draw
from tests.golden.reference.resample import reduce, resize, shrink
from tests.golden.reference.turning import clockwise
from tests.golden.reference.turning import mirrored as left_right

NOISE = {"formula": "noise", "width": 60, "height": 47, "seed": 20260228}
CHECKS = {"formula": "checks", "width": 64, "height": 64, "cell": 3}
RAMP = {"formula": "ramp", "width": 50, "height": 70}
RINGS = {"formula": "rings", "width": 320, "height": 260, "period": 37}
FLAT = {"formula": "flat", "width": 9, "height": 9, "color": [13, 130, 247]}
GRAIN = {"formula": "noise", "width": 24, "height": 20, "seed": 7}
SMALL = 16
NETWORK = 224

CROPS: dict[str, tuple[dict[str, Any], list[float], int]] = {
    "noise_same_size": (NOISE, [10, 5, 26, 21], SMALL),
    "noise_inside": (NOISE, [4, 3, 44, 43], SMALL),
    "noise_fractions": (NOISE, [4.3, 3.7, 40.9, 40.3], SMALL),
    "noise_whole_width": (NOISE, [0, 0, 47, 47], SMALL),
    "noise_over_left_top": (NOISE, [-9.5, -6.25, 20.5, 23.75], SMALL),
    "noise_over_right_bottom": (NOISE, [35.2, 25.4, 75.2, 65.4], SMALL),
    "noise_over_all_sides": (NOISE, [-20, -26.5, 80, 73.5], SMALL),
    "noise_left_of_the_picture": (NOISE, [-40, 10, -8, 42], SMALL),
    "noise_below_the_picture": (NOISE, [5.5, 60.5, 35.5, 90.5], SMALL),
    "noise_beyond_the_corner": (NOISE, [70, 55, 90, 75], SMALL),
    "noise_up_3": (NOISE, [20, 20, 20 + 16 / 3, 20 + 16 / 3], SMALL),
    "noise_up_20": (NOISE, [30.1, 30.1, 30.9, 30.9], SMALL),
    "rings_down_7.3": (RINGS, [100, 80, 216.8, 196.8], SMALL),
    "rings_down_fractions": (RINGS, [11.17, 3.71, 250.47, 243.01], SMALL),
    "checks_down_3": (CHECKS, [8, 8, 56, 56], SMALL),
    "checks_shifted": (CHECKS, [8.5, 8.5, 40.5, 40.5], SMALL),
    "ramp_inside": (RAMP, [2, 12, 46, 56], SMALL),
    "ramp_over_the_edge": (RAMP, [-10, 20, 60, 90], SMALL),
    "flat_over_all_sides": (FLAT, [-5, -5, 14, 14], SMALL),
    "blocks_of_2": (NOISE, [0, 0, 47, 47], 8),
    "blocks_of_2_from": (NOISE, [6, 5, 38, 37], 8),
    "blocks_of_3_fractions": (RINGS, [21.3, 17.8, 136.1, 132.6], SMALL),
    "blocks_of_7_whole_height": (RINGS, [30, 0, 290, 260], SMALL),
    "blocks_over_left_top": (NOISE, [-9.5, -6.25, 30.5, 33.75], 8),
    "blocks_over_right_bottom": (NOISE, [25.2, 15.4, 75.2, 65.4], 8),
    "blocks_over_all_sides": (NOISE, [-20, -26.5, 80, 73.5], 8),
    "blocks_beyond_the_corner": (NOISE, [70, 55, 110, 95], 8),
    "network_down": (RINGS, [-14.25, -40.5, 325.75, 299.5], NETWORK),
    "network_up": (GRAIN, [1.5, 0.25, 19.5, 18.25], NETWORK),
}
MIRRORED: dict[str, tuple[dict[str, Any], list[float], int, int]] = {
    "mirrored_same_size": (GRAIN, [2, 0, 22, 20], 20, 50),
    "mirrored_twice_as_large": (GRAIN, [4, 2, 20, 18], 32, 112),
    "mirrored_once": (RAMP, [0, 10, 50, 60], 16, 16),
    "mirrored_to_the_network": (GRAIN, [2, 0, 22, 20], 64, NETWORK),
}
RESIZES: dict[str, tuple[dict[str, Any], tuple[int, int]]] = {
    "resize_down": (NOISE, (16, 13)),
    "resize_up": (GRAIN, (32, 27)),
    "resize_one_way": (RAMP, (50, 9)),
}
SHRUNK: dict[str, tuple[dict[str, Any], tuple[int, int]]] = {
    "shrink_to_just_over_half": (NOISE, (31, 24)),
    "shrink_to_half": (CHECKS, (32, 32)),
    "shrink_one_way": (RAMP, (50, 9)),
    "shrink_in_uneven_blocks": (NOISE, (13, 7)),
    "shrink_far": (RINGS, (19, 15)),
}

REDUCED: dict[str, tuple[dict[str, Any], int]] = {
    "reduce_2": (NOISE, 2),
    "reduce_3_uneven": (NOISE, 3),
    "reduce_7": (RINGS, 7),
    "reduce_1": (GRAIN, 1),
}
TURNED = {"noise": {**NOISE, "width": 16, "height": 16}, "ramp": {**RAMP, "width": 5, "height": 5}}


def make() -> dict[str, Any]:
    """The whole suite."""
    crops = [_crop(name, *case) for name, case in CROPS.items()]
    copies = [_mirrored(name, *case) for name, case in MIRRORED.items()]
    resizes = [_resize(name, *case) for name, case in RESIZES.items()]
    shrunk = [_shrunk(name, *case) for name, case in SHRUNK.items()]
    turned = [
        _turned(f"turn_{name}_{turn}{'_mirrored' if mirror else ''}", picture, turn, mirror)
        for name, picture in TURNED.items()
        for turn in (0, 90, 180, 270)
        for mirror in (False, True)
    ]
    reduced = [_reduced(name, *case) for name, case in REDUCED.items()]
    return {
        "about": "Draw the picture by its formula (div and mod of non-negative integers), cut the "
        "box, compare. pixels: base64 of rows of RGB bytes; png: base64 of an RGB PNG.",
        "tolerance": {"grey_levels": 1},
        "formulas": FORMULAS,
        "vectors": [*crops, *copies, *resizes, *shrunk, *reduced, *turned],
    }


def array_of(pixels: Pixels) -> Any:
    """uint8 [H, W, 3]."""
    return np.array(pixels, np.uint8)


def _crop(name: str, picture: dict[str, Any], box: list[float], size: int) -> dict[str, Any]:
    made = array_of(cut(draw(picture), (box[0], box[1], box[2], box[3]), size))
    head = {"id": name, "kind": "cut_crop", "picture": picture, "box": box, "size": size}
    return {**head, **stored(made)}


def _mirrored(
    name: str, picture: dict[str, Any], box: list[float], side: int, size: int
) -> dict[str, Any]:
    square = (box[0], box[1], box[2], box[3])
    made = array_of(mirrored(draw(picture), square, side, size))
    head = {"id": name, "kind": "cut_mirrored", "picture": picture, "box": box, "side": side}
    return {**head, "size": size, **stored(made)}


def _resize(name: str, picture: dict[str, Any], size: tuple[int, int]) -> dict[str, Any]:
    whole = (0.0, 0.0, float(picture["width"]), float(picture["height"]))
    made = array_of(resize(draw(picture), whole, size))
    head = {"id": name, "kind": "resize", "picture": picture, "width": size[0], "height": size[1]}
    return {**head, **stored(made)}


def _shrunk(name: str, picture: dict[str, Any], size: tuple[int, int]) -> dict[str, Any]:
    made = array_of(shrink(draw(picture), size))
    head = {"id": name, "kind": "shrink", "picture": picture, "width": size[0], "height": size[1]}
    return {**head, **stored(made)}


def _reduced(name: str, picture: dict[str, Any], block: int) -> dict[str, Any]:
    made = array_of(reduce(draw(picture), block))
    head = {"id": name, "kind": "reduce", "picture": picture, "block": block}
    return {**head, "width": made.shape[1], "height": made.shape[0], **stored(made)}


def _turned(name: str, picture: dict[str, Any], turn: int, mirror: bool) -> dict[str, Any]:
    upright = clockwise(draw(picture), turn)
    made = array_of(left_right(upright) if mirror else upright)
    head = {"id": name, "kind": "turn", "picture": picture, "turn": turn, "mirror": mirror}
    return {**head, **stored(made)}


def stored(made: Any) -> dict[str, str]:
    """The bytes of a picture as the suites keep them."""
    if made.shape[0] < NETWORK:
        return {"pixels": base64.b64encode(made.tobytes()).decode("ascii")}
    buffer = io.BytesIO()
    Image.fromarray(made).save(buffer, "PNG", optimize=True)
    return {"png": base64.b64encode(buffer.getvalue()).decode("ascii")}
