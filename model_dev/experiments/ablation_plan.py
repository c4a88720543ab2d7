"""Which variants of a training run an ablation compares; see ``configs/ablation.toml``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from model_dev.architecture.streams import STREAMS
from model_dev.config_file import ConfigError, read_config_file
from model_dev.data.comparison import Comparison
from model_dev.training.config import Mixture, Stage, TrainConfig

BUILT_OF = ("both", *STREAMS)


@dataclass(frozen=True, slots=True)
class Variant:
    """The base run, changed.

    Attributes:
        name: Also the folder of its run.
        streams: One of `BUILT_OF`: what the network is built of.
        without: Sources that it is not trained on.
    """

    name: str
    streams: str
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AblationPlan:
    """Variants that are trained alike.

    Attributes:
        base: Name of the training config that they change.
        stages: Of every variant, in place of the base's.
        ema: Momentum of the weights' moving average, in place of the base's: a long memory keeps
            a short run's first weights.
        tiers: Tiers they are measured in.
        replicates: Bootstrap replicates.
        seed: Of the bootstrap.
        reference: Name of the variant that the others are compared with.
        variants: What is trained.
        comparisons: Real pictures of some sources against fakes of others: what is measured.
    """

    base: str
    stages: tuple[Stage, ...]
    ema: float
    tiers: tuple[str, ...]
    replicates: int
    seed: int
    reference: str
    variants: tuple[Variant, ...]
    comparisons: tuple[Comparison, ...]

    @staticmethod
    def read(path: Path) -> AblationPlan:
        """Parse a plan.

        Raises:
            ConfigError: If a key is missing or unknown, a variant has a name or streams that it
                cannot have, or the reference is not a variant.
        """
        plan = read_config_file(AblationPlan, path)
        _check(plan, path.name)
        return plan


def variant_config(base: TrainConfig, plan: AblationPlan, variant: Variant) -> TrainConfig:
    """The training config of a variant; it begins with ImageNet's weights, so nothing is frozen.

    Raises:
        ConfigError: If it leaves out what the base does not train on, or leaves nothing.
    """
    unknown = sorted(set(variant.without) - base.sources())
    if unknown:
        raise ConfigError(f"{variant.name}: {plan.base} does not train on {unknown[0]}")
    mixtures = without_sources(base.mixtures, variant.without)
    if not mixtures:
        raise ConfigError(f"{variant.name}: nothing is left to train on")
    network = replace(base.network, streams=variant.streams)
    tiny = base.tiny_pictures
    if tiny and set(variant.without) & {*tiny.real, *tiny.fake}:
        tiny = None
    return replace(
        base,
        frozen=(),
        stages=plan.stages,
        ema=plan.ema,
        network=network,
        mixtures=mixtures,
        tiny_pictures=tiny,
    )


def without_sources(mixtures: Sequence[Mixture], sources: Collection[str]) -> tuple[Mixture, ...]:
    """Mixtures without some sources; one that loses all its reals or all its fakes is dropped."""
    kept = [
        replace(
            mixture,
            real=tuple(name for name in mixture.real if name not in sources),
            fake=tuple(name for name in mixture.fake if name not in sources),
        )
        for mixture in mixtures
    ]
    return tuple(mixture for mixture in kept if mixture.real and mixture.fake)


def _check(plan: AblationPlan, name: str) -> None:
    names = [variant.name for variant in plan.variants]
    if len(set(names)) < len(names) or not all(Path(n).name == n for n in names):
        raise ConfigError(f"{name}: variant: names must be different, and fit as folders")
    if plan.reference not in names:
        raise ConfigError(f"{name}: reference: {plan.reference} is not a variant")
    for variant in plan.variants:
        if variant.streams not in BUILT_OF:
            raise ConfigError(f"{name}: {variant.name}: streams: one of {', '.join(BUILT_OF)}")
