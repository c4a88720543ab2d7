"""How often edits that say nothing about a picture's origin turn its verdict around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from edge_runtime.scan.stability import UNEDITED
from edge_runtime.types import Verdict
from model_dev.evaluation.scanned_pictures import SeenPicture, VerdictRules, judge_seen
from model_dev.statistics.metrics import LEVEL, Bootstrap, measure_mean

SCHEMA = "model_dev/stability/1"
LIMITS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
"""Limits of the second look that are compared with the contract's."""

OTHER = {Verdict.REAL: Verdict.FAKE, Verdict.FAKE: Verdict.REAL}


@dataclass(frozen=True, slots=True)
class EditedPicture:
    """A picture with its label and what was seen of it under each edit.

    Attributes:
        label: "real" or "fake".
        group: Pictures of a group are not independent.
        seen: By the name of the edit.
    """

    label: str
    group: str
    seen: Mapping[str, SeenPicture]


Verdicts: TypeAlias = Sequence[Mapping[str, Verdict | None]]
"""Verdicts of each picture by edit."""


def stability_report(
    pictures: Sequence[EditedPicture], rules: VerdictRules, bundle: str, bootstrap: Bootstrap
) -> dict[str, Any]:
    """Verdicts with and without the second look, by edit. JSON values only.

    Args:
        pictures: Each seen under the same edits.
        rules: The contract's.
        bundle: Id.
        bootstrap: Of the intervals over groups.
    """
    before = verdicts_of(pictures, rules.without_second_look())
    after = verdicts_of(pictures, rules)
    edits = [name for name in pictures[0].seen if name != UNEDITED]
    return {
        "schema": SCHEMA,
        "bundle": bundle,
        "pictures": {label: _count(pictures, label) for label in ("real", "fake")},
        "limit": rules.limit,
        "interval": {"level": LEVEL, "replicates": bootstrap.replicates, "seed": bootstrap.seed},
        "turned_unsure": _turned_unsure(pictures, before, after, bootstrap),
        "edits": [
            {
                "edit": edit,
                "before": edit_cell(pictures, before, edit, bootstrap),
                "after": edit_cell(pictures, after, edit, bootstrap),
            }
            for edit in edits
        ],
        "limits": list(_limits(pictures, rules, edits)),
    }


def verdicts_of(pictures: Sequence[EditedPicture], rules: VerdictRules) -> Verdicts:
    """The verdict of every picture under every edit."""
    return [
        {edit: judge_seen(seen, rules).verdict for edit, seen in picture.seen.items()}
        for picture in pictures
    ]


def edit_cell(
    pictures: Sequence[EditedPicture], verdicts: Verdicts, edit: str, bootstrap: Bootstrap
) -> dict[str, Any]:
    """What one edit does.

    Returns:
        ``flips``: how many pictures go from REAL to FAKE or back. ``real_to_fake``: share of the
        real pictures that are FAKE only with the edit. ``decided``: share of all pictures that are
        REAL or FAKE with the edit.
    """
    pairs = [(found[UNEDITED], found[edit]) for found in verdicts]
    real = [(pair, picture.group) for pair, picture in zip(pairs, pictures, strict=True)
            if picture.label == "real"]  # fmt: skip
    became = [float(_became_fake(pair)) for pair, _ in real]
    decided = [float(after in OTHER) for _, after in pairs]
    groups = [picture.group for picture in pictures]
    return {
        "flips": sum(_flipped(pair) for pair in pairs),
        "real_to_fake": measure_mean(became, [group for _, group in real], bootstrap).rounded(),
        "decided": measure_mean(decided, groups, bootstrap).rounded(),
    }


def _limits(
    pictures: Sequence[EditedPicture], rules: VerdictRules, edits: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """What each limit would do, over all edits together; None is no second look."""
    for limit in (None, *LIMITS):
        verdicts = verdicts_of(pictures, replace(rules, limit=limit))
        unedited = [found[UNEDITED] for found in verdicts]
        real = [found for found, p in zip(verdicts, pictures, strict=True) if p.label == "real"]
        became = sum(_became_fake((f[UNEDITED], f[edit])) for f in real for edit in edits)
        yield {
            "limit": limit,
            "flips": sum(_flipped((f[UNEDITED], f[edit])) for f in verdicts for edit in edits),
            "real_to_fake": round(became / (len(real) * len(edits)), 4),
            "decided": round(sum(v in OTHER for v in unedited) / len(unedited), 4),
            **_right(pictures, unedited),
        }


def _right(pictures: Sequence[EditedPicture], verdicts: Sequence[Verdict | None]) -> dict[str, Any]:
    """Share of each class that is called REAL and FAKE unedited."""
    shares = {}
    for label in ("real", "fake"):
        own = [v for v, p in zip(verdicts, pictures, strict=True) if p.label == label]
        for verdict in OTHER:
            shares[f"{label}_called_{verdict}"] = round(own.count(verdict) / len(own), 4)
    return shares


def _turned_unsure(
    pictures: Sequence[EditedPicture], before: Verdicts, after: Verdicts, bootstrap: Bootstrap
) -> dict[str, float | None]:
    """Share of the unedited pictures decided at first sight that the second look makes UNSURE."""
    rows = [
        (float(now[UNEDITED] not in OTHER), picture.group)
        for picture, once, now in zip(pictures, before, after, strict=True)
        if once[UNEDITED] in OTHER
    ]
    return measure_mean([v for v, _ in rows], [g for _, g in rows], bootstrap).rounded()


def _flipped(pair: tuple[Verdict | None, Verdict | None]) -> bool:
    before, after = pair
    return before in OTHER and OTHER[before] is after


def _became_fake(pair: tuple[Verdict | None, Verdict | None]) -> bool:
    return pair[0] is not Verdict.FAKE and pair[1] is Verdict.FAKE


def _count(pictures: Sequence[EditedPicture], label: str) -> int:
    return sum(picture.label == label for picture in pictures)
