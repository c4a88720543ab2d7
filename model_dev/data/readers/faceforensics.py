"""FaceForensics++ in its official layout (Rössler et al., ICCV 2019, arXiv:1901.08971).

::

    original_sequences/{youtube,actors}/<compression>/videos/*.mp4
    manipulated_sequences/<method>/<compression>/videos/<target>_<source>.mp4
    splits/{train,val,test}.json            pairs of ids, from the authors' repository

A forgery shows two people: the video is the target's, the face the source's. So both are one
group, and with them whoever another forgery or a pair of the official splits joins them to. The
YouTube ids were forged in pairs, which gives groups of two. The actors of DeepFakeDetection were
forged across each other: where that joins them all, they are one group, and lie in one split.
They have no official split; theirs is drawn by hash, as that of any id the splits do not name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from model_dev.data.readers.components import Components
from model_dev.data.readers.entry import LABELS, OFFICIAL_SPLITS, Entry, RecipeError

COMPRESSIONS = ("c0", "c23", "c40")
ACTORS_METHOD = "DeepFakeDetection"

_NAME = re.compile(r"(\d+)(?:_(\d+))?(?:__.*)?")


@dataclass(frozen=True, slots=True)
class FaceForensics:
    """Reader of FaceForensics++.

    Attributes:
        compression: "c0" (raw), "c23" or "c40": real and fake are taken at the same one.
        methods: Folders below ``manipulated_sequences``; each must be there. The actors'
            originals are read for "DeepFakeDetection", YouTube's for any other.
        frames: Frames taken of each video.
    """

    compression: str
    methods: tuple[str, ...]
    frames: int

    def __post_init__(self) -> None:
        if self.compression not in COMPRESSIONS or not self.methods:
            known = ", ".join(COMPRESSIONS)
            raise RecipeError(f"compression must be one of {known}, and methods not empty")

    def entries(self, folder: Path, name: str) -> Iterator[Entry]:
        """Videos in ``folder``, part by part, sorted by name.

        Raises:
            RecipeError: If a part has no video, or an official split is missing or malformed.
        """
        splits = _official_splits(folder, name)
        videos = [(part, path) for part in self._parts() for path in self._videos(folder, part)]
        components = Components([*splits, *filter(None, (_people(*video) for video in videos))])
        by_group = {components.of(pair[0]): split for pair, split in splits.items()}
        for part, path in videos:
            people = _people(part, path)
            group = components.of(people[0]) if people else path.stem
            yield Entry(
                path.relative_to(folder).as_posix(),
                LABELS["real" if part.startswith("original") else "fake"],
                "camera" if part.startswith("original") else part.rsplit("/", 1)[1],
                f"{name}/{group}",
                by_group.get(group),
                self.frames,
                None if people else "unknown_name",
            )

    def _parts(self) -> Iterator[str]:
        if set(self.methods) - {ACTORS_METHOD}:
            yield "original_sequences/youtube"
        if ACTORS_METHOD in self.methods:
            yield "original_sequences/actors"
        yield from (f"manipulated_sequences/{method}" for method in self.methods)

    def _videos(self, folder: Path, part: str) -> list[Path]:
        place = f"{part}/{self.compression}/videos"
        found = sorted((folder / place).glob("*.mp4"))
        if not found:
            raise RecipeError(f"no video in {place} below {folder}")
        return found


def _people(part: str, path: Path) -> tuple[str, ...]:
    """Ids of the people a video shows; none for a name that is not the data set's."""
    kind = "actor-" if part.rsplit("/", 1)[1] in ("actors", ACTORS_METHOD) else ""
    found = _NAME.fullmatch(path.stem)
    return tuple(kind + person for person in found.groups() if person) if found else ()


def _official_splits(folder: Path, name: str) -> Mapping[tuple[str, ...], str]:
    """Split of each official pair of ids."""
    splits: dict[tuple[str, ...], str] = {}
    for file, split in OFFICIAL_SPLITS.items():
        path = folder / "splits" / f"{file}.json"
        try:
            splits |= {tuple(pair): split for pair in json.loads(path.read_text("utf-8"))}
        except (OSError, ValueError, TypeError) as error:
            raise RecipeError(f"{name}: splits/{file}.json: {error}") from error
    return splits
