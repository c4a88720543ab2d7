"""The verb that measures the speed of training."""

from __future__ import annotations

import argparse
from pathlib import Path

from model_dev.cli.arguments import Verbs, with_id

COMPARISONS = ("network", "loader", "memory")


def add_benchmark(verbs: Verbs) -> None:
    """``benchmark training``."""
    benchmark = verbs.add_parser("benchmark", help="measure the speed of training")
    subjects = benchmark.add_subparsers(required=True, metavar="SUBJECT")
    training = with_id(
        subjects.add_parser("training", help="time a training step, its batches or its memory")
    )
    training.add_argument("what", choices=COMPARISONS, help="what is compared")
    training.add_argument("--config", type=Path, metavar="FILE.toml", help="(default: by --id)")
    training.add_argument("--stores", type=Path, required=True, metavar="DIR")
    training.add_argument("--size", type=int, default=192, metavar="PIXELS")
    training.add_argument("--runs", type=int, metavar="N", help="pairs (31; of epochs: 7)")
    training.add_argument("--out", type=Path, metavar="FILE.json", help="also write the record")
    training.set_defaults(run=_training)


def _training(arguments: argparse.Namespace) -> int:
    from model_dev.benchmarks.training_speed import TrainingBenchmark, run
    from model_dev.training.config import read_config
    from model_dev.training.lineage import find_config

    config = read_config(arguments.config) if arguments.config else find_config(arguments.id)
    request = TrainingBenchmark(
        arguments.what, config, arguments.stores, arguments.size, arguments.runs, arguments.out
    )
    return run(request)
