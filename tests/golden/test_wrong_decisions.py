"""The classic mistakes of decisions are caught: each wrong variant fails vectors named here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from edge_runtime.result import decision
from edge_runtime.types import RegionReason, Verdict
from tests.support.golden_vectors import Arithmetic, GoldenPart, failed

RIGHT = Arithmetic()
Reasons = Sequence[RegionReason]
Pooled = tuple[Verdict, float]


def flipped_polarity(logit: float, rule: DecisionRule) -> float:
    return decision.probability_of(-logit, rule)


def uncalibrated(logit: float, rule: DecisionRule) -> float:
    return decision.probability_of(logit, replace(rule, temperature=1.0, bias=0.0))


def bias_after_temperature(logit: float, rule: DecisionRule) -> float:
    return decision.probability_of(logit / rule.temperature, replace(rule, temperature=1.0))


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (flipped_polarity, {"probability_plain_3", "probability_fitted_-0.5"}),
        (uncalibrated, {"probability_fitted_3", "probability_cold_0"}),
        (bias_after_temperature, {"probability_fitted_0", "probability_cold_1"}),
    ],
)
def test_wrong_probabilities(variant: Callable[..., float], caught_by: set[str]) -> None:
    assert caught_by <= failed("decision", replace(RIGHT, probability_of=variant))


def swapped_thresholds(share: float, rule: DecisionRule) -> Verdict:
    if share >= rule.real_at:
        return Verdict.FAKE
    return Verdict.REAL if share <= rule.fake_at else Verdict.UNSURE


def swapped_verdicts(share: float, rule: DecisionRule) -> Verdict:
    return decision.verdict_of(1 - share, rule)


def half_is_the_border(share: float, rule: DecisionRule) -> Verdict:
    return Verdict.FAKE if share >= 0.5 else Verdict.REAL


def limits_excluded(share: float, rule: DecisionRule) -> Verdict:
    if share > rule.fake_at:
        return Verdict.FAKE
    return Verdict.REAL if share < rule.real_at else Verdict.UNSURE


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (swapped_thresholds, {"verdict_0.5", "verdict_0.7499999"}),
        (swapped_verdicts, {"verdict_0.1", "verdict_0.9"}),
        (half_is_the_border, {"verdict_0.5", "verdict_0.2500001"}),
        (limits_excluded, {"verdict_0.75", "verdict_0.25"}),
    ],
)
def test_wrong_verdicts(variant: Callable[..., Verdict], caught_by: set[str]) -> None:
    assert caught_by <= failed("decision", replace(RIGHT, verdict_of=variant))


def log_odds(share: float) -> float:
    clamped = min(max(share, 1e-9), 1 - 1e-9)
    return float(np.log(clamped / (1 - clamped)))


def most_suspicious_wins(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    """The pooling of contract schema 1."""
    return decision.pool(parts, omitted, rule, PoolingRule(0, 0, 1))


def mean_of_probabilities(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    whole = [part.probability for part in parts if part.kind == "image"]
    faces = [part.probability for part in parts if part.kind == "face"]
    if not (whole and faces):
        return decision.pool(parts, omitted, rule, weights)
    a, b = max(whole), max(faces)
    share = weights.whole * a + weights.face * b + weights.larger * max(a, b)
    return decision.verdict_of(share, rule), share


def mean_of_the_faces(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    faces = [part.probability for part in parts if part.kind == "face" and not part.capped]
    mean = decision.sigmoid(float(np.mean([log_odds(share) for share in faces or [0.5]])))
    others = [part for part in parts if part.kind == "image" or part.capped]
    pooled = [*others, GoldenPart("face", mean, False)] if faces else others
    return decision.pool(pooled, omitted, rule, weights)


def capped_parts_count(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    return decision.pool([replace(part, capped=False) for part in parts], omitted, rule, weights)


def capped_parts_are_dropped(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    counted = [part for part in parts if not part.capped] or parts
    return decision.pool(counted, omitted, rule, weights)


def capped_parts_bar_fake(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    verdict, share = decision.pool(parts, omitted, rule, weights)
    return Verdict.UNSURE if any(part.capped for part in parts) else verdict, share


def omitted_faces_forgotten(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    return decision.pool(parts, 0, rule, weights)


def omitted_faces_bar_fake(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    verdict, share = decision.pool(parts, omitted, rule, weights)
    return Verdict.UNSURE if omitted else verdict, share


def weights_swapped(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    swapped = PoolingRule(weights.face, weights.whole, weights.larger)
    return decision.pool(parts, omitted, rule, swapped)


def larger_in_probability_of_fake_alone(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    """The weight of the larger goes to the face always."""
    moved = PoolingRule(weights.whole, weights.face + weights.larger, 0)
    return decision.pool(parts, omitted, rule, moved)


def by_verdicts_of_the_parts(
    parts: Sequence[GoldenPart], omitted: int, rule: DecisionRule, weights: PoolingRule
) -> Pooled:
    _, share = decision.pool(parts, omitted, rule, weights)
    verdicts = {decision.verdict_of(part.probability, rule) for part in parts}
    if Verdict.FAKE in verdicts:
        return Verdict.FAKE, share
    return (Verdict.REAL if verdicts == {Verdict.REAL} else Verdict.UNSURE), share


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (most_suspicious_wins, {"pool_contradicting", "pool_uneven_face"}),
        (mean_of_probabilities, {"pool_contradicting", "pool_certain_whole_doubtful_face"}),
        (mean_of_the_faces, {"pool_largest_face_counts", "pool_many_faces"}),
        (capped_parts_count, {"pool_capped_whole", "pool_capped_face", "pool_all_capped_fake"}),
        (capped_parts_are_dropped, {"pool_capped_face_bars_real", "pool_capped_whole"}),
        (capped_parts_bar_fake, {"pool_capped_face", "pool_capped_face_among_fake"}),
        (omitted_faces_forgotten, {"pool_omitted_bars_real"}),
        (omitted_faces_bar_fake, {"pool_omitted_lets_fake"}),
        (weights_swapped, {"pool_uneven_face", "pool_whole_alone_weighs"}),
        (larger_in_probability_of_fake_alone, {"pool_larger_is_the_whole"}),
        (by_verdicts_of_the_parts, {"pool_contradicting", "pool_largest_face_counts"}),
    ],
)
def test_wrong_poolings(variant: Callable[..., Pooled], caught_by: set[str]) -> None:
    assert caught_by <= failed("decision", replace(RIGHT, pool=variant))


@pytest.mark.parametrize(
    ("clamp", "caught_by"),
    [
        (1e-6, {"pool_certain_both_ways_uneven", "pool_at_the_clamp"}),
        (1e-12, {"pool_certain_whole_doubtful_face", "pool_nearly_certain"}),
    ],
)
def test_another_clamp(clamp: float, caught_by: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision, "CLAMP", clamp)
    assert caught_by <= failed("decision", RIGHT)


def test_no_clamp(monkeypatch: pytest.MonkeyPatch) -> None:
    def unclamped(share: float) -> float:
        with np.errstate(divide="ignore"):
            return float(np.log(share) - np.log1p(-share))

    monkeypatch.setattr(decision, "_log_odds", unclamped)
    wrong = failed("decision", RIGHT)
    assert {"pool_certain_both_ways", "pool_certain_whole_doubtful_face"} <= wrong


def always_looks_twice(logit: float, reasons: Sequence[str], rule: DecisionRule) -> bool:
    return True


def looks_again_where_undecided(logit: float, reasons: Sequence[str], rule: DecisionRule) -> bool:
    return not reasons and not decision.deserves_second_look(logit, (), rule)


def looks_twice_despite_reasons(logit: float, reasons: Sequence[str], rule: DecisionRule) -> bool:
    return decision.deserves_second_look(logit, (), rule)


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (always_looks_twice, {"look_undecided_once", "look_with_a_reason"}),
        (looks_again_where_undecided, {"look_undecided_once", "look_fake_twice"}),
        (looks_twice_despite_reasons, {"look_with_a_reason", "look_with_two_reasons"}),
    ],
)
def test_second_looks_at_the_wrong_time(variant: Callable[..., bool], caught_by: set[str]) -> None:
    assert caught_by <= failed("decision", replace(RIGHT, deserves_second_look=variant))


Looks = Sequence[float]


def never_unstable(
    looks: Looks, reasons: Reasons, rule: DecisionRule, limit: float
) -> decision.Judgement:
    return decision.judge_looks(looks, reasons, rule, 1e9)


def unstable_at_the_limit(
    looks: Looks, reasons: Reasons, rule: DecisionRule, limit: float
) -> decision.Judgement:
    return decision.judge_looks(looks, reasons, rule, np.nextafter(limit, 0))


def falling_alone_is_unstable(
    looks: Looks, reasons: Reasons, rule: DecisionRule, limit: float
) -> decision.Judgement:
    falls = looks[0] - looks[-1] > limit
    return decision.judge_looks(looks, reasons, rule, 0 if falls else 1e9)


def unstable_in_log_odds(
    looks: Looks, reasons: Reasons, rule: DecisionRule, limit: float
) -> decision.Judgement:
    return decision.judge_looks(looks, reasons, rule, limit * rule.temperature)


def first_look_alone(
    looks: Looks, reasons: Reasons, rule: DecisionRule, limit: float
) -> decision.Judgement:
    judged = decision.judge_looks(looks, reasons, rule, limit)
    probability = decision.probability_of(looks[0], rule)
    return replace(judged, logit=looks[0], probability=probability)


def mean_probability(
    looks: Looks, reasons: Reasons, rule: DecisionRule, limit: float
) -> decision.Judgement:
    judged = decision.judge_looks(looks, reasons, rule, limit)
    shares = [decision.probability_of(logit, rule) for logit in looks]
    return replace(judged, probability=sum(shares) / len(shares))


def reasons_without_effect(
    looks: Looks, reasons: Reasons, rule: DecisionRule, limit: float
) -> decision.Judgement:
    judged = decision.judge_looks(looks, reasons, rule, limit)
    return replace(judged, verdict=decision.verdict_of(judged.probability, rule))


@pytest.mark.parametrize(
    ("variant", "caught_by"),
    [
        (never_unstable, {"look_above_the_limit", "look_opposite"}),
        (unstable_at_the_limit, {"look_at_the_limit", "look_at_the_limit_upwards"}),
        (falling_alone_is_unstable, {"look_above_the_limit_upwards"}),
        (unstable_in_log_odds, {"look_fitted_unstable"}),
        (first_look_alone, {"look_fake_twice", "look_second_pulls_into_the_band"}),
        (mean_probability, {"look_fake_twice", "look_fitted_fake"}),
        (reasons_without_effect, {"look_with_a_reason", "look_above_the_limit"}),
    ],
)
def test_wrong_judgements(variant: Callable[..., decision.Judgement], caught_by: set[str]) -> None:
    assert caught_by <= failed("decision", replace(RIGHT, judge_looks=variant))
