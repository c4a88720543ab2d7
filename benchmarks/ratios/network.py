"""The bundle's network compared with another network.

Both are int8, made by one converter, and run alternately on one thread of one process. A run writes
the input, invokes the interpreter, and reads every output.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import cycle
from pathlib import Path

from benchmarks.measure.network import Network
from benchmarks.measure.pairs import time_pairs
from benchmarks.measure.sample_crops import sample_crops
from benchmarks.ratios.baseline_network import baseline_network
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle

NEEDED = 512
WARM_UP = 32

MOBILENET = "MobileNetV2 1.0 224 int8"
MOBILENET_LIMIT = 1.30
ORIGINAL = "the original's dual stream, int8"
ORIGINAL_LIMIT = 0.2
"""At least five times faster than the network that the bundle's network replaces."""


def mobilenet_ratio(
    bundle: Bundle, pairs: int = NEEDED, file: Path | None = None, warm_up: int = WARM_UP
) -> RatioRecord:
    """The bundle's network compared with MobileNetV2 1.0 at 224 pixels.

    Args:
        bundle: Its network is the candidate.
        pairs: Runs of each, >= 1.
        file: The baseline network; None to find or build it, see `baseline_network`.
        warm_up: Runs of each before the first timed one.

    Raises:
        BaselineMissingError: If the baseline cannot be built on this machine.
    """
    baseline = baseline_network("mobilenet_v2", file)
    spec = ("network_ratio", MOBILENET, MOBILENET_LIMIT)
    return _compare(bundle, baseline, spec, pairs, warm_up)


def original_ratio(
    bundle: Bundle, pairs: int = NEEDED, file: Path | None = None, warm_up: int = WARM_UP
) -> RatioRecord:
    """The bundle's network compared with the network it replaces; see `mobilenet_ratio`."""
    baseline = baseline_network("original", file)
    spec = ("original_ratio", ORIGINAL, ORIGINAL_LIMIT)
    return _compare(bundle, baseline, spec, pairs, warm_up)


def _compare(
    bundle: Bundle, baseline: bytes, named: tuple[str, str, float], pairs: int, warm_up: int
) -> RatioRecord:
    benchmark, name, limit = named
    ours, theirs = Network(bundle.read(bundle.contract.model.file)), Network(baseline)
    crops = [crop[None] for crop in sample_crops()]
    for_ours, for_theirs = cycle(crops), cycle(crops)
    spec = RatioSpec(
        benchmark=benchmark,
        candidate=SideSpec(f"network of {bundle.contract.id}", asdict(ours.facts)),
        baseline=SideSpec(name, asdict(theirs.facts)),
        limit=limit,
        needed=NEEDED,
        warm_up=warm_up,
    )
    return timed_ratio(
        spec,
        lambda: time_pairs(
            lambda: ours.run(next(for_ours)), lambda: theirs.run(next(for_theirs)), pairs, warm_up
        ),
    )
