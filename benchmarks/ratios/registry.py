"""The promised ratios by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.report.record import Record
from edge_runtime.bundle.bundle import Bundle

LITERT_BENCHMARK = "litert-benchmark"
NETWORKS = ("mobilenet_v2", "original", LITERT_BENCHMARK)
"""Those that ``edge-bench host --vs`` takes."""

NAMES = (
    *NETWORKS,
    "startup",
    "scan-1mp",
    "scan-12mp",
    "scan-12mp-close",
    "workers",
    "faces",
    "outside-crop",
)


def measure_ratio(
    name: str, bundle: Bundle, pairs: int | None = None, binary: Path | None = None
) -> Record:
    """Measure one promise.

    Args:
        name: One of ``NAMES``.
        bundle: What is judged.
        pairs: How many; None for the number that the promise needs.
        binary: ``benchmark_model``; only "litert-benchmark" needs it.

    Raises:
        ValueError: If the name is unknown, or the binary is needed and missing.
    """
    if name == LITERT_BENCHMARK:
        return _cross_check(bundle, pairs, binary)
    measures = _measures()
    if name not in measures:
        raise ValueError(f"unknown ratio {name!r}: one of {', '.join(NAMES)}")
    measure = measures[name]
    return measure(bundle) if pairs is None else measure(bundle, pairs)


def _measures() -> Mapping[str, Callable[..., Record]]:
    from benchmarks.ratios import growth, network, scan, startup, workers

    return {
        "mobilenet_v2": network.against_mobilenet,
        "original": network.against_original,
        "startup": startup.measure,
        "scan-1mp": scan.small_scan,
        "scan-12mp": scan.large_scan,
        "scan-12mp-close": scan.close_scan,
        "workers": workers.workers,
        "faces": growth.faces,
        "outside-crop": growth.outside,
    }


def _cross_check(bundle: Bundle, pairs: int | None, binary: Path | None) -> Record:
    from benchmarks.ratios import litert_benchmark

    if binary is None:
        raise ValueError("name the binary: --benchmark-model FILE")
    return litert_benchmark.litert_benchmark(bundle, binary, pairs or litert_benchmark.NEEDED)
