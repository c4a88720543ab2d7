"""How much faster several workers scan than one."""

from __future__ import annotations

from benchmarks.measure.pairs import time_pairs
from benchmarks.measure.pictures import picture_of
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.options import EngineOptions
from edge_runtime.scan.scanner import Scanner

NEEDED = 16
WARM_UP = 1
WORKERS = 4
PICTURES = 32
GAIN = 1.7
"""Required speed-up on two processors."""


def worker_ratio(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """Scan the same pictures with four workers and with one, each of one thread."""
    pictures = [picture_of(1)] * PICTURES
    about = {"bundle": bundle.contract.id, "threads": 1}
    spec = RatioSpec(
        "workers",
        SideSpec(f"{PICTURES} pictures of 1 MP, {WORKERS} workers", about),
        SideSpec(f"{PICTURES} pictures of 1 MP, one worker"),
        1 / GAIN,
        NEEDED,
        warm_up,
    )
    with Scanner.open(bundle, EngineOptions("cpu", 1)) as scanner:
        return timed_ratio(
            spec,
            lambda: time_pairs(
                lambda: list(scanner.scan_many(pictures, WORKERS)),
                lambda: list(scanner.scan_many(pictures, 1)),
                pairs,
                warm_up,
            ),
        )
