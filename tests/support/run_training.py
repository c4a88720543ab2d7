"""Trains a few batches on the backend that KERAS_BACKEND names; started by tests as a process.

``run_training.py STORE OUT STREAMS PRECISION DEVICES [START]``
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from model_dev.training import train as training
from model_dev.training.starting_weights import Origin
from model_dev.training.train import Stage, TrainConfig
from tests.support.tiny_training import AUGMENTATION, MIXTURES, NETWORK

EPOCH = 2


def tiny_config(streams: str) -> TrainConfig:
    """Two epochs of two batches of eight pictures, at 64 pixels."""
    return TrainConfig(
        seed=5,
        batch=8,
        learning_rate=1e-3,
        weight_decay=1e-4,
        label_smoothing=0.05,
        auxiliary=0.3,
        ema=0.9,
        withheld_visual=0.0,
        withheld_forensic=0.0,
        stages=(Stage(64, 2 * EPOCH),),
        network=replace(NETWORK, streams=streams),
        augmentation=AUGMENTATION,
        mixtures=MIXTURES,
        tiny=None,
    )


def main(
    store: str, out: str, streams: str, precision: str, devices: str, start: str | None = None
) -> None:
    """Train and leave the run's folder."""
    config = tiny_config(streams)
    origin = Origin(Path(start), config.network) if start else None
    training.EPOCH = EPOCH
    training.train(
        config, [Path(store)], Path(store), Path(out), origin,
        precision=precision, devices=int(devices),
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
