"""Measures the rate of a batch's workers on the sample pictures: ``run_batch_scale.py N...``

Each number of processes scans the samples over and over after a warm-up; the CPU runs the
network with one thread per process.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import edge_runtime
from edge_runtime.batch.input_scanner import ScannerSpec
from edge_runtime.batch.worker_pool import WorkerPool
from edge_runtime.bundle.bundle import default_bundle
from edge_runtime.engine.options import EngineOptions

ROUNDS = 30
WARM = 2


def rate(count: int) -> float:
    """Pictures per second of so many processes."""
    samples = sorted(Path(edge_runtime.__file__).parent.glob("samples/[fr]*.jpg"))
    names = list(map(str, samples))
    spec = ScannerSpec(str(default_bundle()), EngineOptions("cpu", threads=1))
    with WorkerPool(spec, count) as pool:
        list(pool.results(enumerate(names * WARM * count)))
        start = time.monotonic()
        scanned = list(pool.results(enumerate(names * ROUNDS)))
        return len(scanned) / (time.monotonic() - start)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(f"{argument} processes: {rate(int(argument)):.1f} pictures/s", flush=True)
