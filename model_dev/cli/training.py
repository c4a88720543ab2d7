"""Verbs that train."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from model_dev.architecture.streams import STREAMS
from model_dev.cli.arguments import Verbs, with_id
from model_dev.paths import Artefacts
from model_dev.training.precision import FLOAT32, PRECISIONS

if TYPE_CHECKING:
    from model_dev.training.starting_weights import Origin


def add_training(verbs: Verbs) -> None:
    """``train``."""
    train = with_id(verbs.add_parser("train", help="train, or resume training"))
    train.add_argument("--stores", type=Path, required=True)
    train.add_argument("--out", type=Path, required=True, help="folder of the run")
    runs = {"start": "run to start from"} | {name: f"run of the {name} stream" for name in STREAMS}
    for name, text in runs.items():
        train.add_argument(
            f"--{name}",
            type=Path,
            metavar="WEIGHTS",
            help=f"{text} (its final.weights.h5)",
        )
        train.add_argument(f"--{name}-id", metavar="ID", help="its id, if not this run's")
    train.add_argument(
        "--precision", choices=PRECISIONS, default=FLOAT32, help="(default: %(default)s)"
    )
    train.add_argument(
        "--devices", type=int, default=1, metavar="N", help="share every batch among N (JAX)"
    )
    train.set_defaults(run=_train)


def _origin_of(arguments: argparse.Namespace, option: str) -> Origin | None:
    from model_dev.training.starting_weights import Origin
    from model_dev.training.train import read_config

    weights = getattr(arguments, option)
    name = getattr(arguments, f"{option}_id") or arguments.id
    return weights and Origin(weights, read_config(Artefacts(name).config).network)


def _train(arguments: argparse.Namespace) -> int:
    from model_dev.training.train import read_config, train

    validation = arguments.stores / "clean" / "validation"
    train(
        read_config(Artefacts(arguments.id).config),
        [arguments.stores / "train"],
        validation if validation.is_dir() else None,
        arguments.out,
        _origin_of(arguments, "start"),
        {stream: origin for stream in STREAMS if (origin := _origin_of(arguments, stream))},
        arguments.precision,
        arguments.devices,
    )
    print(f"weights: {arguments.out / 'final.weights.h5'}")
    return 0
