"""Pictures found by a pattern."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from model_dev.data.readers.entry import LABELS, Entry, RecipeError


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
        for path in sorted(drawn(paths, self.limit)):
            group = f"{name}/{group_of(self.group, path)}"
            yield Entry(path, LABELS[self.label], self.generator, group, self.split)


def drawn(names: Sequence[str], limit: int) -> Sequence[str]:
    """The first ``limit`` names in the order of their hashes; all of them for 0."""
    if not limit:
        return names
    return sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())[:limit]


def group_of(rule: str, path: str) -> str:
    """Group of a path by a rule as in `Files`; the path itself where an expression finds none."""
    if rule == "file":
        return path
    if rule == "parent":
        return path.rsplit("/", 1)[0]
    found = re.search(rule, path)
    return found.group(1) if found else path
