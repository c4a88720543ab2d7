"""``edge-bench serving``: measure the server under load (needs the ``server`` extra)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD
from benchmarks.cli.options import add_bundle, positive
from edge_runtime.engine.machine import usable_processors


def add(verbs: Any) -> None:
    """Add the verb, with its subverbs ``run`` and ``publish``, to argparse's subparsers."""
    parser = verbs.add_parser("serving", help="the server under load", description=__doc__)
    subverbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    _add_run(subverbs)
    publish = subverbs.add_parser(
        "publish", help="fill the README from a record", description=publish_record.__doc__
    )
    publish.add_argument("record", type=Path, metavar="RECORD.json")
    publish.set_defaults(run=publish_record)


def _add_run(subverbs: Any) -> None:
    parser = subverbs.add_parser("run", help="measure", description=run.__doc__)
    add_bundle(parser)
    parser.add_argument("--connections", type=positive, default=64, metavar="N", help="64")
    parser.add_argument(
        "--seconds", type=float, default=60.0, metavar="S", help="of load for each side (60)"
    )
    parser.add_argument("--rounds", type=positive, default=3, metavar="N", help="3")
    parser.add_argument(
        "--warm-up", type=float, default=3.0, metavar="S", help="of each side and round (3)"
    )
    parser.add_argument(
        "--engines", type=positive, default=usable_processors(), metavar="N", help="%(default)s"
    )
    parser.add_argument(
        "--baseline",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="also measure the server that ours replaces; needs TensorFlow",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE.json",
        help="write the record, a page and a plot",
    )
    parser.add_argument(
        "--publish",
        action="store_true",
        help="write the record into benchmarks/results, and fill the README from it",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure engine, server and baseline alternately; 1 if a limit fails or cannot be judged."""
    from benchmarks.serving.publish import RESULTS, quote, write
    from benchmarks.serving.run import LoadSpec, measure_load

    record = measure_load(
        LoadSpec(
            bundle=arguments.bundle,
            connections=arguments.connections,
            seconds=arguments.seconds,
            rounds=arguments.rounds,
            warm_up=arguments.warm_up,
            engines=arguments.engines,
            baseline=arguments.baseline,
        )
    )
    _print(record)
    if arguments.out is not None:
        write(record, arguments.out)
    if arguments.publish:
        write(record, RESULTS / "serving.json")
        quote(record)
    return GOOD if all(each["holds"] for each in record["promises"].values()) else NOT_GOOD


def publish_record(arguments: argparse.Namespace) -> int:
    """Write the Markdown page and the plot beside a record again, and fill the README from it."""
    import json

    from benchmarks.serving.publish import quote, write

    record = json.loads(arguments.record.read_text("utf-8"))
    write(record, arguments.record)
    quote(record)
    return GOOD


def _print(record: dict[str, Any]) -> None:
    for side in ("server", "baseline"):
        if record[side] is not None:
            print(_side_line(side, record[side]))
    for name, ratio in (record["against_baseline"] or {}).items():
        print(f"server / baseline, {name}: {ratio:.2f}")
    for name, limit in record["promises"].items():
        figure = "not measured" if limit["figure"] is None else f"{limit['figure']:.2f}"
        print(f"{name}: {figure}, limit {limit['limit']}, holds: {limit['holds']}")
    for disturbance in record["disturbances"]:
        print(f"disturbed: {disturbance}", file=sys.stderr)


def _side_line(side: str, figures: dict[str, Any]) -> str:
    return (
        f"{side:9} {figures['pictures_per_second']:7.1f} pictures/s"
        f"  p50 {figures['p50_ms']:.0f} ms  p99 {figures['p99_ms']:.0f} ms  {figures['statuses']}"
    )
