"""Times a scan and the steps that it cannot avoid in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.measure.pairs import Pairs, milliseconds
from edge_runtime.errors import EngineError
from edge_runtime.result.scan_result import ScanResult


def time_scans(
    scan: Callable[[], ScanResult],
    steps: Sequence[Callable[[], object]],
    need: Callable[..., float],
    pairs: int,
    warm_up: int,
) -> Pairs:
    """Run the scan and each step alternately; the baseline is what a scan needs by the steps.

    Args:
        scan: One whole scan.
        steps: Parts of it, each measured alone.
        need: Gives the milliseconds that are needed, of the number of network runs that the
            round's scan made and of the milliseconds of each step.
        pairs: Number of timed rounds, >= 1.
        warm_up: Number of rounds that run before, untimed.

    Raises:
        EngineError: If the picture cannot be scanned.
    """
    rounds = [_round(scan, steps, need) for _ in range(warm_up + pairs)]
    times = np.array(rounds[warm_up:])
    return Pairs(times[:, 0], times[:, 1])


def network_runs(result: ScanResult) -> int:
    """How often the network ran in a scan: once for each look at each region.

    Raises:
        EngineError: If there is no region, because the scan failed.
    """
    if not result.regions:
        raise EngineError(f"{result.source} could not be scanned")
    return sum(len(region.looks) for region in result.regions)


def _round(
    scan: Callable[[], ScanResult],
    steps: Sequence[Callable[[], object]],
    need: Callable[..., float],
) -> tuple[float, float]:
    results: list[ScanResult] = []
    whole = milliseconds(lambda: results.append(scan()))
    return whole, need(network_runs(results[0]), *(milliseconds(step) for step in steps))
