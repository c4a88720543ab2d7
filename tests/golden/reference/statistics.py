"""What tells graphics from photographs, counted pixel by pixel in whole numbers and fractions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise

from tests.golden.reference.pictures import Pixels

NAMES = ("flat", "common", "hard", "extreme", "colourfulness")


def measure(pixels: Pixels) -> dict[str, float]:
    """The five statistics by their names."""
    shares = (_flat(pixels), _common(pixels), _hard(pixels), _extreme(pixels))
    return dict(zip(NAMES, [*map(float, shares), _colourfulness(pixels)], strict=True))


def graphic_score(statistics: Mapping[str, float], rule: Mapping[str, float]) -> float:
    """The bias and each statistic times its weight; no photograph if it is above 0."""
    return rule["bias"] + sum(rule[name] * statistics[name] for name in NAMES)


def _flat(pixels: Pixels) -> Fraction:
    """Pixels that differ by at most 2 from the one to the right and from the one below."""
    places = [(x, y) for y in range(len(pixels) - 1) for x in range(len(pixels[0]) - 1)]
    flat = [
        all(
            abs(here - right) <= 2 and abs(here - below) <= 2
            for here, right, below in zip(
                pixels[y][x], pixels[y][x + 1], pixels[y + 1][x], strict=True
            )
        )
        for x, y in places
    ]
    return Fraction(sum(flat), len(flat))


def _common(pixels: Pixels) -> Fraction:
    """Pixels of the four colours that most have, of those that the upper four bits tell apart."""
    colours = Counter((r // 16, g // 16, b // 16) for row in pixels for r, g, b in row)
    return Fraction(sum(count for _, count in colours.most_common(4)), colours.total())


def _hard(pixels: Pixels) -> Fraction:
    """Pairs of neighbours whose luma differs by 64 or more, in thousandths of a grey level."""
    luma = [[299 * r + 587 * g + 114 * b for r, g, b in row] for row in pixels]
    columns = [list(column) for column in zip(*luma, strict=True)]
    pairs = [pair for line in (*luma, *columns) for pair in pairwise(line)]
    return Fraction(sum(abs(a - b) >= 64_000 for a, b in pairs), len(pairs))


def _extreme(pixels: Pixels) -> Fraction:
    """Pixels all of whose channels are 250 or more, or all of them 5 or less."""
    extreme = [min(pixel) >= 250 or max(pixel) <= 5 for row in pixels for pixel in row]
    return Fraction(sum(extreme), len(extreme))


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
