"""How a bundle's network is trained further; see ``configs/finetune.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from model_dev.config_file import read_config_file
from model_dev.training.config import Mixture, Stage, TinyPictureBatches, TrainConfig


@dataclass(frozen=True, slots=True)
class FinetuneConfig:
    """Everything that decides the further training but the pictures.

    Attributes:
        seed: Of the training and of the bootstrap.
        batch: Pictures in a batch, even.
        learning_rate: Peak of the rate.
        weight_decay: AdamW's.
        label_smoothing: Of the binary cross-entropy.
        auxiliary: Weight of each stream's own loss.
        ema: Momentum of the weights' moving average.
        replay: Share of the pictures drawn from the bundle's own sources, in (0, 1).
        tiers: Tiers to compare in.
        replicates: Bootstrap replicates.
        frozen: Streams that stay as they are; whatever the bundle's own last run froze.
        stages: Resolutions.
    """

    seed: int
    batch: int
    learning_rate: float
    weight_decay: float
    label_smoothing: float
    auxiliary: float
    ema: float
    replay: float
    tiers: tuple[str, ...]
    replicates: int
    frozen: tuple[str, ...]
    stages: tuple[Stage, ...]

    @staticmethod
    def read(path: Path) -> FinetuneConfig:
        """Parse a configuration file.

        Raises:
            ConfigError: If a key is missing or unknown, or a value has another type.
            ValueError: If ``replay`` is not a share.
        """
        config = read_config_file(FinetuneConfig, path)
        if not 0 < config.replay < 1:
            raise ValueError(f"{path.name}: replay must lie between 0 and 1")
        return config


def training_config(
    base: TrainConfig, tuning: FinetuneConfig, yours: pd.DataFrame, ours: pd.DataFrame
) -> TrainConfig:
    """The training config: the bundle's network and augmentation, both parties' pictures.

    Args:
        base: What the bundle was trained with.
        tuning: The further training.
        yours: Training rows of the user's stores.
        ours: Training rows of the bundle's own sources.

    Raises:
        ValueError: If a source is in both, the user's pictures are of one class, or none of the
            bundle's mixtures can be replayed.
    """
    both = sorted(set(yours["source"]) & set(ours["source"]))
    if both:
        raise ValueError(f"source {both[0]} is in both stores: give your data set another name")
    return replace(
        base,
        seed=tuning.seed,
        batch=tuning.batch,
        learning_rate=tuning.learning_rate,
        weight_decay=tuning.weight_decay,
        label_smoothing=tuning.label_smoothing,
        auxiliary=tuning.auxiliary,
        ema=tuning.ema,
        frozen=tuning.frozen,
        frozen_blocks=0,
        stages=tuning.stages,
        tiny_pictures=_replayed_tiny(base.tiny_pictures, ours),
        mixtures=(_new(yours, 1 - tuning.replay), *_replayed(base.mixtures, ours, tuning.replay)),
    )


def _new(yours: pd.DataFrame, share: float) -> Mixture:
    real, fake = (_sources(yours, label) for label in (0, 1))
    if not real or not fake:
        raise ValueError(
            "your training crops need real and fake pictures: from one class alone the network "
            "learns to know your pictures, not forgeries"
        )
    return Mixture(real, fake, share)


def _replayed(mixtures: Sequence[Mixture], ours: pd.DataFrame, share: float) -> tuple[Mixture, ...]:
    """The bundle's mixtures as far as their sources are there, with shares that sum to one."""
    real, fake = (_sources(ours, label) for label in (0, 1))
    there = [
        replace(
            mixture,
            real=tuple(name for name in mixture.real if name in real),
            fake=tuple(name for name in mixture.fake if name in fake),
        )
        for mixture in mixtures
    ]
    kept = [mixture for mixture in there if mixture.real and mixture.fake]
    if not kept:
        raise ValueError("none of the bundle's own mixtures can be replayed from the stores given")
    whole = sum(mixture.share for mixture in kept)
    return tuple(replace(mixture, share=share * mixture.share / whole) for mixture in kept)


def _replayed_tiny(
    tiny: TinyPictureBatches | None, ours: pd.DataFrame
) -> TinyPictureBatches | None:
    if tiny is None:
        return None
    there = [set(names) <= set(_sources(ours, i)) for i, names in ((0, tiny.real), (1, tiny.fake))]
    return tiny if all(there) else None


def _sources(rows: pd.DataFrame, label: int) -> tuple[str, ...]:
    return tuple(sorted(rows.loc[rows["label"] == label, "source"].unique()))
