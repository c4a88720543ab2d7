"""Pictures that a few integers describe, so that no language needs a decoder to make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Pixels: TypeAlias = list[list[tuple[int, int, int]]]
"""Rows of (red, green, blue), 0 to 255."""
Spec: TypeAlias = Mapping[str, Any]
"""formula, width, height and the formula's own numbers."""

FORMULAS = {
    "noise": "s = seed; for y, for x, for channel in R, G, B: "
    "s = (1664525 * s + 1013904223) mod 2^32; value = s div 2^24",
    "checks": "((x div cell) + (y div cell)) even: (255, 240, 32), odd: (0, 16, 200)",
    "ramp": "R = 255 * x div (width - 1); G = 255 * y div (height - 1); "
    "B = 255 * (x + y) div (width + height - 2)",
    "rings": "R = ((x*x + y*y) div period) mod 256; G = 255 - R; B = (R * 3) mod 256",
    "flat": "every pixel is color",
    "board": "((x div cell) + (y div cell)) even: even, odd: odd",
    "grey": "R = G = B = (across * x + down * y) mod 256",
}


def draw(spec: Spec) -> Pixels:
    """The picture that a spec describes."""
    return _DRAW[spec["formula"]](spec)


def _noise(spec: Spec) -> Pixels:
    state = spec["seed"]

    def value() -> int:
        nonlocal state
        state = (1664525 * state + 1013904223) % 2**32
        return int(state // 2**24)

    return [[(value(), value(), value()) for _ in range(spec["width"])] for _ in _rows(spec)]


def _checks(spec: Spec) -> Pixels:
    def at(x: int, y: int) -> tuple[int, int, int]:
        even = (x // spec["cell"] + y // spec["cell"]) % 2 == 0
        return (255, 240, 32) if even else (0, 16, 200)

    return _each(spec, at)


def _ramp(spec: Spec) -> Pixels:
    right, bottom = spec["width"] - 1, spec["height"] - 1
    return _each(
        spec,
        lambda x, y: (255 * x // right, 255 * y // bottom, 255 * (x + y) // (right + bottom)),
    )


def _rings(spec: Spec) -> Pixels:
    def at(x: int, y: int) -> tuple[int, int, int]:
        red = (x * x + y * y) // spec["period"] % 256
        return red, 255 - red, red * 3 % 256

    return _each(spec, at)


def _flat(spec: Spec) -> Pixels:
    red, green, blue = spec["color"]
    return _each(spec, lambda x, y: (red, green, blue))


def _board(spec: Spec) -> Pixels:
    def at(x: int, y: int) -> tuple[int, int, int]:
        even = (x // spec["cell"] + y // spec["cell"]) % 2 == 0
        red, green, blue = spec["even"] if even else spec["odd"]
        return red, green, blue

    return _each(spec, at)


def _grey(spec: Spec) -> Pixels:
    def at(x: int, y: int) -> tuple[int, int, int]:
        value = (spec["across"] * x + spec["down"] * y) % 256
        return value, value, value

    return _each(spec, at)


def _each(spec: Spec, at: Callable[[int, int], tuple[int, int, int]]) -> Pixels:
    return [[at(x, y) for x in range(spec["width"])] for y in _rows(spec)]


def _rows(spec: Spec) -> range:
    return range(spec["height"])


_DRAW: Mapping[str, Callable[[Spec], Pixels]] = {
    "noise": _noise,
    "checks": _checks,
    "ramp": _ramp,
    "rings": _rings,
    "flat": _flat,
    "board": _board,
    "grey": _grey,
}
