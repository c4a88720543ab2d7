"""A data set as data: where its pictures, labels and groups are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from model_dev.config.record import ConfigError, record
from model_dev.config.toml import read_toml
from model_dev.data.readers import READERS, Reader
from model_dev.data.readers.entry import LABELS, SPLITS, Entry, RecipeError
from model_dev.data.readers.files import Files
from model_dev.data.readers.table import Table

RECIPES = Path(__file__).parent.parent / "datasets"


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
        files: Patterns.
        table: Listing.
        reader: Reader of an official layout.
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

    def entries(self, folder: Path) -> Iterator[Entry]:
        """Pictures and videos in ``folder``.

        Raises:
            RecipeError: If the data do not have the layout that the recipe states.
        """
        for part in (self.table, self.reader, *self.files):
            if part is not None:
                yield from part.entries(folder, self.name)


def read_recipe(path: Path) -> Recipe:
    """Parse a recipe.

    Raises:
        RecipeError: If a key is unknown, missing, or has a value out of range.
    """
    data = read_toml(path)
    files = tuple(_record(Files, item, path) for item in data.pop("files", []))
    table = _record(Table, data.pop("table"), path) if "table" in data else None
    reader = _reader(data.pop("reader"), path) if "reader" in data else None
    parts = {"files": files, "table": table, "reader": reader}
    recipe = _record(Recipe, {**data, "shares": tuple(data.get("shares", ())), **parts}, path)
    _check(recipe, path)
    return recipe


def recipes_below(root: Path) -> tuple[list[Recipe], list[str]]:
    """The shipped recipes whose folder lies below ``root``, and the names of the others."""
    recipes = [read_recipe(path) for path in sorted(RECIPES.glob("*.toml"))]
    found = [recipe for recipe in recipes if (root / recipe.name).is_dir()]
    return found, [recipe.name for recipe in recipes if recipe not in found]


def _reader(data: Mapping[str, Any], path: Path) -> Reader:
    options = dict(data)
    kind = READERS.get(str(options.pop("name", None)))
    if kind is None:
        raise RecipeError(f"{path.name}: reader.name must be one of {', '.join(READERS)}")
    try:
        reader = record(kind, options, "reader")
    except (ConfigError, RecipeError) as error:
        raise RecipeError(f"{path.name}: {error}") from error
    if type(reader.frames) is not int or reader.frames < 1:
        raise RecipeError(f"{path.name}: reader.frames must be a whole number from 1 up")
    return reader


def _record(kind: type, data: Mapping[str, Any], path: Path) -> Any:
    unknown = set(data) - {field.name for field in fields(kind)}
    if unknown:
        raise RecipeError(f"{path.name}: unknown key {sorted(unknown)[0]}")
    try:
        return kind(**data)
    except TypeError as error:
        raise RecipeError(f"{path.name}: {error}") from error


def _check(recipe: Recipe, path: Path) -> None:
    if len(recipe.shares) != len(SPLITS) or abs(sum(recipe.shares) - 1) > 1e-9:
        raise RecipeError(f"{path.name}: shares must be four numbers that sum to 1")
    if [bool(recipe.files), bool(recipe.table), bool(recipe.reader)].count(True) != 1:
        raise RecipeError(f"{path.name}: give [[files]], [table] or [reader], and one only")
    for files in recipe.files:
        if files.label not in LABELS or files.split not in (None, *SPLITS):
            raise RecipeError(f"{path.name}: bad label or split for {files.glob}")
