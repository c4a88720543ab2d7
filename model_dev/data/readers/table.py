"""Pictures listed in a CSV file."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from model_dev.data.readers.entry import Entry, RecipeError
from model_dev.data.sample_by_hash import first_by_hash


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

    def entries(self, folder: Path, name: str) -> Iterator[Entry]:
        """Listed pictures that are in ``folder``, group by group.

        Raises:
            RecipeError: If the listing or one of its columns is missing.
        """
        by_group: dict[str, list[Entry]] = defaultdict(list)
        for row in self._rows(folder, name):
            path = self.picture.format(stem=Path(row[self.name]).stem)
            if (folder / path).is_file():
                entry = self._entry(row, path, name)
                by_group[entry.group].append(entry)
        for entries in by_group.values():
            yield from _some_fakes(entries, self.fakes_per_group)

    def _rows(self, folder: Path, name: str) -> list[dict[str, str]]:
        listing = folder / self.csv
        if not listing.is_file():
            raise RecipeError(f"{name}: {self.csv} is missing below {folder}")
        with listing.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        absent = {self.name, self.label, self.group} - set(reader.fieldnames or ())
        if absent:
            raise RecipeError(f"{name}: {self.csv} has no column {sorted(absent)[0]}")
        return rows

    def _entry(self, row: Mapping[str, str], path: str, name: str) -> Entry:
        label = int(row[self.label] == self.fake)
        original = row[self.group] if label else row[self.name]
        group = f"{name}/{original or row[self.name]}"
        return Entry(path, label, self.generator if label else "camera", group, None)


def _some_fakes(entries: Sequence[Entry], limit: int) -> Iterator[Entry]:
    fakes = set(first_by_hash([entry.path for entry in entries if entry.label], limit))
    yield from (entry for entry in entries if not entry.label or entry.path in fakes)
