"""The result of one benchmark, as text and as JSON (`record.schema.json`, beside this file)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure.environment import Environment
from benchmarks.measure.noise import disturbances
from benchmarks.measure.pairs import Interval, Pairs, median_ratio
from edge_runtime.files.atomic_write import atomic_write

SCHEMA = "benchmarks/record/1"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things that were timed.

    Attributes:
        name: What it is.
        about: What it consists of; differs between benchmarks.
        p50_ms: Median of its times.
        p90_ms: Nine in ten runs were faster.
        times_ms: Every timed run, in order.
    """

    name: str
    about: Mapping[str, Any]
    p50_ms: float
    p90_ms: float
    times_ms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a benchmark compares and demands.

    Attributes:
        benchmark: Its name.
        subject: Name of what is judged, and what it consists of.
        baseline: Name of what it is held against, and what it consists of.
        limit: Largest ratio the product promises.
        needed: Fewest pairs that may be quoted.
        warm_up: Pairs run before the first timed one.
    """

    benchmark: str
    subject: tuple[str, Mapping[str, Any]]
    baseline: tuple[str, Mapping[str, Any]]
    limit: float
    needed: int
    warm_up: int


@dataclass(frozen=True, slots=True)
class Record:
    """What was measured, where, and what follows from it.

    Attributes:
        benchmark: Name of the benchmark.
        measured: UTC, ISO 8601.
        environment: The machine.
        load_before: Load average before the first run; None if unknown.
        load_after: Load average after the last run; None if unknown.
        warm_up: Pairs run before the first timed one.
        subject: What is judged.
        baseline: What it is held against.
        ratio: Median of subject / baseline over the pairs.
        limit: Largest ratio the product promises.
        noisy: Whether the numbers must not be quoted.
        disturbances: Why, in words.
        holds: True if the whole interval is within the limit, False if all of it is beyond;
            None if the limit lies inside it, or the measurement is noisy.
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
        """Write the JSON; the file appears whole or not at all.

        Raises:
            OSError: If it cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as part:
            part.write_text(json.dumps(self.to_json(), allow_nan=False) + "\n", "utf-8")


def make_record(
    plan: Plan,
    pairs: Pairs,
    environment: Environment,
    load_before: float | None,
    load_after: float | None,
    seen: tuple[str, ...] = (),
    others: float | None = None,
) -> Record:
    """Judge what was timed.

    Args:
        plan: What was compared.
        pairs: The times.
        environment: The machine.
        load_before: Load average before the first run.
        load_after: Load average after the last run.
        seen: Disturbances that the caller saw while it measured.
        others: Processors that others kept busy meanwhile; None if unknown.
    """
    ratio = median_ratio(pairs)
    processors = environment.usable_processors
    found = disturbances(pairs, plan.needed, load_before, load_after, processors, others)
    found = (*found, *seen)
    return Record(
        benchmark=plan.benchmark,
        measured=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        environment=environment,
        load_before=load_before,
        load_after=load_after,
        warm_up=plan.warm_up,
        subject=_side(*plan.subject, pairs.subject),
        baseline=_side(*plan.baseline, pairs.baseline),
        ratio=ratio,
        limit=plan.limit,
        noisy=bool(found),
        disturbances=found,
        holds=None if found else _holds(ratio, plan.limit),
    )


def describe(record: Record) -> list[str]:
    """The record as lines for people."""
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


def _side(name: str, about: Mapping[str, Any], times: NDArray[np.float64]) -> Side:
    p50, p90 = (round(float(value), 4) for value in np.percentile(times, [50, 90]))
    return Side(name, about, p50, p90, tuple(round(float(time), 4) for time in times))


def _holds(ratio: Interval, limit: float) -> bool | None:
    if ratio.high <= limit:
        return True
    return False if ratio.low > limit else None


def _side_line(side: Side) -> str:
    about = ", ".join(f"{key} {value}" for key, value in side.about.items())
    return f"{side.name}: p50 {side.p50_ms:.2f} ms, p90 {side.p90_ms:.2f} ms; {about}"
