"""From logits to a verdict, by the contract's decision block."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from typing import Protocol, TypeVar

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.types import Verdict


class Judged(Protocol):
    """What has a verdict and a probability of fake in [0, 1]."""

    @property
    def probability(self) -> float:
        """Of fake, in [0, 1]."""

    @property
    def verdict(self) -> Verdict:
        """The probability against the contract's thresholds, perhaps smoothed."""


JudgedT = TypeVar("JudgedT", bound=Judged)


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


def pool(parts: Sequence[JudgedT], rule: DecisionRule) -> tuple[Verdict, float]:
    """Verdict and probability of fake of the whole, from those of its parts.

    The parts are the regions of a picture, the tracks of a video, or the smoothed regions of a
    camera's frame. This is the only place that reads the contract's `pooling`. With "any_fake",
    one fake part makes the whole FAKE, the whole is REAL only if every part is, and the
    probability is that of the most suspicious part.

    Args:
        parts: At least one.
        rule: The contract's decision block.

    Raises:
        ValueError: If there is no part.
    """
    verdict_of_parts = _POOLINGS[rule.pooling]
    probability = most_suspicious(parts).probability
    return verdict_of_parts({part.verdict for part in parts}), probability


def most_suspicious(parts: Iterable[JudgedT]) -> JudgedT:
    """The first part with the highest probability of fake.

    Raises:
        ValueError: If there is no part.
    """
    return max(parts, key=lambda part: part.probability)


def _any_fake(verdicts: Set[Verdict]) -> Verdict:
    if Verdict.FAKE in verdicts:
        return Verdict.FAKE
    return Verdict.REAL if verdicts == {Verdict.REAL} else Verdict.UNSURE


_POOLINGS = {"any_fake": _any_fake}
