"""``edge-bench training``: measure training speed (needs the ``train`` extra and crop stores).

``network``: a training step of a config's network, compared with one of MobileNetV2. ``loader``: an
epoch whose batches are loaded during training, compared with prepared batches. ``memory``: keeping
freed memory, compared with returning it to the system.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.cli.exit_codes import GOOD, NOT_GOOD
from benchmarks.cli.options import positive

COMPARISONS = ("network", "loader", "memory")


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("training", help="measure training speed", description=__doc__)
    parser.add_argument("what", choices=COMPARISONS)
    config = parser.add_mutually_exclusive_group(required=True)
    config.add_argument("--config", type=Path, metavar="FILE.toml", help="training config")
    config.add_argument("--id", metavar="RUN", help="a run of a shipped lineage, such as gds-v6-3")
    parser.add_argument(
        "--stores", type=Path, required=True, metavar="DIR", help="crop stores of model-dev"
    )
    parser.add_argument("--size", type=positive, default=192, metavar="PIXELS")
    parser.add_argument("--pairs", type=positive, metavar="N", help="default: what a limit needs")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="also write the record")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure one comparison, print it, and write it if requested; 1 if its limit fails."""
    from benchmarks.ratios.training import NEEDED, TrainingRun, training_ratio
    from benchmarks.records.ratio_record import describe

    what = arguments.what
    pairs = arguments.pairs or NEEDED[what]
    config = arguments.config or arguments.id
    training = TrainingRun(what, config, arguments.stores, arguments.size, pairs)
    record = training_ratio(training)
    print(*describe(record), sep="\n")
    if arguments.out is not None:
        record.write(arguments.out)
    return NOT_GOOD if record.holds is False else GOOD
