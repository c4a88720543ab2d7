"""Follows a face through frames that are seconds apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edge_runtime.result.scan_result import Region
from edge_runtime.tracking.matching import generalised_iou, match_greedily
from edge_runtime.types import Box

LEAST_LIKENESS = -0.2
"""Generalised IoU of two equal boxes one and a half sides apart: between two sampled frames
a person moves further than between two frames of a camera."""

MOST_GROWTH = 3.0
"""Largest ratio of the sides of two boxes of one face. A small box inside a large one has a
positive likeness, so likeness alone would match them."""

PATIENCE = 3
"""A track ends after more than this many sampled frames in a row without its face."""


@dataclass(slots=True, eq=False)
class _Trail:
    """The last region of a track; the track of a whole picture is never lost."""

    id: int
    region: Region
    missed: int = 0

    @property
    def lost(self) -> bool:
        return self.missed > PATIENCE and self.region.kind == "face"


class Follower:
    """Gives every region the number of its track, frame by frame."""

    def __init__(self) -> None:
        self._trails: list[_Trail] = []
        self._next = 1

    def add(self, regions: Sequence[Region]) -> list[int]:
        """Track numbers, from 1, of the regions of the next frame, in their order."""
        trails = [trail for trail in self._trails if not trail.lost]
        last_regions = [trail.region for trail in trails]
        matches = match_greedily(regions, last_regions, _likeness, LEAST_LIKENESS)
        for trail in trails:
            trail.missed += 1
        found = [
            self._start(region) if i is None else trails[i]
            for region, i in zip(regions, matches, strict=True)
        ]
        for trail, region in zip(found, regions, strict=True):
            trail.region, trail.missed = region, 0
        self._trails = [*trails, *(trail for trail in found if trail not in trails)]
        return [trail.id for trail in found]

    def _start(self, region: Region) -> _Trail:
        self._next += 1
        return _Trail(self._next - 1, region)


def _likeness(a: Box, b: Box) -> float:
    small, large = sorted((a.width, b.width))
    return generalised_iou(a, b) if large <= MOST_GROWTH * small else -1.0
