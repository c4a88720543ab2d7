"""From logits to the verdict of a region and of a picture, by the contract's rules."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, get_args

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from edge_runtime.types import Reason, RegionKind, RegionReason, Verdict

CLAMP = 1e-9
"""Least distance of a pooled probability from 0 and 1, whose log-odds are infinite."""

REGION_REASONS: tuple[RegionReason, ...] = get_args(RegionReason)
"""The reasons of a region, in the order in which they are listed."""


class Part(Protocol):
    """A region of a picture, a track of a video, or a smoothed region of a camera's frame."""

    @property
    def kind(self) -> RegionKind:
        """A face, or the whole picture."""

    @property
    def probability(self) -> float:
        """Of fake, in [0, 1]."""

    @property
    def capped(self) -> bool:
        """Whether a reason caps its verdict at UNSURE."""


PartT = TypeVar("PartT", bound=Part)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the looks at a region say of it; the attributes are those of `Region`."""

    logit: float
    looks: tuple[float, ...]
    probability: float
    verdict: Verdict
    reasons: tuple[RegionReason, ...]


def probability_of(logit: float, rule: DecisionRule) -> float:
    """Calibrated probability of fake in [0, 1]: sigmoid((logit + bias) / temperature).

    Temperature scaling after Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    return sigmoid(log_odds_of(logit, rule))


def log_odds_of(logit: float, rule: DecisionRule) -> float:
    """Calibrated log-odds of fake; to average frames, average these and not probabilities."""
    return (logit + rule.bias) / rule.temperature


def sigmoid(log_odds: float) -> float:
    """Probability in [0, 1] of log-odds of any size, without overflow."""
    small = math.exp(-abs(log_odds))
    return (1.0 if log_odds >= 0 else small) / (1.0 + small)


def verdict_of(probability: float, rule: DecisionRule) -> Verdict:
    """FAKE from `fake_at` up, REAL from `real_at` down, UNSURE between them."""
    if probability >= rule.fake_at:
        return Verdict.FAKE
    if probability <= rule.real_at:
        return Verdict.REAL
    return Verdict.UNSURE


def deserves_second_look(logit: float, reasons: Sequence[RegionReason], rule: DecisionRule) -> bool:
    """Whether a first look is sure of its verdict, and nothing caps it."""
    return not reasons and verdict_of(probability_of(logit, rule), rule) is not Verdict.UNSURE


def judge_looks(
    looks: Sequence[float], reasons: Sequence[RegionReason], rule: DecisionRule, limit: float
) -> Judgement:
    """Judge a region by its looks.

    Args:
        looks: Logit of the first look, and of the second one if there was one.
        reasons: Of the first look.
        rule: The contract's decision block.
        limit: Difference of two logits above which the region is unstable (contract).
    """
    unstable = max(looks) - min(looks) > limit
    told: tuple[RegionReason, ...] = (*reasons, "unstable") if unstable else tuple(reasons)
    logit = sum(looks) / len(looks)
    probability = probability_of(logit, rule)
    verdict = Verdict.UNSURE if told else verdict_of(probability, rule)
    return Judgement(logit, tuple(looks), probability, verdict, told)


def pool(
    parts: Sequence[Part], faces_omitted: int, decision: DecisionRule, pooling: PoolingRule
) -> tuple[Verdict, float]:
    """Verdict and probability of fake of the whole, from those of its parts.

    Capped parts count for the probability only where all are capped, and then the verdict is
    UNSURE. A picture of which some part was not judged is never REAL.

    Args:
        parts: At least one, and one of them at most the whole picture.
        faces_omitted: Number of faces that were found and not judged.
        decision: The contract's decision block.
        pooling: The contract's pooling block.

    Raises:
        ValueError: If there is no part.
    """
    capped = [part.capped for part in parts]
    probability = _pooled([part for part in parts if not part.capped] or parts, pooling)
    verdict = verdict_of(probability, decision)
    barred = all(capped) if verdict is Verdict.FAKE else any(capped) or faces_omitted > 0
    return (Verdict.UNSURE if barred else verdict), probability


def reasons_of(
    verdict: Verdict, reasons: Iterable[Sequence[RegionReason]], faces_omitted: int
) -> tuple[Reason, ...]:
    """Why a verdict is UNSURE: the reasons of all parts in their order, none if it is another.

    Args:
        verdict: Of the whole.
        reasons: Those of each part.
        faces_omitted: Number of faces that were found and not judged.
    """
    if verdict is not Verdict.UNSURE:
        return ()
    found = {reason for part in reasons for reason in part}
    listed = tuple(reason for reason in REGION_REASONS if reason in found)
    return (*listed, "faces_omitted") if faces_omitted else listed


def most_suspicious(parts: Iterable[PartT]) -> PartT:
    """The first part with the highest probability of fake.

    Raises:
        ValueError: If there is no part.
    """
    return max(parts, key=lambda part: part.probability)


def _pooled(counted: Sequence[Part], rule: PoolingRule) -> float:
    """Weighted mean of the log-odds of the whole picture, the worst face, and the larger."""
    whole = [part.probability for part in counted if part.kind == "image"]
    faces = [part.probability for part in counted if part.kind == "face"]
    if not (whole and faces):
        return max(part.probability for part in counted)
    of_whole, of_face = _log_odds(max(whole)), _log_odds(max(faces))
    return sigmoid(
        rule.whole * of_whole + rule.face * of_face + rule.larger * max(of_whole, of_face)
    )


def _log_odds(probability: float) -> float:
    clamped = min(max(probability, CLAMP), 1 - CLAMP)
    return math.log(clamped / (1 - clamped))
