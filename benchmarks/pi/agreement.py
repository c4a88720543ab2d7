"""Whether two machines say the same of the same pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

LOGIT_LIMIT = 0.5
"""Largest difference of a logit. The face detectors compute in floating point: a box that differs
in the fourth place moves pixels of a crop by one grey level, and the outputs by many small steps.
On one machine a crop of the samples moved by a thousandth of a pixel moved a logit of gds-v2 by up
to 0.26, by a hundredth up to 0.32. Crops that are the same to the byte are held by the bundle's
golden vectors, within far less."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was compared.

    Attributes:
        pictures: Results on both sides.
        regions: Judged regions on both sides.
        worst_logit: Largest absolute difference of a logit.
        logit_limit: Largest one that counts as the same.
        differences: Everything else that differs, in words.
    """

    pictures: int
    regions: int
    worst_logit: float
    logit_limit: float
    differences: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether both say the same."""
        return self.pictures > 0 and self.worst_logit <= self.logit_limit and not self.differences


def compare(
    here: Sequence[dict[str, Any]], there: Sequence[dict[str, Any]], limit: float = LOGIT_LIMIT
) -> Agreement:
    """Compare scan results in JSON, matched by the name of the file."""
    ours = {_name(result): result for result in here}
    theirs = {_name(result): result for result in there}
    lost = [f"{name}: only on one side" for name in sorted(ours.keys() ^ theirs.keys())]
    pairs = [(ours[name], theirs[name]) for name in sorted(ours.keys() & theirs.keys())]
    found = [difference for pair in pairs for difference in _differences(*pair)]
    logits = [difference for pair in pairs for difference in _logits(*pair)]
    worst = max(logits, default=0.0)
    return Agreement(len(pairs), len(logits), worst, limit, (*lost, *found))


def _differences(ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[str]:
    name = _name(ours)
    for key in ("status", "verdict"):
        if ours[key] != theirs[key]:
            yield f"{name}: {key} {theirs[key]} there, {ours[key]} here"
    if len(ours["regions"]) != len(theirs["regions"]):
        yield f"{name}: {len(theirs['regions'])} regions there, {len(ours['regions'])} here"


def _logits(ours: dict[str, Any], theirs: dict[str, Any]) -> list[float]:
    regions = zip(ours["regions"], theirs["regions"], strict=False)
    return [abs(first["logit"] - second["logit"]) for first, second in regions]


def _name(result: dict[str, Any]) -> str:
    return PurePath(result["source"]).name
