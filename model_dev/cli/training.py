"""The verb that trains."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from model_dev.architecture.streams import STREAMS
from model_dev.cli.arguments import Verbs, with_id
from model_dev.training.precision import FLOAT32, PRECISIONS

if TYPE_CHECKING:
    from model_dev.training.config import TrainConfig
    from model_dev.training.starting_weights import StartingWeights


def add_training(verbs: Verbs) -> None:
    """``train``."""
    train = with_id(verbs.add_parser("train", help="train, or resume training"))
    train.add_argument(
        "--config", type=Path, metavar="FILE.toml", help="(default: the config or lineage run --id)"
    )
    train.add_argument("--stores", type=Path, required=True)
    train.add_argument("--out", type=Path, required=True, help="folder of the run")
    runs = {"start": "run to start from"} | {name: f"run of the {name} stream" for name in STREAMS}
    for name, text in runs.items():
        train.add_argument(
            f"--{name}", type=Path, metavar="WEIGHTS", help=f"{text} (its final.weights.h5)"
        )
        train.add_argument(f"--{name}-id", metavar="ID", help="its id, if not this run's")
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
    from model_dev.training.config import read_config
    from model_dev.training.lineage import find_config
    from model_dev.training.starting_weights import Start
    from model_dev.training.train import Execution, TrainingData, train

    config = read_config(arguments.config) if arguments.config else find_config(arguments.id)
    validation = arguments.stores / "clean" / "validation"
    data = TrainingData([arguments.stores / "train"], validation if validation.is_dir() else None)
    own = {stream: _weights_of(arguments, stream, config) for stream in STREAMS}
    start = Start(
        _weights_of(arguments, "start", config),
        {stream: weights for stream, weights in own.items() if weights},
    )
    execution = Execution(arguments.precision, arguments.devices, arguments.accept_changes)
    train(config, data, arguments.out, start, execution)
    print(f"weights: {arguments.out / 'final.weights.h5'}")
    return 0


def _weights_of(
    arguments: argparse.Namespace, option: str, config: TrainConfig
) -> StartingWeights | None:
    from model_dev.training.lineage import find_config
    from model_dev.training.starting_weights import StartingWeights

    weights, name = getattr(arguments, option), getattr(arguments, f"{option}_id")
    if weights is None:
        return None
    return StartingWeights(weights, (find_config(name) if name else config).network)
