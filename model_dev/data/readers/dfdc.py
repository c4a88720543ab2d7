"""Videos of the Deepfake Detection Challenge (Dolhansky et al. 2020, arXiv:2006.07397).

::

    dfdc_train_part_<n>/metadata.json       {"<video>": {"label", "split", "original"}}
    dfdc_train_part_<n>/<video>

The metadata do not name the actors, and one actor is in many originals. Grouped by part, no
recording is in two splits, and of the actors no more than recur between parts; grouped by
original, actors are in several splits. Every published training part calls its split "train":
there it is drawn by hash, so that something is left to validate on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model_dev.data.readers.entry import HELD_OUT, LABELS, Entry, RecipeError

GROUPS = ("part", "original")
GENERATOR = "dfdc-swap"
SPLITS: Mapping[str, str | None] = {"train": None, "validation": HELD_OUT, "test": "test"}


@dataclass(frozen=True, slots=True)
class Dfdc:
    """Reader of DFDC.

    Attributes:
        parts: Pattern of the parts' folders below the data set's folder.
        group: "part" or "original"; see above.
        frames: Frames taken of each video.
    """

    parts: str
    group: str
    frames: int

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise RecipeError(f"group must be one of {', '.join(GROUPS)}")

    def entries(self, folder: Path, name: str) -> Iterator[Entry]:
        """Listed videos, part by part, sorted by name; one that is not there fails when read.

        Raises:
            RecipeError: If no part has metadata, or they are malformed.
        """
        listings = sorted(folder.glob(f"{self.parts}/metadata.json"))
        if not listings:
            raise RecipeError(f"{name}: no {self.parts}/metadata.json below {folder}")
        for listing in listings:
            part = listing.parent.relative_to(folder).as_posix()
            try:
                videos = json.loads(listing.read_text("utf-8"))
                yield from [self._entry(part, v, videos[v], name) for v in sorted(videos)]
            except (OSError, ValueError, TypeError, KeyError) as error:
                raise RecipeError(f"{name}: {part}/metadata.json: {error!r}") from error

    def _entry(self, part: str, video: str, known: Mapping[str, Any], name: str) -> Entry:
        label = LABELS[known["label"].lower()]
        source = part if self.group == "part" else known.get("original") or video
        return Entry(
            f"{part}/{video}",
            label,
            GENERATOR if label else "camera",
            f"{name}/{source}",
            SPLITS[known["split"]],
            self.frames,
        )
