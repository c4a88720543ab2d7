"""What the shipped rule says of each kind of picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from edge_runtime.types import Verdict
from model_dev.evaluation.kinds import OTHERS, LabelledPicture
from model_dev.evaluation.scanned_pictures import JudgedPicture, VerdictRules, judge_seen
from model_dev.statistics.metrics import LEVEL, Bootstrap, Estimate, measure_auc, measure_mean
from model_dev.statistics.proportion import wilson

SCHEMA = "model_dev/kinds/1"
CLASSES = ("real", "fake")
WRONG = {"real": Verdict.FAKE, "fake": Verdict.REAL}
BETWEEN = "between_thresholds"
LEAST = 40
"""Pictures below which an origin has no row of its own: the interval of a share of 0.05 would
reach from 0.01 to 0.18."""


@dataclass(frozen=True, slots=True)
class MeasuredModel:
    """What is measured, and on what.

    Attributes:
        id: The bundle's.
        sha256: Of the network's file.
        split: Where the pictures are from.
        most: Most pictures of each origin and class.
        rules: Those of the verdict.
    """

    id: str
    sha256: str
    split: str
    most: int
    rules: VerdictRules


@dataclass(frozen=True, slots=True)
class _Row:
    picture: LabelledPicture
    judged: JudgedPicture


def kinds_report(
    pictures: Sequence[LabelledPicture], model: MeasuredModel, bootstrap: Bootstrap
) -> dict[str, Any]:
    """Verdicts and AUC, overall and by kind. JSON values only.

    Args:
        pictures: Drawn pictures in one tier, with those that could not be judged.
        model: What judges them.
        bootstrap: Of the intervals, over groups.

    Returns:
        ``auc``: of the pooled probability, all real pictures against all fakes. ``classes``: the
        verdicts on each class. ``worst``: of each class the kind that gets the wrong verdict most
        often. ``kinds``: the same for each kind, with the AUC of the kind against all pictures of
        the other class. The interval of a share reaches as far as Wilson's, in which every picture
        counts as independent, and as the bootstrap's over groups, which is empty at 0 and 1.
    """
    rows = [_Row(picture, judge_seen(picture.seen, model.rules)) for picture in pictures]
    judged = [row for row in rows if row.judged.verdict is not None]
    kinds = [
        {
            "class": CLASSES[label],
            "kind": kind,
            **_verdicts(
                [r for r in rows if (r.picture.label, r.picture.kind) == (label, kind)], bootstrap
            ),
            "auc": _auc(
                [r for r in judged if r.picture.label != label or r.picture.kind == kind], bootstrap
            ),
        }
        for label, kind in sorted(
            {(row.picture.label, row.picture.kind) for row in rows}, key=_order
        )
    ]
    return {
        "schema": SCHEMA,
        "bundle": model.id,
        "model_sha256": model.sha256,
        "split": model.split,
        "most_per_origin": model.most,
        "least_per_kind": LEAST,
        "decision": asdict(model.rules.decision),
        "interval": {"level": LEVEL, "replicates": bootstrap.replicates, "seed": bootstrap.seed},
        "auc": _auc(judged, bootstrap),
        "unsure": _share(judged, Verdict.UNSURE, bootstrap),
        "classes": {
            name: _verdicts([r for r in rows if r.picture.label == label], bootstrap)
            for label, name in enumerate(CLASSES)
        },
        "worst": {name: _worst(kinds, name) for name in CLASSES},
        "kinds": kinds,
    }


def _verdicts(rows: Sequence[_Row], bootstrap: Bootstrap) -> dict[str, Any]:
    """Counts, shares of the verdicts on the judged, and why pictures are UNSURE."""
    judged = [row for row in rows if row.judged.verdict is not None]
    return {
        "pictures": len(rows),
        "groups": len({row.picture.group for row in rows}),
        "not_judged": len(rows) - len(judged),
        **{verdict.value: _share(judged, verdict, bootstrap) for verdict in Verdict},
        "unsure_because": _because([row.judged for row in judged]),
    }


def _because(judged: Sequence[JudgedPicture]) -> dict[str, float]:
    """Share of the pictures that are UNSURE for each reason; a picture may have several."""
    unsure = [found.reasons for found in judged if found.verdict is Verdict.UNSURE]
    counts = Counter[str](reason for reasons in unsure for reason in reasons)
    counts[BETWEEN] = sum(not reasons for reasons in unsure)
    return {name: round(counts[name] / len(judged), 4) for name in sorted(counts) if counts[name]}


def _share(
    judged: Sequence[_Row], verdict: Verdict, bootstrap: Bootstrap
) -> dict[str, float | None]:
    if not judged:
        return Estimate(None, None, None).rounded()
    called = [row.judged.verdict is verdict for row in judged]
    low, high = wilson(sum(called), len(called))
    drawn = measure_mean(called, [row.picture.group for row in judged], bootstrap)
    if drawn.low is not None and drawn.high is not None:
        low, high = min(low, drawn.low), max(high, drawn.high)
    return Estimate(drawn.value, low, high).rounded()


def _auc(rows: Sequence[_Row], bootstrap: Bootstrap) -> dict[str, float | None]:
    labels = [row.picture.label for row in rows]
    if len(set(labels)) < len(CLASSES):
        return Estimate(None, None, None).rounded()
    scores = [row.judged.probability for row in rows]
    return measure_auc(labels, scores, [row.picture.group for row in rows], bootstrap).rounded()


def _worst(kinds: Sequence[dict[str, Any]], name: str) -> dict[str, Any] | None:
    measured = [k for k in kinds if k["class"] == name and k[WRONG[name]]["value"] is not None]
    if not measured:
        return None
    worst = max(measured, key=lambda kind: kind[WRONG[name]]["value"])
    return {"kind": worst["kind"], "pictures": worst["pictures"], **worst[WRONG[name]]}


def _order(cell: tuple[int, str]) -> tuple[int, bool, str]:
    """Real first, joined kinds last."""
    label, kind = cell
    return label, kind.startswith(OTHERS), kind
