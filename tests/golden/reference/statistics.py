"""What tells graphics from photographs, counted pixel by pixel in whole numbers and fractions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from tests.golden.reference.pictures import Pixels

NAMES = ("flat", "common", "hard", "extreme", "colourfulness")
BLOCK = 16


def measure(pixels: Pixels) -> dict[str, float]:
    """The five statistics by their names."""
    shares = (_flat(pixels), _common(pixels), _hard(pixels), _extreme(pixels))
    return dict(zip(NAMES, [*map(float, shares), _colourfulness(pixels)], strict=True))


def graphic_score(statistics: Mapping[str, float], rule: Mapping[str, float]) -> float:
    """The bias and each statistic times its weight; no photograph if it is above 0."""
    return rule["bias"] + sum(rule[name] * statistics[name] for name in NAMES)


def _flat(pixels: Pixels) -> Fraction:
    """Of the pixels that are not extreme, those that equal the one to the right and the one below.

    The last row and the last column are left out.
    """
    steps = [
        step
        for y, row in enumerate(_steps(pixels))
        for x, step in enumerate(row)
        if not _is_extreme(pixels[y][x])
    ]
    return _share(step == 0 for step in steps)


def _common(pixels: Pixels) -> Fraction:
    """Of the blocks of 16 x 16 whose green is uneven, those that have two tones."""
    across, down = len(pixels[0]) // BLOCK, len(pixels) // BLOCK
    blocks = [
        [pixels[BLOCK * row + y][BLOCK * column + x][1] for y in range(BLOCK) for x in range(BLOCK)]
        for row in range(down)
        for column in range(across)
    ]
    return _share(_has_two_tones(block) for block in blocks if max(block) - min(block) >= 16)


def _has_two_tones(block: list[int]) -> bool:
    """A wide range, and three fifths of the values within 16 of one end of it."""
    low, high = min(block), max(block)
    near = sum(value - low <= 16 or high - value <= 16 for value in block)
    return high - low >= 64 and Fraction(near, len(block)) >= Fraction(3, 5)


def _hard(pixels: Pixels) -> Fraction:
    """Of the pixels with an edge of 4 or more to the right or below, those with 32 or more."""
    edges = [step for row in _steps(pixels) for step in row if step >= 4]
    return _share(step >= 32 for step in edges)


def _steps(pixels: Pixels) -> list[list[int]]:
    """Largest difference of any channel to the right or below; not of the last row and column."""
    return [
        [
            max(
                abs(neighbour - here)
                for other in (pixels[y][x + 1], pixels[y + 1][x])
                for here, neighbour in zip(pixels[y][x], other, strict=True)
            )
            for x in range(len(pixels[0]) - 1)
        ]
        for y in range(len(pixels) - 1)
    ]


def _extreme(pixels: Pixels) -> Fraction:
    return _share(_is_extreme(pixel) for row in pixels for pixel in row)


def _is_extreme(pixel: tuple[int, int, int]) -> bool:
    """All channels 250 or more, or all of them 5 or less."""
    return min(pixel) >= 250 or max(pixel) <= 5


def _share(holds: Iterable[bool]) -> Fraction:
    """Part of those that hold; 0 of none."""
    listed = list(holds)
    return Fraction(sum(listed), len(listed)) if listed else Fraction(0)


def _colourfulness(pixels: Pixels) -> float:
    """Hasler and Süsstrunk's M3: spread of the two opponent colours, and 0.3 of their mean."""
    colours = [pixel for row in pixels for pixel in row]
    red_green = _moments(Fraction(r - g) for r, g, _ in colours)
    yellow_blue = _moments(Fraction(r + g, 2) - b for r, g, b in colours)
    spread = math.sqrt(red_green[1] + yellow_blue[1])
    return spread + 0.3 * math.sqrt(red_green[0] ** 2 + yellow_blue[0] ** 2)


def _moments(values: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    """Mean and variance of all values, exactly."""
    listed = list(values)
    mean = sum(listed, Fraction(0)) / len(listed)
    return mean, sum(((value - mean) ** 2 for value in listed), Fraction(0)) / len(listed)
