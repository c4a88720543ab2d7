"""Measures the rate of a batch's workers on the sample pictures: ``run_batch_scale.py N...``

Each number of processes judges the samples over and over once it is warm; the CPU runs the
network, one thread per process.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import edge_runtime
from edge_runtime.batch.input_scanner import ScannerPlan
from edge_runtime.batch.workers import Workers
from edge_runtime.bundle.bundle import default_bundle

ROUNDS = 30
WARM = 2


def rate(count: int) -> float:
    """Pictures per second of so many processes."""
    samples = sorted(Path(edge_runtime.__file__).parent.glob("samples/[fr]*.jpg"))
    names = list(map(str, samples))
    plan = ScannerPlan(str(default_bundle()), "cpu", 1, None, None)
    with Workers(plan, count) as workers:
        list(workers.results(enumerate(names * WARM * count)))
        start = time.monotonic()
        judged = list(workers.results(enumerate(names * ROUNDS)))
        return len(judged) / (time.monotonic() - start)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(f"{argument} processes: {rate(int(argument)):.1f} pictures/s", flush=True)
