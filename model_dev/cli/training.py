"""Verbs that train."""

from __future__ import annotations

import argparse
from pathlib import Path

from model_dev.cli.arguments import Verbs, with_id
from model_dev.paths import Artefacts


def add_training(verbs: Verbs) -> None:
    """``train``."""
    train = with_id(verbs.add_parser("train", help="train, or resume training"))
    train.add_argument("--stores", type=Path, required=True)
    train.add_argument("--out", type=Path, required=True, help="folder of the run")
    train.add_argument("--start", type=Path, help="weights to start from")
    train.set_defaults(run=_train)


def _train(arguments: argparse.Namespace) -> int:
    from model_dev.training.train import read_config, train

    validation = arguments.stores / "clean" / "validation"
    train(
        read_config(Artefacts(arguments.id).config),
        [arguments.stores / "train"],
        validation if validation.is_dir() else None,
        arguments.out,
        arguments.start,
    )
    print(f"weights: {arguments.out / 'final.weights.h5'}")
    return 0
