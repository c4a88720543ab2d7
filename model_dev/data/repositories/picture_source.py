"""A list of public git repositories, and which of their files are pictures of one kind."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model_dev.data.readers.entry import LABELS, TOPICS, RecipeError

ROLES = ("train", "unseen")
"""Pictures of an unseen source are never trained on: they are measured as what was never seen."""


@dataclass(frozen=True, slots=True)
class PictureSource:
    """Pictures of one kind in one repository; one line of the list.

    Attributes:
        name: Of the source, and of its folder below the data set's.
        repository: ``owner/name`` on GitHub.
        commit: Whose files are read; empty for the newest one.
        pattern: Regular expression that a path contains.
        label: "real" or "fake".
        kind: The generator, or the kind of photographs.
        topic: What the pictures show, one of `TOPICS`.
        role: One of `ROLES`.
        pictures: Number of files that the pattern found when the list was written.
        cap: Most pictures that are taken, drawn by hash.
        least_side: Least shorter side in pixels.
        trim_bottom: Share of the height that is cut off below, where a visible mark is.
        group: "file", "parent", "source" for one group in all, or an expression as in
            `model_dev.data.readers.files.Files`.
        marker: Text that the bytes of a file contain; empty for any.
        licence: As the repository states it.
    """

    name: str
    repository: str
    commit: str
    pattern: str
    label: str
    kind: str
    topic: str
    role: str
    pictures: int
    cap: int
    least_side: int
    trim_bottom: float
    group: str
    marker: str
    licence: str

    def matches(self, path: str) -> bool:
        """Whether a path of the repository is one of a picture of this source."""
        return re.search(self.pattern, path) is not None


def read_sources(path: Path) -> list[PictureSource]:
    """Read a list, tab-separated with a line of column names.

    Raises:
        RecipeError: If a column is missing, or a value is not what it must be.
        OSError: If the file cannot be read.
    """
    with path.open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    sources = [_source(line, f"{path.name}, line {i}") for i, line in enumerate(lines, 2)]
    names = [source.name for source in sources]
    if len(set(names)) < len(names):
        raise RecipeError(f"{path.name}: two sources have the same name")
    return sources


def _source(line: Mapping[str, str], where: str) -> PictureSource:
    try:
        source = PictureSource(
            **{key: line[key] for key in _TEXTS},
            pictures=int(line["pictures"]),
            cap=int(line["cap"]),
            least_side=int(line["least_side"]),
            trim_bottom=float(line["trim_bottom"]),
        )
        re.compile(source.pattern)
    except (KeyError, ValueError, re.error) as error:
        raise RecipeError(f"{where}: {error}") from error
    for key, value, known in (
        ("label", source.label, LABELS),
        ("role", source.role, ROLES),
        ("topic", source.topic, TOPICS),
    ):
        if value not in known:
            raise RecipeError(f"{where}: {key}: must be one of {', '.join(known)}")
    return source


_TEXTS = (
    "name", "repository", "commit", "pattern", "label", "kind", "topic", "role", "group", "marker",
    "licence",
)  # fmt: skip
