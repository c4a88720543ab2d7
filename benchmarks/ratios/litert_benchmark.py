"""Our timing compared with ``benchmark_model``'s: both must agree on the same network."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import numpy as np

from benchmarks.measure.benchmark_model import options, read_output
from benchmarks.measure.network import Network
from benchmarks.measure.pairs import Pairs, milliseconds
from benchmarks.measure.sample_crops import sample_crops
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle

LIMIT = 1.10
NEEDED = 16
BLOCK = 128
"""Inferences of each side in one block."""

TIME_OUT = 300.0
"""Seconds that ``benchmark_model`` may measure one block."""


def litert_benchmark_ratio(bundle: Bundle, binary: Path, pairs: int = NEEDED) -> RatioRecord:
    """Blocks of inferences here and in the program, alternately; block means form the pairs.

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
    ours = _block_timer(Network(model.read_bytes()))
    spec = RatioSpec(
        "litert_benchmark",
        SideSpec(
            f"network of {bundle.contract.id}, write + run + read",
            {"threads": 1, "inferences_per_block": BLOCK},
        ),
        SideSpec("benchmark_model, run"),
        LIMIT,
        NEEDED,
        warm_up=1,
    )
    ours()
    return timed_ratio(spec, lambda: _time_blocks(ours, binary, model, pairs))


def _block_timer(network: Network) -> Callable[[], float]:
    """A function that runs one block, and returns the mean of its inferences in milliseconds."""
    crops = cycle(crop[None] for crop in sample_crops())

    def run_block() -> None:
        for _ in range(BLOCK):
            network.run(next(crops))

    return lambda: milliseconds(run_block) / BLOCK


def _time_blocks(ours: Callable[[], float], binary: Path, model: Path, pairs: int) -> Pairs:
    times = np.array([(ours(), _theirs(binary, model)) for _ in range(pairs)])
    return Pairs(times[:, 0], times[:, 1])


def _theirs(binary: Path, model: Path) -> float:
    command = [str(binary), *options(str(model), "cpu", 1, 8, BLOCK, TIME_OUT)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=2 * TIME_OUT, check=False
    )
    done.check_returncode()
    return read_output(done.stdout + done.stderr).mean_ms
