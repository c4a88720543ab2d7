"""The verb that averages two runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from model_dev.cli.arguments import Verbs


def add_averaging(verbs: Verbs) -> None:
    """``average``."""
    verb = verbs.add_parser("average", help="a weight average of two runs")
    for name in ("first", "second"):
        verb.add_argument(f"--{name}", type=Path, required=True, metavar="WEIGHTS")
        verb.add_argument(f"--{name}-id", required=True, metavar="ID", help="whose widths it has")
    verb.add_argument("--share", type=float, required=True, help="of the first, in [0, 1]")
    verb.add_argument(
        "--stream-gate", type=float, default=0.0, metavar="LOG_ODDS",
        help="shift the stream gate: above 0 the visual stream gets more weight",
    )  # fmt: skip
    verb.add_argument(
        "--keep", choices=("visual", "forensic"), action="append", default=[],
        help="a stream to take from the second run as it is",
    )  # fmt: skip
    verb.add_argument("--out", type=Path, required=True, help="weights to write")
    verb.set_defaults(run=_average)


def _average(arguments: argparse.Namespace) -> int:
    from model_dev.training.lineage import find_config
    from model_dev.training.starting_weights import StartingWeights
    from model_dev.training.weight_average import average, shift_stream_gate
    from model_dev.training.weights_file import save_weights

    runs = ((arguments.first, arguments.first_id), (arguments.second, arguments.second_id))
    first, second = (StartingWeights(path, find_config(name).network) for path, name in runs)
    mean = average(first, second, arguments.share, arguments.keep)
    if arguments.stream_gate:
        shift_stream_gate(mean, arguments.stream_gate)
    save_weights(mean, arguments.out)
    return 0
