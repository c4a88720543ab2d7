"""Pictures that `model_dev.data.repositories.fetch` took out of git repositories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model_dev.data.readers.entry import LABELS, UNSEEN, Entry, RecipeError
from model_dev.data.readers.files import group_of
from model_dev.data.repositories.fetch import Fetched, fetched_of
from model_dev.data.repositories.picture_source import PictureSource, read_sources
from model_dev.paths import DATASETS


@dataclass(frozen=True, slots=True)
class Repositories:
    """Reader of fetched pictures.

    Attributes:
        listing: File of the list of sources, beside the recipe.
        frames: Always 1; the sources hold no videos.
    """

    listing: str
    frames: int = 1

    def entries(self, folder: Path, name: str) -> Iterator[Entry]:
        """Pictures of every source that was fetched, in the order of the list.

        Raises:
            RecipeError: If no source was fetched.
        """
        sources = read_sources(DATASETS / self.listing)
        fetched = [(source, fetched_of(folder / source.name)) for source in sources]
        if not any(record for _, record in fetched):
            raise RecipeError(f"{name}: nothing was fetched below {folder}: model-dev data fetch")
        for source, record in fetched:
            if record is not None:
                yield from _entries(source, record, name)


def _entries(source: PictureSource, record: Fetched, name: str) -> Iterator[Entry]:
    for file, path in sorted(record.paths.items()):
        group = source.repository
        if source.group != "source":
            group = f"{group}/{group_of(source.group, path)}"
        yield Entry(
            f"{source.name}/{file}",
            LABELS[source.label],
            source.name if source.label == "fake" else "camera",
            f"{name}/{group}",
            UNSEEN if source.role == "unseen" else None,
            origin=source.name,
            topic=source.topic,
        )
