"""Lineages: how the weights of a bundle came about, step by step, as data.

A lineage file lists every training run, weight average and shift of the stream gate, in order. A
run states what differs from another run's settings (``base``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from model_dev.config_file import ConfigError, config_record, read_config_file, read_toml
from model_dev.paths import CONFIGS, RECIPE
from model_dev.training.bundle_recipe import BundleRecipe, read_config
from model_dev.training.config import TrainConfig, config_of
from model_dev.training.merged_settings import merged_settings

FOLDER = Path(__file__).parent.parent / "lineage"


@dataclass(frozen=True, slots=True)
class Run:
    """A training run.

    Attributes:
        name: Its name, which `find_config` knows.
        note: What it trained, and what is known of how it went.
        start: Name of the step whose weights it started from; None for ImageNet's weights in the
            visual stream and random ones elsewhere.
        streams: Steps that one stream alone started from, by the stream.
        resumes: Name of the run whose folder it went on with, with changed settings.
        batches: Batches after which it was stopped by hand; None if it ran to its end.
        base: Name of the run whose settings it shares; None if it states all of its own.
        settings: Settings that differ from the base's; None if ``configs/<name>.toml`` has them.
    """

    name: str
    note: str
    settings: Mapping[str, Any] | None = None
    start: str | None = None
    streams: Mapping[str, str] | None = None
    resumes: str | None = None
    batches: int | None = None
    base: str | None = None

    def parents(self) -> list[str]:
        """Names of the steps that must exist before."""
        named = [self.start, self.resumes, *(self.streams or {}).values()]
        return [name for name in named if name]


@dataclass(frozen=True, slots=True)
class Average:
    """A weight average of two steps; see `model_dev.training.weight_average.average`.

    Attributes:
        name: Its name.
        first: A step.
        second: Another, whose layers are kept where the first has no such layer.
        share: Weight of the first, in [0, 1].
        keep: Streams that are taken from the second as they are.
    """

    name: str
    first: str
    second: str
    share: float
    keep: tuple[str, ...] = ()

    def parents(self) -> list[str]:
        """Names of the steps that must exist before."""
        return [self.first, self.second]


@dataclass(frozen=True, slots=True)
class StreamGateShift:
    """A shift of the stream gate; see `model_dev.training.weight_average.shift_stream_gate`.

    Attributes:
        name: Its name.
        of: The step whose weights are changed.
        log_odds: Added to the gate's log-odds; above 0 the visual stream gets more weight.
    """

    name: str
    of: str
    log_odds: float

    def parents(self) -> list[str]:
        """Names of the steps that must exist before."""
        return [self.of]


Step: TypeAlias = "Run | Average | StreamGateShift"
KINDS: Mapping[str, type[Run] | type[Average] | type[StreamGateShift]] = {
    "run": Run,
    "average": Average,
    "stream_gate": StreamGateShift,
}


@dataclass(frozen=True, slots=True)
class _Document:
    """The file as it is written."""

    bundle: str
    result: str
    checkpoint_sha256: str
    notes: tuple[str, ...]
    mixtures: Mapping[str, Mapping[str, Any]]
    steps: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """How a bundle's weights came about.

    Attributes:
        bundle: The bundle's id.
        result: Name of the step that gave the checkpoint.
        checkpoint_sha256: Of the checkpoint.
        notes: What holds for several steps.
        steps: In order; a step comes after those that it names.
        mixtures: Mixtures by name, without their shares, for the runs' settings.
    """

    bundle: str
    result: str
    checkpoint_sha256: str
    notes: tuple[str, ...]
    steps: tuple[Step, ...]
    mixtures: Mapping[str, Mapping[str, Any]]

    @staticmethod
    def read(path: Path) -> Lineage:
        """Parse a lineage file.

        Raises:
            ConfigError: If a key is missing or unknown, or a step names one that does not come
                before it.
        """
        document = read_config_file(_Document, path)
        lineage = Lineage(
            document.bundle,
            document.result,
            document.checkpoint_sha256,
            document.notes,
            tuple(_step(table, path.name) for table in document.steps),
            document.mixtures,
        )
        _check_order(lineage, path.name)
        return lineage

    def config(self, name: str) -> TrainConfig:
        """The settings of a run, resolved.

        Raises:
            KeyError: If there is no such run.
            ConfigError: If a key is missing or unknown, or a mixture has no definition.
        """
        return config_of(self._settings(name), f"{self.bundle} lineage, {name}")

    def runs(self) -> dict[str, Run]:
        """The training runs by name."""
        return {step.name: step for step in self.steps if isinstance(step, Run)}

    def _settings(self, name: str) -> dict[str, Any]:
        run = self.runs()[name]
        if run.settings is None:
            return read_toml(CONFIGS / f"{name}.toml")
        base = self._settings(run.base) if run.base else {}
        return merged_settings(base, run.settings, self.mixtures, f"{self.bundle} lineage")


def find_config(name: str) -> TrainConfig:
    """The training config of ``configs/<name>.toml``, or of a run of the recipe or a lineage.

    Raises:
        ConfigError: If there is none, or a key is missing or unknown.
    """
    path = CONFIGS / f"{name}.toml"
    if path.is_file():
        return read_config(path)
    recipe = BundleRecipe.read(CONFIGS / RECIPE)
    if name in recipe.run_names():
        return recipe.named(name)
    for file in sorted(FOLDER.glob("*.toml")):
        lineage = Lineage.read(file)
        if name in lineage.runs():
            return lineage.config(name)
    raise ConfigError(f"no training config {name}: no configs/{name}.toml, and no run of that name")


def _step(table: Mapping[str, Any], file: str) -> Step:
    """A step; its first key names its kind, and the value is its name."""
    found = [kind for kind in KINDS if kind in table]
    if len(found) != 1:
        raise ConfigError(f"{file}: a step has one of the keys {', '.join(KINDS)}")
    data = dict(table)
    name = data.pop(found[0])
    return config_record(KINDS[found[0]], {"name": name, **data}, f"{file}: {name}")


def _check_order(lineage: Lineage, file: str) -> None:
    known: set[str] = set()
    for step in lineage.steps:
        base = [step.base] if isinstance(step, Run) and step.base else []
        unknown = sorted({*step.parents(), *base} - known)
        if unknown or step.name in known:
            problem = f"{unknown[0]} does not come before it" if unknown else "listed twice"
            raise ConfigError(f"{file}: {step.name}: {problem}")
        known.add(step.name)
    if lineage.result not in known:
        raise ConfigError(f"{file}: result: there is no step {lineage.result}")
