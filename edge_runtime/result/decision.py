"""From logits to a verdict, by the contract's calibration."""

from __future__ import annotations

import math
from collections.abc import Sequence

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.scan_result import Region
from edge_runtime.types import Verdict


def probability_of(logit: float, rule: DecisionRule) -> float:
    """Calibrated probability of fake in [0, 1]: sigmoid((logit + bias) / temperature).

    Temperature scaling after Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    return sigmoid(log_odds_of(logit, rule))


def log_odds_of(logit: float, rule: DecisionRule) -> float:
    """Calibrated log-odds of fake: what may be averaged over frames, as probabilities may not."""
    return (logit + rule.bias) / rule.temperature


def sigmoid(log_odds: float) -> float:
    """Probability in [0, 1] of log-odds; no size of them overflows."""
    small = math.exp(-abs(log_odds))
    return (1.0 if log_odds >= 0 else small) / (1.0 + small)


def verdict_of(probability: float, rule: DecisionRule) -> Verdict:
    """FAKE from `fake_at` up, REAL from `real_at` down, UNSURE between them."""
    if probability >= rule.fake_at:
        return Verdict.FAKE
    if probability <= rule.real_at:
        return Verdict.REAL
    return Verdict.UNSURE


def pool(regions: Sequence[Region], rule: DecisionRule) -> tuple[Verdict, float]:
    """Verdict and probability of fake of a picture, from those of its regions.

    With pooling "any_fake" one fake region makes the picture fake, and it is real only if every
    region is. Both follow from the most suspicious region.

    Args:
        regions: At least one.
        rule: The contract's decision block.

    Raises:
        ValueError: If there is no region.
    """
    probability = max(region.probability for region in regions)
    return verdict_of(probability, rule), probability
