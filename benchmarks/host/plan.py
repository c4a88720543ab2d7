"""Which cases a host run measures, and how long each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measure.case import Setting
from benchmarks.measure.run_budget import Effort
from edge_runtime.engine.options import VARIANTS

MEGAPIXELS = (1, 12, 48)
WORKERS = (1, 2, 4)
ENGINE = "edge_runtime"


@dataclass(frozen=True, slots=True)
class CasePlan:
    """What a child process is told, as JSON on its command line.

    Attributes:
        bundle: Folder of the bundle.
        setting: What to measure.
        effort: How long.
    """

    bundle: str
    setting: Setting
    effort: Effort


def network_settings(accelerators: Sequence[str], threads: Sequence[int]) -> list[Setting]:
    """The network alone: every variant of each accelerator, with every number of threads."""
    variants = [item for name in accelerators for item in VARIANTS.get(name, (name,))]
    return [Setting("network", ENGINE, variant, count) for variant in variants for count in threads]


def scan_settings(accelerator: str, threads: int, sizes: Sequence[int]) -> list[Setting]:
    """Whole scans of one picture of each size in megapixels."""
    return [Setting("scan", ENGINE, accelerator, threads, megapixels=size) for size in sizes]


def worker_settings(accelerator: str, counts: Sequence[int]) -> list[Setting]:
    """Scans of 1 MP pictures with several workers of one thread each."""
    return [
        Setting("throughput", ENGINE, accelerator, 1, workers=count, megapixels=1)
        for count in counts
    ]
