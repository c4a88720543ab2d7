"""The verb that builds networks for benchmarks."""

from __future__ import annotations

import argparse
from pathlib import Path

from model_dev.benchmarks.baseline_networks import BASELINES
from model_dev.cli.arguments import Verbs
from model_dev.paths import write_bytes


def add_benchmarks(verbs: Verbs) -> None:
    """``baseline``."""
    baseline = verbs.add_parser("baseline", help="a network to compare with in benchmarks")
    baseline.add_argument("name", choices=tuple(BASELINES))
    baseline.add_argument("--out", type=Path, required=True, metavar="FILE.tflite")
    baseline.set_defaults(run=_baseline)


def _baseline(arguments: argparse.Namespace) -> int:
    from model_dev.benchmarks.baseline_networks import build_baseline

    model = build_baseline(arguments.name)
    write_bytes(arguments.out, model)
    print(f"{arguments.out}: {len(model):,} bytes, int8, random weights")
    return 0
