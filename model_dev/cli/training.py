"""The verb that trains."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from model_dev.architecture.streams import STREAMS
from model_dev.cli.arguments import Verbs, with_id
from model_dev.paths import write_bytes
from model_dev.training.precision import FLOAT32, PRECISIONS

if TYPE_CHECKING:
    from model_dev.training.config import TrainConfig
    from model_dev.training.starting_weights import StartingWeights


def add_training(verbs: Verbs) -> None:
    """``train``."""
    train = with_id(verbs.add_parser("train", help="train, or resume training"))
    train.add_argument(
        "--config", type=Path, metavar="FILE.toml", help="a config, or a recipe with the run --id"
    )
    train.add_argument("--stores", type=Path, required=True)
    train.add_argument("--out", type=Path, required=True, help="folder of the run")
    runs = {"start": "run to start from"} | {name: f"run of the {name} stream" for name in STREAMS}
    for name, text in runs.items():
        train.add_argument(
            f"--{name}", type=Path, metavar="WEIGHTS", help=f"{text} (its final.weights.h5)"
        )
        train.add_argument(f"--{name}-id", metavar="ID", help="its id, if not this run's")
    train.add_argument("--keep", type=Path, metavar="FILE", help="where to copy the weights, too")
    train.add_argument(
        "--accept-changes", action="store_true", help="resume although settings or data changed"
    )
    train.add_argument(
        "--precision", choices=PRECISIONS, default=FLOAT32, help="(default: %(default)s)"
    )
    train.add_argument(
        "--devices", type=int, default=1, metavar="N", help="share every batch among N (JAX)"
    )
    train.set_defaults(run=_train)


def _train(arguments: argparse.Namespace) -> int:
    from model_dev.training.starting_weights import Start
    from model_dev.training.train import Execution, TrainingData, train

    config = _config(arguments)
    validation = arguments.stores / "clean" / "validation"
    data = TrainingData([arguments.stores / "train"], validation if validation.is_dir() else None)
    own = {stream: _weights_of(arguments, stream, config) for stream in STREAMS}
    start = Start(
        _weights_of(arguments, "start", config),
        {stream: weights for stream, weights in own.items() if weights},
    )
    execution = Execution(arguments.precision, arguments.devices, arguments.accept_changes)
    train(config, data, arguments.out, start, execution)
    final = arguments.out / "final.weights.h5"
    if arguments.keep:
        write_bytes(arguments.keep, final.read_bytes())
    print(f"weights: {arguments.keep or final}")
    return 0


def _weights_of(
    arguments: argparse.Namespace, option: str, config: TrainConfig
) -> StartingWeights | None:
    from model_dev.training.starting_weights import StartingWeights

    weights, name = getattr(arguments, option), getattr(arguments, f"{option}_id")
    if weights is None:
        return None
    return StartingWeights(weights, (_earlier(arguments, name) if name else config).network)


def _config(arguments: argparse.Namespace) -> TrainConfig:
    from model_dev.training.bundle_recipe import read_config, recipe_in
    from model_dev.training.lineage import find_config

    if arguments.config is None:
        return find_config(arguments.id)
    recipe = recipe_in(arguments.config)
    return recipe.named(arguments.id) if recipe else read_config(arguments.config)


def _earlier(arguments: argparse.Namespace, name: str) -> TrainConfig:
    """The config of an earlier run: one of the given recipe, or found by its name."""
    from model_dev.training.bundle_recipe import recipe_in
    from model_dev.training.lineage import find_config

    recipe = recipe_in(arguments.config) if arguments.config else None
    return recipe.named(name) if recipe and name in recipe.run_names() else find_config(name)
