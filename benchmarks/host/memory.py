"""Whether memory stays flat over many scans.

All samples are scanned in turn, with a picture of 12 MP among them, in this process.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from benchmarks.host.pictures import picture_of
from benchmarks.measure.peak_memory import rss_kb
from benchmarks.measure.sample_crops import SAMPLES
from benchmarks.report.result import MemoryRun
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.options import EngineOptions
from edge_runtime.scan.scanner import Scanner

SCANS = 10_000
LIMIT_KB = 8 * 1024
"""Growth that counts as flat: 0.8 KiB a scan, less than any array of a scan."""

READINGS = 100
LARGE_EVERY = 100
"""Scans between two of 12 MP, which take as long as a hundred samples."""


def measure_memory(bundle: Bundle, scans: int = SCANS) -> MemoryRun:
    """Scan and read the resident set a hundred times on the way.

    Args:
        bundle: What judges.
        scans: How many, >= `READINGS`.

    Raises:
        OSError: If the system does not tell the resident set.
        ValueError: If there are fewer scans than readings.
    """
    if scans < READINGS:
        raise ValueError(f"at least {READINGS} scans are needed")
    every = scans // READINGS
    pictures, large = cycle(sorted(SAMPLES.glob("*.jpg"))), picture_of(12)
    readings = []
    with Scanner.open(bundle, EngineOptions("cpu", 1)) as scanner:
        for done in range(every * READINGS):
            path: Path = large if done % LARGE_EVERY == 0 else next(pictures)
            scanner.scan(path)
            if done % every == every - 1:
                readings.append(_rss())
    return summarise(every, readings)


def summarise(every: int, readings: Sequence[int], limit_kb: int = LIMIT_KB) -> MemoryRun:
    """Judge readings: the last tenth against the second, when everything has been used once.

    Args:
        every: Scans between two readings.
        readings: KiB, at least 20.
        limit_kb: Largest growth.
    """
    tenth = len(readings) // 10
    settled = int(statistics.median(readings[tenth : 2 * tenth]))
    final = int(statistics.median(readings[-tenth:]))
    flat = final - settled <= limit_kb
    scans = every * len(readings)
    return MemoryRun(scans, every, tuple(readings), settled, final, limit_kb, flat)


def _rss() -> int:
    kib = rss_kb()
    if kib is None:
        raise OSError("this system does not tell the resident set (/proc/self/statm)")
    return kib
