"""Anybody's pictures and videos in a folder ``real`` and a folder ``fake``.

A forgery's method is the folder right below ``fake``, as in ``fake/stylegan/1.png``. Hidden files
are passed over; any other file that is neither a picture nor a video fails when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model_dev.data.readers.entry import LABELS, Entry, RecipeError
from model_dev.data.readers.files import group_of

VIDEOS = (".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm")


@dataclass(frozen=True, slots=True)
class Tree:
    """Reader of a plain tree.

    Attributes:
        group: "file", "parent", or a regular expression on the path whose first group names it,
            for pictures of one person, scene or video.
        frames: Frames taken of each video.
    """

    group: str
    frames: int

    def entries(self, folder: Path, name: str) -> Iterator[Entry]:
        """Files below ``real`` and ``fake``, sorted by path.

        Raises:
            RecipeError: If both are missing or empty.
        """
        found = [path for label in LABELS for path in sorted((folder / label).rglob("*"))]
        files = [path.relative_to(folder) for path in found if not path.is_dir()]
        if not files:
            raise RecipeError(f"{name}: no file in real or fake below {folder}")
        for path in files:
            if not any(part.startswith(".") for part in path.parts):
                yield self._entry(path, name)

    def _entry(self, path: Path, name: str) -> Entry:
        label, *folders = path.parts[:-1]
        method = folders[0] if folders else "unknown"
        return Entry(
            path.as_posix(),
            LABELS[label],
            method if LABELS[label] else "camera",
            f"{name}/{group_of(self.group, path.as_posix())}",
            None,
            self.frames if path.suffix.lower() in VIDEOS else 0,
        )
