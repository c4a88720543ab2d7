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
BEFORE = "scan-1mp-before"
BASELINE_NETWORKS = ("mobilenet_v2", "original")
"""Ratios whose baseline is a network that ``model-dev baseline`` builds."""

NETWORKS = (*BASELINE_NETWORKS, LITERT_BENCHMARK)
"""Ratios that ``edge-bench host --vs`` takes."""

NEEDED_FILES = {LITERT_BENCHMARK: "--benchmark-model", BEFORE: "--baseline-python"}
"""Options that name the file of a ratio which cannot be measured without one."""

WITH_FILE = (*NETWORKS, BEFORE)

NAMES = (
    *NETWORKS,
    "startup",
    "detector-still",
    "detector-camera",
    "scan-1mp",
    BEFORE,
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
        file: The baseline network; for "litert-benchmark" the ``benchmark_model`` binary; for
            "scan-1mp-before" the Python of an earlier release. None for the default.
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
        if given and (name not in WITH_FILE or not file):
            raise ValueError(f"{text}: only {', '.join(WITH_FILE)} take a file: NAME=FILE")
        return RatioRequest(name, Path(file) if given else None)

    def with_file(self, files: Mapping[str, Path | None]) -> RatioRequest:
        """The request, with the file of an option if it needs one and names none.

        Args:
            files: By name of the ratio; names of ratios that need no file are not looked up.

        Raises:
            ValueError: If it needs a file, and there is none.
        """
        if self.name not in NEEDED_FILES or self.file is not None:
            return self
        file = files.get(self.name)
        if file is None:
            raise ValueError(f"{self.name} needs {NEEDED_FILES[self.name]} FILE")
        return RatioRequest(self.name, file)


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
    measure = _measures()[request.name]
    if request.name in NEEDED_FILES:
        return measure(bundle, request.with_file({}).file, **count)
    if request.name in BASELINE_NETWORKS:
        return measure(bundle, file=request.file, **count)
    return measure(bundle, **count)


def _measures() -> Mapping[str, Callable[..., RatioRecord]]:
    from benchmarks.ratios import (
        before,
        finding,
        growth,
        litert_benchmark,
        network,
        scan,
        startup,
        workers,
    )

    return {
        LITERT_BENCHMARK: litert_benchmark.litert_benchmark_ratio,
        BEFORE: before.before_ratio,
        "detector-still": finding.still_ratio,
        "detector-camera": finding.camera_ratio,
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
