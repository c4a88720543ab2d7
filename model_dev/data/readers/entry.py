"""An entry: what a reader knows about a picture or video without opening it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LABELS: Mapping[str, int] = {"real": 0, "fake": 1}
DRAWN_SPLITS = ("train", "validation", "calibration", "test")
"""Splits that groups are drawn into by hash."""

UNSEEN = "unseen"
"""Sources that nothing is trained, tuned or calibrated on: generators and kinds of photographs
that the network never saw. No group is drawn into it; a recipe states it."""

SPLITS = (*DRAWN_SPLITS, UNSEEN)
"""From the loosest to the strictest: a group that is in two moves to the stricter."""

MIXED = "mixed"
TOPICS = (MIXED, "portrait", "people", "food", "interior", "outdoor", "product", "animal")
"""What pictures show. Real pictures and fakes of one topic stand beside each other in training,
so that the topic does not give the label away; `MIXED` stands beside any."""

HELD_OUT = "held out"
"""An official validation split: its groups are dealt to validation and calibration by hash."""

OFFICIAL_SPLITS: Mapping[str, str] = {"train": "train", "val": HELD_OUT, "test": "test"}
"""Splits as data sets name them in their files, in our terms."""


class RecipeError(ValueError):
    """A recipe is malformed, or the data does not have the layout it states."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture or video of a data set.

    Attributes:
        path: Relative to the data set's folder, with forward slashes.
        label: 0 real, 1 fake.
        generator: What made it: "camera", or the forgery's method.
        group: What must stay on one side of a split: source video, person, near-duplicates.
        split: Fixed by the data set's authors (one of `SPLITS`, or `HELD_OUT`), or None to draw
            it from the group's hash.
        frames: Frames to take of a video; 0 for a still picture.
        left_out: Why it takes no part; None if it does. It is counted, not forgotten.
        origin: Where in the data set it comes from, if the data set joins many; else None.
        topic: What it shows, one of `TOPICS`.
    """

    path: str
    label: int
    generator: str
    group: str
    split: str | None
    frames: int = 0
    left_out: str | None = None
    origin: str | None = None
    topic: str = MIXED
