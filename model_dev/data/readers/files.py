"""Pictures found by a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model_dev.data.readers.entry import LABELS, Entry, RecipeError
from model_dev.data.sample_by_hash import first_by_hash


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

    def entries(self, folder: Path, name: str) -> Iterator[Entry]:
        """Pictures in ``folder``, sorted by path.

        Raises:
            RecipeError: If the pattern finds nothing.
        """
        paths = sorted(path.relative_to(folder).as_posix() for path in folder.glob(self.glob))
        if not paths:
            raise RecipeError(f"{name}: nothing matches {self.glob} below {folder}")
        for path in sorted(first_by_hash(paths, self.limit)):
            group = f"{name}/{group_of(self.group, path)}"
            yield Entry(path, LABELS[self.label], self.generator, group, self.split)


def group_of(rule: str, path: str) -> str:
    """Group of a path by a rule as in `Files`; the path itself where an expression finds none."""
    if rule == "file":
        return path
    if rule == "parent":
        return path.rsplit("/", 1)[0]
    found = re.search(rule, path)
    return found.group(1) if found else path
