"""The readers that a recipe may name: each knows the layout of a data set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from model_dev.data.readers.celeb_df import CelebDf
from model_dev.data.readers.dfdc import Dfdc
from model_dev.data.readers.entry import Entry
from model_dev.data.readers.faceforensics import FaceForensics
from model_dev.data.readers.repositories import Repositories
from model_dev.data.readers.tree import Tree


class Reader(Protocol):
    """Knows an official layout; its fields are the options of a recipe's ``[reader]`` table."""

    @property
    def frames(self) -> int:
        """Frames taken of each video."""

    def entries(self, folder: Path, name: str) -> Iterator[Entry]:
        """Pictures and videos of the data set ``name`` in ``folder``."""


READERS: Mapping[str, type[Reader]] = {
    "celeb_df": CelebDf,
    "dfdc": Dfdc,
    "faceforensics": FaceForensics,
    "repositories": Repositories,
    "tree": Tree,
}
