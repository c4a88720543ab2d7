"""Resident memory of one process over many scans."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemoryRun:
    """Readings of the resident memory, and whether it grew.

    Attributes:
        scans: Number of scans.
        every: Scans between two readings.
        rss_kb: The readings, KiB.
        settled_kb: Median of the second tenth of the readings.
        final_kb: Median of the last tenth.
        limit_kb: Largest growth that still counts as flat.
        flat: Whether the growth is within the limit.
    """

    scans: int
    every: int
    rss_kb: tuple[int, ...]
    settled_kb: int
    final_kb: int
    limit_kb: int
    flat: bool
