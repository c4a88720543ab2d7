"""What caps a region, and a picture, at UNSURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.golden.reference.statistics import graphic_score

ORDER = (
    "not_a_photograph",
    "too_small",
    "no_colour",
    "extreme_shape",
    "unstable",
    "faces_omitted",
)


def of_region(
    statistics: Mapping[str, float], region: Mapping[str, Any], rule: Mapping[str, Any]
) -> list[str]:
    """Reasons of a first look, in their order.

    ``region`` has kind, side (of its square in pixels), mirrored, and the picture's width and
    height.
    """
    longer = max(region["width"], region["height"])
    shorter = min(region["width"], region["height"])
    holds = {
        "not_a_photograph": graphic_score(statistics, rule["graphic"]) > 0,
        "too_small": region["side"] < rule["enlarged_below_px"] and not region["mirrored"],
        "no_colour": statistics["colourfulness"] < rule["colourless_below"],
        "extreme_shape": region["kind"] == "image" and longer > rule["shape_above"] * shorter,
    }
    return [name for name in ORDER if holds.get(name)]


def of_picture(verdict: str, regions: Sequence[Sequence[str]], faces_omitted: int) -> list[str]:
    """All reasons of all regions, once each and in their order; none of a sure verdict."""
    if verdict != "UNSURE":
        return []
    found = {reason for reasons in regions for reason in reasons}
    if faces_omitted > 0:
        found.add("faces_omitted")
    return [name for name in ORDER if name in found]
