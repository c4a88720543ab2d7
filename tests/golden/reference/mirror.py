"""Mirrored copies of a tiny picture, and the evidence of one of them."""

from __future__ import annotations

from tests.golden.reference.geometry import Rectangle, cut
from tests.golden.reference.pictures import Pixels


def mirrored(pixels: Pixels, box: Rectangle, side: int, size: int) -> Pixels:
    """The box as ``side`` x ``side`` pixels, its copies reflected at every seam."""
    copy = cut(pixels, box, side)
    return [[copy[source(y, side)][source(x, side)] for x in range(size)] for y in range(size)]


def folded(evidence: list[list[float]], cells: int) -> list[list[float]]:
    """Mean over all places of the map that show the same place of a copy ``cells`` places wide."""
    length = len(evidence)
    return [
        [
            _mean(
                [
                    evidence[y][x]
                    for y in range(length)
                    for x in range(length)
                    if (source(y, cells), source(x, cells)) == (row, column)
                ]
            )
            for column in range(cells)
        ]
        for row in range(cells)
    ]


def source(index: int, period: int) -> int:
    """Walk to and fro: 0, 1, ... period - 1, period - 1, ... 1, 0, 0, 1, ..."""
    at, step = 0, 1
    for _ in range(index):
        if not 0 <= at + step < period:
            step = -step
        else:
            at += step
    return at


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
