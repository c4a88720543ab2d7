"""What makes a crop hard to judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.golden.reference.pictures import Pixels


def measure(pixels: Pixels) -> tuple[float, float]:
    """Mean BT.601 luma, and the variance of its 4-neighbour Laplacian over the inner pixels."""
    luma = [[0.299 * r + 0.587 * g + 0.114 * b for r, g, b in row] for row in pixels]
    laplacian = [
        luma[y - 1][x] + luma[y + 1][x] + luma[y][x - 1] + luma[y][x + 1] - 4 * luma[y][x]
        for y in range(1, len(luma) - 1)
        for x in range(1, len(luma[0]) - 1)
    ]
    mean = sum(laplacian) / len(laplacian)
    variance = sum((value - mean) ** 2 for value in laplacian) / len(laplacian)
    return sum(map(sum, luma)) / (len(luma) * len(luma[0])), variance


def flags(brightness: float, sharpness: float, side: float, rule: Mapping[str, Any]) -> list[str]:
    """Flags in their fixed order."""
    found = []
    if side < rule["small_below_px"]:
        found.append("small")
    if sharpness < rule["blurred_below"]:
        found.append("blurred")
    if brightness < rule["dark_below"]:
        found.append("dark")
    if brightness > rule["bright_above"]:
        found.append("bright")
    return found
