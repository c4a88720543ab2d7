"""Training configs: everything that decides a training run except the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from model_dev.architecture.network_config import NetworkConfig
from model_dev.architecture.streams import STREAMS
from model_dev.augmentation.augment import AugmentConfig
from model_dev.config_file import ConfigError, config_record


@dataclass(frozen=True, slots=True)
class Mixture:
    """A part of every batch, with as many real pictures as fakes.

    Attributes:
        real: Sources of its real pictures.
        fake: Sources of its fakes.
        share: Share of the pictures drawn; shares are normalised over all mixtures.
        paired: Whether each fake comes with its own original, or else with a real picture of its
            group.
        matched: Whether each fake comes with a real picture of its topic and its kind of view, and
            origins are drawn by the square root of their pictures, so that no kind rules.
        native: Whether a part of the crop is taken at its own resolution instead of the whole crop
            reduced.
        keep_encoding: Probability that a pair keeps the encoding it was stored in, see `augment`.
        montage: Probability that a rectangle of a pair's real picture stands in its fake, or the
            other way round. The label is then the share of the fake's pixels. Source: Yun et al.,
            "CutMix", ICCV 2019.
        detail: Smallest and largest side in pixels that both pictures of a pair are reduced to, or
            None. Where one class comes from larger pictures, fine detail alone would give the
            label away.
    """

    real: tuple[str, ...]
    fake: tuple[str, ...]
    share: float
    paired: bool = False
    matched: bool = False
    native: bool = False
    keep_encoding: float = 0.0
    montage: float = 0.0
    detail: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TinyPictureBatches:
    """Batches of tiny pictures only, tiled as `edge_runtime.picture.mirror_tiling` does.

    A training picture holds fewer copies than at serving, which costs less and shows the same.

    Attributes:
        real: Sources of the real pictures.
        fake: Sources of the fakes.
        every: One batch in so many is of this kind.
        batch: Pictures in such a batch, even.
        copy: Side of a copy in pixels.
        size: Side of the training picture in pixels, at most three copies.
        keep_encoding: Probability that a pair keeps the encoding it was stored in, see `augment`.
    """

    real: tuple[str, ...]
    fake: tuple[str, ...]
    every: int
    batch: int
    copy: int
    size: int
    keep_encoding: float


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the training at one resolution.

    Attributes:
        size: Side of the pictures in pixels.
        steps: Batches.
    """

    size: int
    steps: int


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Everything that decides a training run except the pictures.

    Attributes:
        seed: Seed of the data order and of every random choice.
        batch: Pictures in a batch, even.
        learning_rate: Peak rate of AdamW; 5 % warm-up, then a cosine to zero.
        weight_decay: Of AdamW.
        label_smoothing: Of the binary cross-entropy.
        auxiliary: Weight of each stream's own loss.
        ema: Momentum of the moving average of the weights, which is what is kept.
        visual_dropout: Share of the pictures for which the fusion head gets no visual features.
        forensic_dropout: The same for the forensic features.
        stages: Resolutions, coarse to fine.
        network: Widths.
        augmentation: How often and how far pictures are changed.
        mixtures: Parts of a batch.
        tiny_pictures: Batches of tiny pictures in between, or None.
        frozen: Streams that are not trained. A stream with few weights overfits the pictures that
            it sees often, and the fusion head then trusts it too much.
        frozen_blocks: Inverted residual blocks of the visual stream, counted from the input, that
            are not trained, together with the stem. They work on the largest maps, take a third of
            a step, and learn first.
        earlier_sources: Sources that the earlier runs drew and this one does not.
    """

    seed: int
    batch: int
    learning_rate: float
    weight_decay: float
    label_smoothing: float
    auxiliary: float
    ema: float
    visual_dropout: float
    forensic_dropout: float
    stages: tuple[Stage, ...]
    network: NetworkConfig
    augmentation: AugmentConfig
    mixtures: tuple[Mixture, ...]
    tiny_pictures: TinyPictureBatches | None = None
    frozen: tuple[str, ...] = ()
    frozen_blocks: int = 0
    earlier_sources: tuple[str, ...] = ()

    def sources(self) -> set[str]:
        """Every source that the run draws pictures from."""
        found = {name for mixture in self.mixtures for name in mixture.real + mixture.fake}
        tiny = self.tiny_pictures
        return found | {*tiny.real, *tiny.fake} if tiny else found


def config_of(data: Mapping[str, Any], name: str) -> TrainConfig:
    """A training config from a parsed table.

    Args:
        data: The table.
        name: What to call it in an error.

    Raises:
        ConfigError: If a key is missing or unknown, or a value has another type.
    """
    config = config_record(TrainConfig, data, name)
    if not set(config.frozen) <= set(STREAMS):
        raise ConfigError(f"{name}: frozen: streams are {', '.join(STREAMS)}")
    return config
