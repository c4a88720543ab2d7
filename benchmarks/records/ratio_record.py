"""A measured ratio, as text and as JSON (layout: `record.schema.json`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure.environment import Environment
from benchmarks.measure.noise import disturbances
from benchmarks.measure.pairs import Interval, Pairs, median_ratio
from benchmarks.records.json_file import write_json

SCHEMA = "benchmarks/record/1"


@dataclass(frozen=True, slots=True)
class SideSpec:
    """One of the two things to compare.

    Attributes:
        name: What it is.
        about: Further facts, as JSON values; which ones differs between benchmarks.
    """

    name: str
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RatioSpec:
    """What a ratio compares, and its limit.

    Attributes:
        benchmark: Name of the ratio.
        candidate: What is judged.
        baseline: What it is compared with.
        limit: Largest ratio candidate / baseline.
        needed: Fewest pairs for a judgement.
        warm_up: Pairs that run before the first timed one.
    """

    benchmark: str
    candidate: SideSpec
    baseline: SideSpec
    limit: float
    needed: int
    warm_up: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things that were timed.

    Attributes:
        name: What it is.
        about: Further facts; which ones differs between benchmarks.
        p50_ms: Median of its times.
        p90_ms: 90th percentile of its times.
        times_ms: Every timed run, in order.
    """

    name: str
    about: Mapping[str, Any]
    p50_ms: float
    p90_ms: float
    times_ms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RatioRecord:
    """A measured ratio; the names are those of the JSON file.

    Attributes:
        benchmark: Name of the ratio.
        measured: UTC, ISO 8601.
        environment: The machine.
        load_before: Load average before the first run; None if unknown.
        load_after: Load average after the last run; None if unknown.
        warm_up: Pairs that ran before the first timed one.
        subject: The candidate, which is judged.
        baseline: What it is compared with.
        ratio: Median of candidate / baseline over the pairs.
        limit: Largest ratio that is allowed.
        noisy: Whether the numbers must not be quoted.
        disturbances: Why they must not be quoted, as text.
        holds: True if the whole interval is within the limit, False if all of it is beyond;
            None if the limit lies inside the interval, or the measurement is noisy.
    """

    benchmark: str
    measured: str
    environment: Environment
    load_before: float | None
    load_after: float | None
    warm_up: int
    subject: Side
    baseline: Side
    ratio: Interval
    limit: float
    noisy: bool
    disturbances: tuple[str, ...]
    holds: bool | None

    def to_json(self) -> dict[str, Any]:
        """JSON value that follows `record.schema.json`."""
        return {"schema": SCHEMA, **asdict(self)}

    def write(self, path: Path) -> None:
        """Write the JSON file.

        Raises:
            OSError: If it cannot be written.
        """
        write_json(path, self.to_json())


def make_record(
    spec: RatioSpec,
    pairs: Pairs,
    environment: Environment,
    load_before: float | None,
    load_after: float | None,
    seen: tuple[str, ...] = (),
    others: float | None = None,
) -> RatioRecord:
    """Judge what was timed.

    Args:
        spec: What was compared.
        pairs: The times.
        environment: The machine.
        load_before: Load average before the first run.
        load_after: Load average after the last run.
        seen: Disturbances that the caller saw during the measurement.
        others: Processors that other processes kept busy during the measurement; None if unknown.
    """
    ratio = median_ratio(pairs)
    processors = environment.usable_processors
    found = disturbances(pairs, spec.needed, load_before, load_after, processors, others)
    found = (*found, *seen)
    return RatioRecord(
        benchmark=spec.benchmark,
        measured=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        environment=environment,
        load_before=load_before,
        load_after=load_after,
        warm_up=spec.warm_up,
        subject=_side(spec.candidate, pairs.candidate),
        baseline=_side(spec.baseline, pairs.baseline),
        ratio=ratio,
        limit=spec.limit,
        noisy=bool(found),
        disturbances=found,
        holds=None if found else _holds(ratio, spec.limit),
    )


def describe(record: RatioRecord) -> list[str]:
    """The record as lines of text."""
    ratio = record.ratio
    outcome = {True: "holds", False: "does not hold", None: "undecided"}[record.holds]
    return [
        f"{record.benchmark} on {record.environment.cpu}",
        *(_side_line(side) for side in (record.subject, record.baseline)),
        f"ratio {ratio.median:.3f} ({ratio.low:.3f} to {ratio.high:.3f}, {ratio.confidence:.0%}),"
        f" {len(record.subject.times_ms)} pairs",
        *(f"noisy: {reason}" for reason in record.disturbances),
        f"limit {record.limit:.2f}: {outcome}",
    ]


def _side(spec: SideSpec, times: NDArray[np.float64]) -> Side:
    p50, p90 = (round(float(value), 4) for value in np.percentile(times, [50, 90]))
    return Side(spec.name, spec.about, p50, p90, tuple(round(float(time), 4) for time in times))


def _holds(ratio: Interval, limit: float) -> bool | None:
    if ratio.high <= limit:
        return True
    return False if ratio.low > limit else None


def _side_line(side: Side) -> str:
    about = ", ".join(f"{key} {value}" for key, value in side.about.items())
    return f"{side.name}: p50 {side.p50_ms:.2f} ms, p90 {side.p90_ms:.2f} ms; {about}"
