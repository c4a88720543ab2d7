"""One measured case: what was asked for, what ran, how long it took, and what disturbed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from edge_runtime.errors import ContractError
from edge_runtime.result.scan_result import RuntimeInfo

Kind: TypeAlias = Literal["network", "scan", "throughput"]
Status: TypeAlias = Literal["measured", "rejected", "unavailable", "failed"]

FOR_P99 = 100
"""Runs below which a 99th percentile says nothing."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a case measures; `compare` matches cases that have the same setting.

    Attributes:
        kind: The network alone, a whole scan, or scans with several workers.
        engine: "edge_runtime", "app" (on a phone), or "benchmark_model".
        accelerator: As asked for.
        threads: Of the CPU for one network, >= 1.
        workers: Scans at a time, >= 1.
        megapixels: Of the scanned JPEG; None where only the network runs.
    """

    kind: Kind
    engine: str
    accelerator: str
    threads: int
    workers: int = 1
    megapixels: int | None = None

    def __str__(self) -> str:
        words = [self.kind, self.accelerator, f"{self.threads} thread{'s' * (self.threads > 1)}"]
        words += [f"{self.megapixels} MP"] if self.megapixels else []
        words += [f"{self.workers} workers"] if self.workers > 1 else []
        return ", ".join([*words, *([self.engine] if self.engine == "benchmark_model" else [])])


@dataclass(frozen=True, slots=True)
class Gate:
    """The golden vectors, replayed before anything is timed.

    Attributes:
        vectors: How many there are.
        failed: How many were answered wrongly.
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
    """Thermal status (0 none to 6 shutdown, Android's scale) at a time from the first run."""

    at_ms: float
    status: int


@dataclass(frozen=True, slots=True)
class Battery:
    """The battery at a time from the first run."""

    at_ms: float
    percent: int
    celsius: float
    charging: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Attributes:
        setting: What was asked for.
        status: "measured"; "rejected" if the golden vectors were answered wrongly; "unavailable"
            if the accelerator is not there; "failed" for anything else.
        reason: Why there is no figure; empty if measured.
        runtime: What ran the network; None if nothing did.
        gate: None if the vectors were not replayed.
        load_ms: Opening the network in a new process; None if not measured.
        first_run_ms: The very first run; None if not measured.
        warm_up: Untimed runs.
        times_ms: Every timed run in order, wall clock. A run writes the input, runs and reads the
            outputs. Empty if there is no figure, or the tool gives only a mean.
        mean_ms: None if there is no figure.
        spread: None if there are no times.
        stages_ms: Median of each step of a scan; None for other kinds.
        per_second: Pictures, by the wall clock; None but for throughput.
        peak_rss_kb: Of the process that measured this case and nothing else.
        joules_per_run: Of the whole processor package; None where it cannot be read.
        thermal: On phones; empty elsewhere.
        battery: On phones; empty elsewhere.
        disturbances: What makes the figure untrustworthy, in words.

    Raises:
        ContractError: If a case without a figure has one, or the reverse.
    """

    setting: Setting
    status: Status
    reason: str
    runtime: RuntimeInfo | None = None
    gate: Gate | None = None
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
            raise ContractError("status", f"the case's other parts contradict {self.status!r}")
        if bool(self.times_ms) != (self.spread is not None):
            raise ContractError("spread", "goes with times_ms")

    @property
    def good(self) -> bool:
        """Whether the figure may be quoted."""
        return self.status == "measured" and not self.disturbances


def rounded(times: NDArray[np.float64]) -> tuple[float, ...]:
    """Times as they are kept: to a tenth of a microsecond."""
    return tuple(round(float(time), 4) for time in times)


def spread_of(times: NDArray[np.float64]) -> Spread:
    """Percentiles of at least one time."""
    p50, p90, p99 = (round(float(value), 4) for value in np.percentile(times, [50, 90, 99]))
    return Spread(p50, p90, p99 if len(times) >= FOR_P99 else None)
