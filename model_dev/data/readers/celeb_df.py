"""Celeb-DF v2 in its official layout (Li et al., CVPR 2020, arXiv:1909.12962).

::

    Celeb-real/id<person>_<clip>.mp4
    YouTube-real/<clip>.mp4
    Celeb-synthesis/id<target>_id<donor>_<clip>.mp4
    List_of_testing_videos.txt              lines ``label path``, where label 1 means real

A group is a person: the one whose clip it is, in a forgery the target. Donors cannot be kept apart
too: every person was swapped with several others, so grouping by both would give one group. A
donor's face may therefore occur, forged, on the other side of a split.

The official test list names clips of nearly every person, so nobody can train on the rest and test
on the list without meeting the same people. With ``official_test`` the test split is the list,
exactly, so that figures compare with published ones, and every other clip that shows a person of
the list, as target or donor, is left out and counted. Little more than real YouTube clips remain
for training: it is a set to test on. Without ``official_test`` the list is not read, and people
are dealt to the splits by hash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model_dev.data.readers.entry import LABELS, Entry, RecipeError

LIST = "List_of_testing_videos.txt"
FOLDERS = {"Celeb-real": "real", "YouTube-real": "real", "Celeb-synthesis": "fake"}
GENERATOR = "celeb-df-swap"

_PERSON = re.compile(r"id\d+")


@dataclass(frozen=True, slots=True)
class CelebDf:
    """Reader of Celeb-DF v2.

    Attributes:
        official_test: Whether the test split is the official list; see above.
        frames: Frames taken of each video.
    """

    official_test: bool
    frames: int

    def entries(self, folder: Path, name: str) -> Iterator[Entry]:
        """Videos in ``folder`` or on the list, sorted by path.

        Raises:
            RecipeError: If there is no video, or the list is missing or malformed.
        """
        videos = {f"{part}/{p.name}" for part in FOLDERS for p in (folder / part).glob("*.mp4")}
        if not videos:
            raise RecipeError(f"{name}: no video in {', '.join(FOLDERS)} below {folder}")
        listed = _listed(folder, name) if self.official_test else set()
        known = {person for path in listed for person in _PERSON.findall(path)}
        for path in sorted(videos | listed):
            yield self._entry(path, name, listed, known)

    def _entry(self, path: str, name: str, listed: set[str], known: set[str]) -> Entry:
        label = FOLDERS[path.split("/")[0]]
        people = _PERSON.findall(path)
        met = path not in listed and bool(known.intersection(people))
        return Entry(
            path,
            LABELS[label],
            GENERATOR if label == "fake" else "camera",
            f"{name}/{people[0] if people else path}",
            "test" if path in listed else None,
            self.frames,
            "person_of_the_test_list" if met else None,
        )


def _listed(folder: Path, name: str) -> set[str]:
    try:
        lines = (folder / LIST).read_text("utf-8").splitlines()
    except OSError as error:
        raise RecipeError(f"{name}: {LIST}: {error}") from error
    pairs = [line.split() for line in lines if line.strip()]
    for pair in pairs:
        if len(pair) != 2 or not _agrees(*pair):
            raise RecipeError(f"{name}: {LIST}: {' '.join(pair)!r} is not `label path`")
    return {path for _, path in pairs}


def _agrees(label: str, path: str) -> bool:
    """Whether a line's label, 1 for real, is that of its folder."""
    return FOLDERS.get(path.split("/")[0]) == {"1": "real", "0": "fake"}.get(label, "")
