"""How much several workers gain over one."""

from __future__ import annotations

from benchmarks.host.pictures import picture_of
from benchmarks.measure.pairs import time_pairs
from benchmarks.ratios.promise import Promise, judge
from benchmarks.report.record import Record
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.options import EngineOptions
from edge_runtime.scan.scanner import Scanner

NEEDED = 16
WARM_UP = 1
WORKERS = 4
PICTURES = 32
GAIN = 1.7
"""Least gain that is promised on two processors."""


def workers(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> Record:
    """Scan the same pictures with four workers and with one, each of one thread."""
    pictures = [picture_of(1)] * PICTURES
    promise = Promise(
        "workers",
        f"{PICTURES} pictures of 1 MP, {WORKERS} workers",
        f"{PICTURES} pictures of 1 MP, one worker",
        1 / GAIN,
        NEEDED,
        {"bundle": bundle.contract.id, "threads": 1},
    )
    with Scanner.open(bundle, EngineOptions("cpu", 1)) as scanner:
        return judge(
            promise,
            lambda: time_pairs(
                lambda: list(scanner.scan_many(pictures, WORKERS)),
                lambda: list(scanner.scan_many(pictures, 1)),
                pairs,
                warm_up,
            ),
            warm_up,
        )
