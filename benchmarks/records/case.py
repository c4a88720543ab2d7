"""One measured case: what was requested, what ran, how long it took, and what disturbed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from edge_runtime.errors import ContractError
from edge_runtime.result.scan_result import RuntimeInfo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CaseKind: TypeAlias = Literal["network", "still_detector", "camera_detector", "scan", "throughput"]
Status: TypeAlias = Literal["measured", "rejected", "unavailable", "failed"]

FOR_P99 = 100
"""Fewest runs for a 99th percentile."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a case measures; `edge-bench compare` matches cases of equal settings.

    Attributes:
        kind: The judging network or one of the face detectors alone, a whole scan, or scans with
            several workers.
        engine: "edge_runtime", "app" (on a phone), or "benchmark_model".
        accelerator: As requested.
        threads: CPU threads of one network, >= 1.
        workers: Concurrent scans, >= 1.
        megapixels: Size of the scanned JPEG; None if only a network runs.
    """

    kind: CaseKind
    engine: str
    accelerator: str
    threads: int
    workers: int = 1
    megapixels: int | None = None

    def __str__(self) -> str:
        threads = f"{self.threads} thread{'s' * (self.threads > 1)}"
        words = [self.kind.replace("_", " "), self.accelerator, threads]
        words += [f"{self.megapixels} MP"] if self.megapixels else []
        words += [f"{self.workers} workers"] if self.workers > 1 else []
        return ", ".join([*words, *([self.engine] if self.engine == "benchmark_model" else [])])


@dataclass(frozen=True, slots=True)
class GoldenCheck:
    """Result of replaying the golden vectors, before anything is timed.

    Attributes:
        vectors: Number of golden vectors.
        failed: Number of wrong answers.
        worst_logit_error: Largest absolute error of a logit.
    """

    vectors: int
    failed: int
    worst_logit_error: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of the times in milliseconds; p99 is None below `FOR_P99` runs."""

    p50: float
    p90: float
    p99: float | None


@dataclass(frozen=True, slots=True)
class Thermal:
    """Thermal status (Android's scale: 0 none to 6 shutdown), and milliseconds since the start."""

    at_ms: float
    status: int


@dataclass(frozen=True, slots=True)
class Battery:
    """State of the battery, and milliseconds since the first run."""

    at_ms: float
    percent: int
    celsius: float
    charging: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Attributes:
        setting: What was requested.
        status: "measured"; "rejected" if golden vectors were answered wrongly; "unavailable" if
            the device lacks the accelerator; "failed" for anything else.
        reason: Why there is no figure; empty if measured.
        runtime: What ran the network; None if it did not run.
        gate: The golden check; None if it did not run, and for a face detector, which has none.
        load_ms: Time to open the network in a new process; None if not measured.
        first_run_ms: Time of the first run of all; None if not measured.
        warm_up: Number of untimed runs.
        times_ms: Wall time of every timed run, in order. A run writes the input, runs the network
            and reads the outputs. Empty if nothing was measured, or the tool gives only a mean.
        mean_ms: Mean time of a run; None if nothing was measured.
        spread: Percentiles of the times; None if there are no times.
        stages_ms: Median of each step of a scan; None for other kinds.
        per_second: Pictures per second of wall time; None except for throughput.
        peak_rss_kb: Peak resident memory of the process that measured this case only, KiB.
        joules_per_run: Energy of all processor packages; None if it cannot be read.
        thermal: Thermal states of a phone; empty elsewhere.
        battery: Battery states of a phone; empty elsewhere.
        disturbances: What makes the figures unreliable, as text.

    Raises:
        ContractError: If status, reason and figures contradict each other.
    """

    setting: Setting
    status: Status
    reason: str
    runtime: RuntimeInfo | None = None
    gate: GoldenCheck | None = None
    load_ms: float | None = None
    first_run_ms: float | None = None
    warm_up: int = 0
    times_ms: tuple[float, ...] = ()
    mean_ms: float | None = None
    spread: Spread | None = None
    stages_ms: Mapping[str, float] | None = None
    per_second: float | None = None
    peak_rss_kb: int | None = None
    joules_per_run: float | None = None
    thermal: tuple[Thermal, ...] = ()
    battery: tuple[Battery, ...] = ()
    disturbances: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        has_figure = self.mean_ms is not None
        if has_figure != (self.status == "measured") or has_figure == bool(self.reason):
            raise ContractError("status", f"reason or figures contradict {self.status!r}")
        if bool(self.times_ms) != (self.spread is not None):
            raise ContractError("spread", "must be there exactly if times_ms is not empty")

    @property
    def good(self) -> bool:
        """Whether the figures may be quoted."""
        return self.status == "measured" and not self.disturbances


def rounded(times: NDArray[np.float64]) -> tuple[float, ...]:
    """Times in milliseconds as they are stored: to a tenth of a microsecond."""
    return tuple(round(float(time), 4) for time in times)


def spread_of(times: NDArray[np.float64]) -> Spread:
    """Percentiles of times, float64 [N], N >= 1."""
    import numpy as np

    p50, p90, p99 = (round(float(value), 4) for value in np.percentile(times, [50, 90, 99]))
    return Spread(p50, p90, p99 if len(times) >= FOR_P99 else None)
