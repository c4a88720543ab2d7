"""The scan of a 1 MP picture with one face, compared with that of an earlier release."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.measure.pairs import Pairs, milliseconds
from benchmarks.measure.pictures import picture_of
from benchmarks.ratios.earlier_scanner import earlier_scanner
from benchmarks.ratios.one_thread import about, open_networks
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.scan.scanner import Scanner

LIMIT = 1.0
NEEDED = 64
WARM_UP = 4


def before_ratio(
    bundle: Bundle, python: Path, pairs: int = NEEDED, warm_up: int = WARM_UP
) -> RatioRecord:
    """Scan here and with the earlier release alternately, each with its own bundle.

    Args:
        bundle: The bundle that is judged.
        python: Interpreter of an environment in which the earlier release is installed.
        pairs: Scans of each, >= 1.
        warm_up: Scans of each before the first timed one.

    Raises:
        OSError: If the interpreter cannot be started.
        EngineError: If the earlier release cannot scan.
    """
    path = picture_of(1)
    with earlier_scanner(python, path) as earlier:
        baseline = SideSpec("the same by the earlier release", earlier.facts)
    candidate = SideSpec("scan of a 1 MP JPEG with one face", about(bundle))
    spec = RatioSpec("scan_1mp_before", candidate, baseline, LIMIT, NEEDED, warm_up)
    with Scanner(bundle, lambda: open_networks(bundle)) as scanner:
        return timed_ratio(spec, lambda: _time(scanner, python, path, pairs, warm_up))


def _time(scanner: Scanner, python: Path, path: Path, pairs: int, warm_up: int) -> Pairs:
    with earlier_scanner(python, path) as earlier:
        rounds = [
            (milliseconds(lambda: scanner.scan(path)), earlier.scan())
            for _ in range(warm_up + pairs)
        ]
    times = np.array(rounds[warm_up:])
    return Pairs(times[:, 0], times[:, 1])
