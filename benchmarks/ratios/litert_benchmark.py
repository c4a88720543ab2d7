"""Our clock against ``benchmark_model``'s: the same network must take the same time in both."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from time import perf_counter_ns

import numpy as np

from benchmarks.measure.benchmark_model import options, read_output
from benchmarks.measure.network import Network
from benchmarks.measure.pairs import Pairs
from benchmarks.measure.sample_crops import sample_crops
from benchmarks.ratios.promise import Promise, judge
from benchmarks.report.record import Record
from edge_runtime.bundle.bundle import Bundle

LIMIT = 1.10
NEEDED = 16
BLOCK = 128
"""Inferences of each side in one block."""

TIME_OUT = 300.0


def litert_benchmark(bundle: Bundle, binary: Path, pairs: int = NEEDED) -> Record:
    """Blocks of inferences by us and by the program in turn; the means of the blocks are paired.

    Args:
        bundle: Its network is timed.
        binary: ``benchmark_model`` for this machine.
        pairs: Blocks of each side.

    Raises:
        OSError: If the program cannot be started.
        subprocess.CalledProcessError: If it fails.
        benchmarks.measure.benchmark_model.UnreadableOutputError: If it prints no timings.
    """
    model = bundle.path(bundle.contract.model.file)
    network = Network(model.read_bytes())
    crops = cycle(crop[None] for crop in sample_crops())

    def ours() -> float:
        start = perf_counter_ns()
        for _ in range(BLOCK):
            network.run(next(crops))
        return (perf_counter_ns() - start) / 1e6 / BLOCK

    promise = Promise(
        "litert_benchmark",
        f"network of {bundle.contract.id}, write + run + read",
        "benchmark_model, run",
        LIMIT,
        NEEDED,
        {"threads": 1, "inferences_per_block": BLOCK},
    )
    ours()
    return judge(promise, lambda: _blocks(ours, binary, model, pairs), warm_up=1)


def _blocks(ours: Callable[[], float], binary: Path, model: Path, pairs: int) -> Pairs:
    times = np.array([(ours(), _theirs(binary, model)) for _ in range(pairs)])
    return Pairs(times[:, 0], times[:, 1])


def _theirs(binary: Path, model: Path) -> float:
    command = [str(binary), *options(str(model), "cpu", 1, 8, BLOCK, TIME_OUT)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=2 * TIME_OUT, check=False
    )
    done.check_returncode()
    return read_output(done.stdout + done.stderr).mean_ms
