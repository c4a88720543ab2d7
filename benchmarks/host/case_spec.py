"""Which cases ``edge-bench host`` measures, and for how long each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.measure.run_budget import RunBudget
from benchmarks.records.case import CaseKind, Setting
from edge_runtime.engine.options import VARIANTS

MEGAPIXELS = (1, 12, 48)
WORKERS = (1, 2, 4)
ENGINE = "edge_runtime"
DETECTORS: tuple[CaseKind, ...] = ("still_detector", "camera_detector")


@dataclass(frozen=True, slots=True)
class CaseSpec:
    """What a child process measures; it is passed as JSON on the command line.

    Attributes:
        bundle: Folder of the bundle.
        setting: What to measure.
        budget: How long to measure.
    """

    bundle: str
    setting: Setting
    budget: RunBudget


def network_settings(accelerators: Sequence[str], threads: Sequence[int]) -> list[Setting]:
    """The network alone: every variant of every accelerator, with every number of threads."""
    variants = [variant for name in accelerators for variant in VARIANTS.get(name, (name,))]
    return [Setting("network", ENGINE, variant, count) for variant in variants for count in threads]


def detector_settings(accelerators: Sequence[str], threads: Sequence[int]) -> list[Setting]:
    """Both face detectors, each alone, where the network is measured too."""
    return [
        replace(setting, kind=kind)
        for kind in DETECTORS
        for setting in network_settings(accelerators, threads)
    ]


def scan_settings(accelerator: str, threads: int, sizes: Sequence[int]) -> list[Setting]:
    """Whole scans of one picture of each size in megapixels."""
    return [Setting("scan", ENGINE, accelerator, threads, megapixels=size) for size in sizes]


def worker_settings(accelerator: str, counts: Sequence[int]) -> list[Setting]:
    """Scans of 1 MP pictures with several workers of one thread each."""
    return [
        Setting("throughput", ENGINE, accelerator, 1, workers=count, megapixels=1)
        for count in counts
    ]
