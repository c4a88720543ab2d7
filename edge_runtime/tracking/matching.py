"""Matches the regions of a frame with the tracks of earlier frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from edge_runtime.result.scan_result import Region
from edge_runtime.types import Box


def match_greedily(
    regions: Sequence[Region],
    tracked: Sequence[Region],
    overlap: Callable[[Box, Box], float],
    least: float,
) -> list[int | None]:
    """For each region the index of its track's last region, or None; no track is taken twice.

    The best pair is matched first; among equal pairs the earlier region, then the earlier track.
    A whole picture matches only a whole picture, whatever its box.

    Args:
        regions: Of the new frame.
        tracked: The last region of each track.
        overlap: Likeness of two boxes, at most 1.
        least: Likeness from which two boxes are the same face.
    """
    pairs = [
        (_likeness(region, track, overlap), i, j)
        for i, region in enumerate(regions)
        for j, track in enumerate(tracked)
        if region.kind == track.kind
    ]
    matched: list[int | None] = [None] * len(regions)
    taken: set[int] = set()
    for likeness, i, j in sorted(pairs, key=lambda pair: -pair[0]):
        if likeness >= least and matched[i] is None and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


def intersection_over_union(a: Box, b: Box) -> float:
    """Shared part of two boxes in [0, 1]; 0 where they do not touch or have no area."""
    shared = _shared(a, b)
    union = _area(a) + _area(b) - shared
    return shared / union if union > 0 else 0.0


def generalised_iou(a: Box, b: Box) -> float:
    """Intersection over union, less the share of the hull that neither box covers: in (-1, 1].

    It also ranks boxes that do not touch. Rezatofighi et al., "Generalized Intersection over
    Union", CVPR 2019.
    """
    shared = _shared(a, b)
    union = _area(a) + _area(b) - shared
    hull = _area(
        Box(min(a.left, b.left), min(a.top, b.top), max(a.right, b.right), max(a.bottom, b.bottom))
    )
    return shared / union - (hull - union) / hull if union > 0 else -1.0


def _likeness(a: Region, b: Region, overlap: Callable[[Box, Box], float]) -> float:
    return 1.0 if a.kind == "image" else overlap(a.box, b.box)


def _shared(a: Box, b: Box) -> float:
    width = min(a.right, b.right) - max(a.left, b.left)
    height = min(a.bottom, b.bottom) - max(a.top, b.top)
    return width * height if width > 0 and height > 0 else 0.0


def _area(box: Box) -> float:
    return max(0.0, box.width) * max(0.0, box.height)
