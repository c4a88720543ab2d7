"""Squares of places, turned by quarters of a circle and mirrored."""

from __future__ import annotations

from typing import TypeVar

Place = TypeVar("Place")


def clockwise(rows: list[list[Place]], degrees: int) -> list[list[Place]]:
    """A square turned clockwise: after a quarter its left column, read upwards, is the top row."""
    for _ in range(degrees // 90):
        last = len(rows) - 1
        rows = [[rows[last - x][y] for x in range(len(rows))] for y in range(len(rows))]
    return rows


def anticlockwise(rows: list[list[Place]], degrees: int) -> list[list[Place]]:
    """A square turned back: after a quarter its right column, read downwards, is the top row."""
    for _ in range(degrees // 90):
        last = len(rows) - 1
        rows = [[rows[x][last - y] for x in range(len(rows))] for y in range(len(rows))]
    return rows


def mirrored(rows: list[list[Place]]) -> list[list[Place]]:
    """Left and right swapped."""
    return [row[::-1] for row in rows]
