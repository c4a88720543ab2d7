"""Measures a ratio while watching what else the machine does."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.environment import load_average, this_machine
from benchmarks.measure.pairs import Pairs
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, make_record


def timed_ratio(spec: RatioSpec, measure: Callable[[], Pairs]) -> RatioRecord:
    """Measure, and judge the times.

    Args:
        spec: What is compared, and the limit of the ratio.
        measure: Times both sides. Processes that it starts must have ended when it returns, so
            that their processor time counts as the benchmark's own.
    """
    load_before, first = load_average(), now()
    pairs = measure()
    others = others_between(first, now())
    return make_record(spec, pairs, this_machine(), load_before, load_average(), others=others)
