"""Trains a few batches on the backend that KERAS_BACKEND names; started by tests as a process.

``run_training.py STORE OUT STREAMS PRECISION DEVICES [START]``
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from model_dev.training import train as training
from model_dev.training.config import Stage, TrainConfig
from model_dev.training.starting_weights import Start, StartingWeights
from model_dev.training.train import Execution, TrainingData
from tests.support.tiny_training import CONFIG

EPOCH = 2


def tiny_config(streams: str) -> TrainConfig:
    """Two epochs of two batches of eight pictures, at 64 pixels."""
    return replace(
        CONFIG,
        batch=8,
        stages=(Stage(64, 2 * EPOCH),),
        network=replace(CONFIG.network, streams=streams),
    )


def main(
    store: str, out: str, streams: str, precision: str, devices: str, start: str | None = None
) -> None:
    """Train and leave the run's folder."""
    config = tiny_config(streams)
    weights = StartingWeights(Path(start), config.network) if start else None
    training.EPOCH = EPOCH
    training.train(
        config,
        TrainingData([Path(store)], Path(store)),
        Path(out),
        Start(weights),
        Execution(precision, int(devices)),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
