"""``model-dev``: from data sets to a sealed bundle, one verb a step."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from model_dev.cli.averaging import add_averaging
from model_dev.cli.benchmarks import add_benchmarks
from model_dev.cli.building import add_building
from model_dev.cli.conversion import add_conversion
from model_dev.cli.data import add_data
from model_dev.cli.detector import add_detector
from model_dev.cli.experiments import add_experiments
from model_dev.cli.fetching import add_fetching
from model_dev.cli.forging import add_forging
from model_dev.cli.kinds import add_kinds
from model_dev.cli.measuring import add_measuring
from model_dev.cli.rules import add_rules
from model_dev.cli.sealing import add_sealing
from model_dev.cli.training import add_training


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb.

    Returns:
        0 done; 1 the data, or a check failed; 2 wrong usage.
    """
    from edge_runtime.errors import EdgeRuntimeError

    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except (EdgeRuntimeError, OSError, ValueError) as error:
        print(f"model-dev: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="model-dev", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for add in (
        add_building,
        add_fetching,
        add_data,
        add_training,
        add_averaging,
        add_conversion,
        add_detector,
        add_kinds,
        add_measuring,
        add_sealing,
        add_rules,
        add_experiments,
        add_forging,
        add_benchmarks,
    ):
        add(verbs)
    return parser
