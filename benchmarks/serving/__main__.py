"""``python -m benchmarks.serving``: the server under load."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.serving.publish import RESULTS, quote, write
from benchmarks.serving.run import Plan, measure


def main() -> int:
    """Measure, print, write; 1 if a promise does not hold or could not be judged."""
    given = _parser().parse_args()
    plan = Plan(
        given.bundle,
        given.connections,
        given.seconds,
        given.rounds,
        given.warm_up,
        given.engines,
        given.baseline,
    )
    record = measure(plan)
    _show(record)
    if given.out is not None:
        write(record, given.out)
    if given.publish:
        write(record, RESULTS / "serving.json")
        quote(record)
    return 0 if all(each["holds"] for each in record["promises"].values()) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.serving",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--bundle", type=Path, metavar="DIR", help="without it the built-in")
    parser.add_argument("--connections", type=int, default=64, metavar="N")
    parser.add_argument("--seconds", type=float, default=60.0, metavar="S", help="of each side")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="turns of the sides")
    parser.add_argument("--warm-up", type=float, default=3.0, metavar="S", help="of each turn")
    parser.add_argument("--engines", type=int, default=_processors(), metavar="N")
    parser.add_argument(
        "--baseline",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="run the way of serving that this one replaces; needs TensorFlow",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write JSON, and .md and .png beside it"
    )
    parser.add_argument(
        "--publish", action="store_true", help="write benchmarks/results and quote it in the README"
    )
    return parser


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _show(record: dict[str, Any]) -> None:
    for side in ("server", "baseline"):
        figures = record[side]
        if figures is not None:
            rate, p50, p99 = (figures[k] for k in ("pictures_per_second", "p50_ms", "p99_ms"))
            statuses = figures["statuses"]
            print(
                f"{side:9} {rate:7.1f} pictures/s  p50 {p50:.0f} ms  p99 {p99:.0f} ms  {statuses}"
            )
    for name, ratio in (record["against_baseline"] or {}).items():
        print(f"server / baseline, {name}: {ratio:.2f}")
    for name, promise in record["promises"].items():
        figure = "not measured" if promise["figure"] is None else f"{promise['figure']:.2f}"
        print(f"{name}: {figure}, limit {promise['limit']}, holds: {promise['holds']}")
    for disturbance in record["disturbances"]:
        print(f"disturbed: {disturbance}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
