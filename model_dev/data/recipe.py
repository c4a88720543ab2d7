"""Recipes: where the pictures, labels and groups of a data set are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from edge_runtime.errors import ContractError
from edge_runtime.files import strict_reader
from model_dev.config_file import read_toml
from model_dev.data.readers.entry import LABELS, SPLITS, TOPICS, Entry, RecipeError
from model_dev.data.readers.files import Files
from model_dev.data.readers.layouts import READERS, Reader
from model_dev.data.readers.table import Table
from model_dev.paths import DATASETS


@dataclass(frozen=True, slots=True)
class Recipe:
    """A data set. Its pictures come from patterns, from a listing, or from a reader.

    Attributes:
        name: Also the folder below the data root.
        origin: Where it comes from.
        licence: As its authors state it.
        about: What it holds and what to look out for.
        shares: Shares of train, validation, calibration and test; they sum to 1. An official
            validation split is dealt to validation and calibration in their proportion.
        near_duplicates: Whether perceptual hashes join its groups.
        one_encoder: Whether real and fake were written alike: format, JPEG tables and size say
            nothing of the class. Only such pictures may be judged as they are stored.
        files: Patterns of file names (``[[files]]``).
        table: A listing (``[table]``).
        reader: The reader of an official layout (``[reader]``).
        topic: What its pictures show, one of `TOPICS`; None where the reader knows.
        left_out: Paths of pictures that take no part, because their label is wrong.
    """

    name: str
    origin: str
    licence: str
    about: str
    shares: tuple[float, float, float, float]
    near_duplicates: bool
    one_encoder: bool
    files: tuple[Files, ...] = ()
    table: Table | None = None
    reader: Reader | None = None
    topic: str | None = None
    left_out: tuple[str, ...] = ()

    def entries(self, folder: Path) -> Iterator[Entry]:
        """Pictures and videos in ``folder``.

        Raises:
            RecipeError: If the data do not have the layout that the recipe states.
        """
        for part in (self.table, self.reader, *self.files):
            if part is not None:
                yield from map(self._marked, part.entries(folder, self.name))

    def _marked(self, entry: Entry) -> Entry:
        return replace(entry, left_out="wrong_label") if entry.path in self.left_out else entry


def read_recipe(path: Path) -> Recipe:
    """Parse a recipe.

    Raises:
        RecipeError: If a key is unknown or missing, or a value has another type or is out of range.
    """
    data = read_toml(path)
    try:
        reader = _read_reader(data.pop("reader", None))
        recipe = strict_reader.read(Recipe, data, defaults=True)
    except (ContractError, RecipeError) as error:
        raise RecipeError(f"{path.name}: {error}") from error
    recipe = replace(recipe, reader=reader)
    _check(recipe, path)
    return recipe


def recipes_below(root: Path) -> tuple[list[Recipe], list[str]]:
    """The shipped recipes whose folder lies below ``root``, and the names of the others."""
    recipes = [read_recipe(path) for path in sorted(DATASETS.glob("*.toml"))]
    found = [recipe for recipe in recipes if (root / recipe.name).is_dir()]
    return found, [recipe.name for recipe in recipes if recipe not in found]


def _read_reader(data: object) -> Reader | None:
    """The reader that the table ``[reader]`` names; its other keys are the reader's fields."""
    if data is None:
        return None
    options = dict(data) if isinstance(data, dict) else {}
    kind = READERS.get(str(options.pop("name", None)))
    if kind is None:
        raise RecipeError(f"reader.name: must be one of {', '.join(READERS)}")
    try:
        reader = strict_reader.read(kind, options, "reader", defaults=True)
    except RecipeError as error:
        raise RecipeError(f"reader: {error}") from error
    if reader.frames < 1:
        raise RecipeError("reader.frames: must be at least 1")
    return reader


def _check(recipe: Recipe, path: Path) -> None:
    if abs(sum(recipe.shares) - 1) > 1e-9:
        raise RecipeError(f"{path.name}: shares: must sum to 1")
    if recipe.topic not in (None, *TOPICS):
        raise RecipeError(f"{path.name}: topic: must be one of {', '.join(TOPICS)}")
    if [bool(recipe.files), bool(recipe.table), bool(recipe.reader)].count(True) != 1:
        raise RecipeError(f"{path.name}: give [[files]], [table] or [reader], and one only")
    for i, files in enumerate(recipe.files):
        if files.label not in LABELS:
            raise RecipeError(f"{path.name}: files[{i}].label: must be one of {', '.join(LABELS)}")
        if files.split not in (None, *SPLITS):
            raise RecipeError(f"{path.name}: files[{i}].split: must be one of {', '.join(SPLITS)}")
