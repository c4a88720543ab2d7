"""The steps that build a bundle, in their order: each is a verb of ``model-dev``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from model_dev.data.crop_store import CROPS_FILE
from model_dev.paths import BundlePaths
from model_dev.training.bundle_recipe import (
    FORENSIC,
    FUSION,
    RUNS,
    VISUAL,
    BundleRecipe,
    Forgeries,
    run_name,
)

FETCHED = "wild"
"""The data set that ``model-dev data fetch`` fetches; the others are put into the root by hand."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        name: Its name; no other step of the plan has it.
        verb: Arguments of ``model-dev``.
        settings: JSON values of the recipe that decide its output, beside the arguments.
        output: File that is there once the step is done, if the verb refuses to run again; else
            None.
    """

    name: str
    verb: tuple[str, ...]
    settings: Any = None
    output: Path | None = None


@dataclass(frozen=True, slots=True)
class Build:
    """What is built, and where.

    Attributes:
        recipe: The recipe.
        file: Its file.
        root: Folder of the data sets.
        work: Folder of everything that is made on the way.
        clones: Folder of bare clones to fetch pictures from, or None for the network.
    """

    recipe: BundleRecipe
    file: Path
    root: Path
    work: Path
    clones: Path | None = None

    @property
    def stores(self) -> Path:
        """Folder of the crop stores."""
        return self.work / "stores"

    @property
    def model(self) -> Path:
        """The int8 network."""
        return self.work / "model.tflite"

    @property
    def _manifest(self) -> Path:
        return self.work / "manifest.parquet"

    def steps(self) -> tuple[Step, ...]:
        """All steps, in the order in which they run."""
        return (*self._data(), *self._forging(), *self._training(), *self._finishing())

    def _data(self) -> Iterator[Step]:
        root, manifest = ("--root", str(self.root)), self._manifest
        clones = ("--clones", str(self.clones)) if self.clones else ()
        if FETCHED in set().union(*(self.recipe.config(run).sources() for run in RUNS)):
            yield Step("fetch", ("data", "fetch", *root, *clones))
        yield Step("manifest", ("manifest", "build", *root, "--out", str(manifest)))
        yield Step("check-manifest", ("manifest", "check", str(manifest)))
        arguments = (*root, "--manifest", str(manifest), "--out", str(self.stores))
        yield Step("crops", ("crops", *arguments))

    def _forging(self) -> Iterator[Step]:
        for forgeries in self.recipe.forgeries:
            store = self.stores / "train" / forgeries.kind
            name = f"forge-{forgeries.kind}"
            verb = ("forge", *_forge_arguments(forgeries, self.stores / "train" / "full", store))
            yield Step(name, verb, output=store / CROPS_FILE)

    def _training(self) -> Iterator[Step]:
        stores = ("--stores", str(self.stores))
        for run in RUNS:
            name, out = run_name(self.recipe.id, run), self._run(run)
            verb = ("train", "--id", name, "--config", str(self.file), "--out", str(out))
            last = (*self._streams(), *self._kept()) if run == FUSION else ()
            settings = asdict(self.recipe.config(run))
            yield Step(f"train-{run}", (*verb, *stores, *self._start(run), *last), settings)

    def _finishing(self) -> Iterator[Step]:
        bundle, count = ("--id", self.recipe.id), str(self.recipe.calibration_pictures)
        model, stores = ("--model", str(self.model)), ("--stores", str(self.stores))
        cache = ("--cache", str(self.work / "scores"))
        pictures = ("--data", str(self.stores / "clean" / "calibration"), "--count", count)
        yield Step("quantize", ("quantize", *bundle, *pictures, "--out", str(self.model)))
        scanned = ("--root", str(self.root), "--manifest", str(self._manifest))
        yield Step("calibrate", ("calibrate", *bundle, *model, *scanned, *cache))
        for name in ("evaluate", "export-check", "invariance"):
            yield Step(name, (name, *bundle, *model, *stores, *cache))
        yield Step("seal", ("seal", *bundle, *model))

    def _run(self, run: str) -> Path:
        return self.work / "runs" / run

    def _start(self, run: str) -> tuple[str, ...]:
        start = self.recipe.start.get(run)
        if start is None:
            return ()
        return ("--start", str(BundlePaths(start).checkpoint), "--start-id", start)

    def _kept(self) -> tuple[str, str]:
        return ("--keep", str(BundlePaths(self.recipe.id).checkpoint))

    def _streams(self) -> Iterator[str]:
        for run in (VISUAL, FORENSIC):
            yield from (f"--{run}", str(self._run(run) / "final.weights.h5"))
            yield from (f"--{run}-id", run_name(self.recipe.id, run))


def _forge_arguments(forgeries: Forgeries, crops: Path, store: Path) -> Iterator[str]:
    yield from ("--kind", forgeries.kind, "--count", str(forgeries.count))
    yield from ("--seed", str(forgeries.seed), "--stores", str(crops), "--store", str(store))
    if forgeries.size:
        yield from ("--size", str(forgeries.size))
    yield "--sources"
    yield from (f"{name}={share:g}" for name, share in forgeries.sources.items())


def up_to(steps: Sequence[Step], name: str | None) -> Sequence[Step]:
    """The steps up to and with one; all of them without a name.

    Raises:
        ValueError: If there is no such step.
    """
    if name is None:
        return steps
    names = [step.name for step in steps]
    if name not in names:
        raise ValueError(f"no step {name}; there are {', '.join(names)}")
    return steps[: names.index(name) + 1]
