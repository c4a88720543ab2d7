"""From times taken in turn to a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.environment import load_average, this_machine
from benchmarks.measure.pairs import Pairs
from benchmarks.report.record import Plan, Record, make_record


@dataclass(frozen=True, slots=True)
class Promise:
    """What is compared, and the largest ratio that is promised."""

    benchmark: str
    subject: str
    baseline: str
    limit: float
    needed: int
    about: Mapping[str, Any]


def judge(promise: Promise, measure: Callable[[], Pairs], warm_up: int) -> Record:
    """Measure, with an eye on what else the machine does."""
    before, moment = load_average(), now()
    pairs = measure()
    others = others_between(moment, now())
    plan = Plan(
        benchmark=promise.benchmark,
        subject=(promise.subject, promise.about),
        baseline=(promise.baseline, {}),
        limit=promise.limit,
        needed=promise.needed,
        warm_up=warm_up,
    )
    return make_record(plan, pairs, this_machine(), before, load_average(), others=others)
