"""The recipe of a bundle: everything that decides its weights, in one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model_dev.config_file import ConfigError, config_record, read_toml
from model_dev.training.config import TrainConfig, config_of
from model_dev.training.merged_settings import merged_settings

FORENSIC, VISUAL, FUSION = "forensic", "visual", "fusion"
RUNS = (FORENSIC, VISUAL, FUSION)
"""The training runs in their order: each stream by itself, then the layers that join them."""


@dataclass(frozen=True, slots=True)
class Forgeries:
    """Forgeries of one kind that are made to train on; see `model_dev.forge`.

    Attributes:
        kind: One of `model_dev.forge.kinds.KINDS`.
        count: Pairs.
        seed: Of every random choice.
        sources: Sources of the real pictures, with their shares.
        size: Side in pixels that crops are reduced to before they are forged; 0 for as stored.
    """

    kind: str
    count: int
    seed: int
    sources: Mapping[str, float]
    size: int = 0


@dataclass(frozen=True, slots=True)
class BundleRecipe:
    """A recipe; see ``configs/bundle.toml``.

    Attributes:
        id: Of the bundle.
        start: Name of the checkpoint that each of `RUNS` starts from. A run that is not named
            starts from ImageNet's weights in the visual stream and from random ones elsewhere.
        calibration_pictures: Pictures at least that the ranges of the int8 network are measured on.
        forgeries: What is forged.
        shared: Settings of all runs, as a training config has them.
        mixtures: Parts of batches by name, without their shares.
        runs: What each of `RUNS` states beside them.
    """

    id: str
    start: Mapping[str, str]
    calibration_pictures: int
    forgeries: tuple[Forgeries, ...]
    shared: Mapping[str, Any]
    mixtures: Mapping[str, Mapping[str, Any]]
    runs: Mapping[str, Mapping[str, Any]]

    @staticmethod
    def read(path: Path) -> BundleRecipe:
        """Parse a recipe.

        Raises:
            ConfigError: If a key is missing or unknown, or a run cannot be resolved.
        """
        return recipe_of(read_toml(path), path.name)

    def run_names(self) -> dict[str, str]:
        """The runs by the names under which `model-dev train --id` knows them."""
        return {run_name(self.id, run): run for run in RUNS}

    def named(self, name: str) -> TrainConfig:
        """The settings of a run by its name; see `run_names`.

        Raises:
            ConfigError: If there is no such run.
        """
        runs = self.run_names()
        if name not in runs:
            raise ConfigError(f"no run {name} in the recipe: it has {', '.join(runs)}")
        return self.config(runs[name])

    def config(self, run: str) -> TrainConfig:
        """The settings of one of `RUNS`, resolved.

        Raises:
            ConfigError: If a key is missing or unknown, or a mixture is not defined.
        """
        where = f"{self.id}, runs.{run}"
        settings = merged_settings(self.shared, self.runs[run], self.mixtures, where)
        return config_of(settings, where)


def run_name(bundle: str, run: str) -> str:
    """Name of a run: the last one has the bundle's."""
    return bundle if run == FUSION else f"{bundle}-{run}"


def recipe_of(data: Mapping[str, Any], name: str) -> BundleRecipe:
    """A recipe from a parsed file.

    Args:
        data: The table.
        name: What to call it in an error.

    Raises:
        ConfigError: If a key is missing or unknown, or a run cannot be resolved.
    """
    recipe = config_record(BundleRecipe, data, name)
    if not set(recipe.start) <= set(RUNS):
        raise ConfigError(f"{name}: start: runs are {', '.join(RUNS)}")
    if set(recipe.runs) != set(RUNS):
        raise ConfigError(f"{name}: runs: must be {', '.join(RUNS)}")
    for run in RUNS:
        recipe.config(run)
    return recipe


def recipe_in(path: Path) -> BundleRecipe | None:
    """The recipe in a file; None if the file is the config of a single run.

    Raises:
        ConfigError: If a key is missing or unknown, or a run cannot be resolved.
    """
    data = read_toml(path)
    return recipe_of(data, path.name) if "runs" in data else None


def read_config(path: Path) -> TrainConfig:
    """Parse a training config, or the last run of a recipe.

    Raises:
        ConfigError: If a key is missing or unknown, or a value has another type.
    """
    recipe = recipe_in(path)
    return recipe.config(FUSION) if recipe else config_of(read_toml(path), path.name)
