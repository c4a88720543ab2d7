"""The ratios that have a limit, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.records.ratio_record import RatioRecord
    from edge_runtime.bundle.bundle import Bundle

LITERT_BENCHMARK = "litert-benchmark"
BASELINE_NETWORKS = ("mobilenet_v2", "original")
"""Ratios whose baseline is a network that ``model-dev baseline`` builds."""

NETWORKS = (*BASELINE_NETWORKS, LITERT_BENCHMARK)
"""Ratios that ``edge-bench host --vs`` takes."""

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


@dataclass(frozen=True, slots=True)
class RatioRequest:
    """A ratio as named on the command line: ``NAME`` or ``NAME=FILE``.

    Attributes:
        name: One of `NAMES`.
        file: The baseline network or, for "litert-benchmark", the ``benchmark_model`` binary;
            None for the default.
    """

    name: str
    file: Path | None = None

    @staticmethod
    def parse(text: str) -> RatioRequest:
        """Read ``NAME`` or ``NAME=FILE``.

        Raises:
            ValueError: If the name is unknown, or the ratio uses no file.
        """
        name, given, file = text.partition("=")
        if name not in NAMES:
            raise ValueError(f"unknown ratio {name!r}: one of {', '.join(NAMES)}")
        if given and (name not in NETWORKS or not file):
            raise ValueError(f"{text}: only {', '.join(NETWORKS)} take a file: NAME=FILE")
        return RatioRequest(name, Path(file) if given else None)

    def with_binary(self, binary: Path | None) -> RatioRequest:
        """The request, with the ``benchmark_model`` binary if it needs one and names none.

        Raises:
            ValueError: If it needs the binary, and there is none.
        """
        if self.name != LITERT_BENCHMARK or self.file is not None:
            return self
        if binary is None:
            raise ValueError(f"{LITERT_BENCHMARK} needs --benchmark-model FILE")
        return RatioRequest(self.name, binary)


def measure_ratio(request: RatioRequest, bundle: Bundle, pairs: int | None = None) -> RatioRecord:
    """Measure one ratio.

    Args:
        request: Which one.
        bundle: The bundle that is judged.
        pairs: Number of pairs; None for the number that a judgement needs.

    Raises:
        ValueError: If a file is needed that is neither named nor can be built.
    """
    count: dict[str, Any] = {} if pairs is None else {"pairs": pairs}
    if request.name == LITERT_BENCHMARK:
        from benchmarks.ratios.litert_benchmark import litert_benchmark_ratio

        if request.file is None:
            raise ValueError(f"{LITERT_BENCHMARK} needs a file: {LITERT_BENCHMARK}=FILE")

        return litert_benchmark_ratio(bundle, request.file, **count)
    measure = _measures()[request.name]
    if request.name in BASELINE_NETWORKS:
        return measure(bundle, file=request.file, **count)
    return measure(bundle, **count)


def _measures() -> Mapping[str, Callable[..., RatioRecord]]:
    from benchmarks.ratios import growth, network, scan, startup, workers

    return {
        "mobilenet_v2": network.mobilenet_ratio,
        "original": network.original_ratio,
        "startup": startup.startup_ratio,
        "scan-1mp": scan.small_scan,
        "scan-12mp": scan.large_scan,
        "scan-12mp-close": scan.close_scan,
        "workers": workers.worker_ratio,
        "faces": growth.faces_ratio,
        "outside-crop": growth.outside_crop_ratio,
    }
