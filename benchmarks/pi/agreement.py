"""Compares the scan results of two machines for the same pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

LOGIT_LIMIT = 0.5
"""Largest difference of a logit that counts as agreement.

The face detectors compute in floating point. A box that differs in the fourth decimal place changes
pixels of the crop by one grey level, and with them the outputs. On one machine, shifting a crop of
the samples by 0.001 pixel changed a logit of gds-v2 by up to 0.26, by 0.01 pixel by up to 0.32. The
golden vectors of the bundle check identical crops, with a far smaller tolerance."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Result of a comparison.

    Attributes:
        pictures: Pictures that both machines scanned.
        regions: Scored regions that were compared.
        worst_logit: Largest absolute difference of a logit.
        logit_limit: Largest difference that counts as agreement.
        differences: All other differences, as text.
    """

    pictures: int
    regions: int
    worst_logit: float
    logit_limit: float
    differences: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether the results agree."""
        return self.pictures > 0 and self.worst_logit <= self.logit_limit and not self.differences


def compare(
    here: Sequence[dict[str, Any]], there: Sequence[dict[str, Any]], limit: float = LOGIT_LIMIT
) -> Agreement:
    """Compare scan results, matched by file name.

    Args:
        here: Results of this machine, as ``edge-runtime scan --json`` prints them.
        there: Results of the other machine.
        limit: Largest difference of a logit.
    """
    ours = {_name(result): result for result in here}
    theirs = {_name(result): result for result in there}
    lost = [f"{name}: only on one machine" for name in sorted(ours.keys() ^ theirs.keys())]
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
