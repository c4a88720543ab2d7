"""A data set as data: where its pictures, labels and groups are."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from model_dev.toml import read_toml

RECIPES = Path(__file__).parent / "datasets"
LABELS: Mapping[str, int] = {"real": 0, "fake": 1}
SPLITS = ("train", "validation", "calibration", "test")


class RecipeError(ValueError):
    """A recipe is malformed, or the data does not have the layout it states."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture of a data set.

    Attributes:
        path: Relative to the data set's folder, with forward slashes.
        label: 0 real, 1 fake.
        generator: What made it: "camera", or the forgery's method.
        group: What must stay on one side of a split: source video, person, near-duplicates.
        split: Fixed by the data set's authors, or None to draw it from the group's hash.
    """

    path: str
    label: int
    generator: str
    group: str
    split: str | None


@dataclass(frozen=True, slots=True)
class Files:
    """Pictures found by a pattern.

    Attributes:
        glob: Pattern below the data set's folder.
        label: "real" or "fake".
        generator: See `Entry`.
        group: "file", "parent", or a regular expression whose first group names it.
        split: See `Entry`.
        limit: Pictures taken, drawn by hash; 0 for all.
    """

    glob: str
    label: str
    generator: str
    group: str = "file"
    split: str | None = None
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Pictures listed in a CSV file.

    Attributes:
        csv: The file, below the data set's folder.
        picture: Path of a picture, with ``{stem}`` of the name's column.
        name: Column of the picture's (or its video's) name.
        label: Column of the label.
        fake: The label's value for a fake.
        group: Column of the source video; empty for an original, which is its own.
        generator: What made the fakes.
        fakes_per_group: Fakes taken of each source video, drawn by hash; 0 for all.
    """

    csv: str
    picture: str
    name: str
    label: str
    fake: str
    group: str
    generator: str
    fakes_per_group: int = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """A data set.

    Attributes:
        name: Also the folder below the data root.
        origin: Where it comes from.
        licence: As its authors state it.
        about: What it holds and what to look out for.
        shares: Shares of train, validation, calibration and test; they sum to 1.
        near_duplicates: Whether perceptual hashes join its groups.
        files: Patterns.
        table: Listing, instead of patterns.
    """

    name: str
    origin: str
    licence: str
    about: str
    shares: tuple[float, float, float, float]
    near_duplicates: bool
    files: tuple[Files, ...] = ()
    table: Table | None = None

    def entries(self, folder: Path) -> Iterator[Entry]:
        """Pictures in ``folder``, sorted by path within each pattern.

        Raises:
            RecipeError: If a pattern finds nothing, or the listing is missing.
        """
        if self.table is not None:
            yield from _listed(self.table, folder, self.name)
        for files in self.files:
            yield from _matched(files, folder, self.name)


def read_recipe(path: Path) -> Recipe:
    """Parse a recipe.

    Raises:
        RecipeError: If a key is unknown, missing, or has a value out of range.
    """
    data = read_toml(path)
    files = tuple(_record(Files, item, path) for item in data.pop("files", []))
    table = _record(Table, data.pop("table"), path) if "table" in data else None
    shares = tuple(data.pop("shares", ()))
    recipe = _record(Recipe, {**data, "shares": shares, "files": files, "table": table}, path)
    _check(recipe, path)
    return recipe


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
    for files in recipe.files:
        if files.label not in LABELS or files.split not in (None, *SPLITS):
            raise RecipeError(f"{path.name}: bad label or split for {files.glob}")


def _matched(files: Files, folder: Path, name: str) -> Iterator[Entry]:
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.glob(files.glob))
    if not paths:
        raise RecipeError(f"{name}: nothing matches {files.glob} below {folder}")
    for path in sorted(_drawn(paths, files.limit)):
        group = f"{name}/{_group(files.group, path)}"
        yield Entry(path, LABELS[files.label], files.generator, group, files.split)


def _drawn(names: Sequence[str], limit: int) -> Sequence[str]:
    """The first ``limit`` names in the order of their hashes; all of them for 0."""
    if not limit:
        return names
    return sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())[:limit]


def _group(rule: str, path: str) -> str:
    if rule == "file":
        return path
    if rule == "parent":
        return path.rsplit("/", 1)[0]
    found = re.search(rule, path)
    return found.group(1) if found else path


def _listed(table: Table, folder: Path, name: str) -> Iterator[Entry]:
    listing = folder / table.csv
    if not listing.is_file():
        raise RecipeError(f"{name}: {table.csv} is missing below {folder}")
    with listing.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    absent = {table.name, table.label, table.group} - set(reader.fieldnames or ())
    if absent:
        raise RecipeError(f"{name}: {table.csv} has no column {sorted(absent)[0]}")
    by_group: dict[str, list[Entry]] = defaultdict(list)
    for row in rows:
        path = table.picture.format(stem=Path(row[table.name]).stem)
        if (folder / path).is_file():
            entry = _entry(table, row, path, name)
            by_group[entry.group].append(entry)
    for entries in by_group.values():
        yield from _some_fakes(entries, table.fakes_per_group)


def _some_fakes(entries: Sequence[Entry], limit: int) -> Iterator[Entry]:
    fakes = set(_drawn([entry.path for entry in entries if entry.label], limit))
    yield from (entry for entry in entries if not entry.label or entry.path in fakes)


def _entry(table: Table, row: Mapping[str, str], path: str, name: str) -> Entry:
    label = int(row[table.label] == table.fake)
    original = row[table.group] if label else row[table.name]
    group = f"{name}/{original or row[table.name]}"
    return Entry(path, label, table.generator if label else "camera", group, None)
