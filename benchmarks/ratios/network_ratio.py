"""How long the bundle's network takes, against MobileNetV2 1.0 at 224 pixels.

Both are int8, by one converter path, on one thread of one process, run in turn; a run writes the
input, invokes, and reads every output.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import cycle

from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.environment import load_average, this_machine
from benchmarks.measure.network import Network
from benchmarks.measure.pairs import time_pairs
from benchmarks.measure.sample_crops import sample_crops
from benchmarks.report.record import Plan, Record, make_record

LIMIT = 1.30
NEEDED = 512
WARM_UP = 32


MOBILENET = "MobileNetV2 1.0 224 int8"


def measure(
    subject: bytes,
    name: str,
    baseline: bytes,
    pairs: int = NEEDED,
    warm_up: int = WARM_UP,
    against: tuple[str, str, float] = ("network_ratio", MOBILENET, LIMIT),
) -> Record:
    """Time one network against another.

    Args:
        subject: The network judged: int8, uint8 [1, 224, 224, 3] in.
        name: What to call it.
        baseline: The network it is held against, of the same input.
        pairs: Runs of each, >= 1.
        warm_up: Runs of each before the first timed one.
        against: Name of the benchmark, name of the baseline, and largest ratio promised.
    """
    benchmark, other, limit = against
    pictures = [crop[None] for crop in sample_crops()]
    ours, theirs = Network(subject), Network(baseline)
    for_ours, for_theirs = cycle(pictures), cycle(pictures)
    before, moment = load_average(), now()
    times = time_pairs(
        lambda: ours.run(next(for_ours)), lambda: theirs.run(next(for_theirs)), pairs, warm_up
    )
    others = others_between(moment, now())
    plan = Plan(
        benchmark=benchmark,
        subject=(name, asdict(ours.facts)),
        baseline=(other, asdict(theirs.facts)),
        limit=limit,
        needed=NEEDED,
        warm_up=warm_up,
    )
    return make_record(plan, times, this_machine(), before, load_average(), others=others)
