"""Calibration, thresholds and pooling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from edge_runtime.result.decision import (
    REGION_REASONS,
    Judgement,
    deserves_second_look,
    judge_looks,
    pool,
    probability_of,
    reasons_of,
    verdict_of,
)
from edge_runtime.types import RegionKind, RegionReason, Verdict

RULE = DecisionRule(temperature=2.0, bias=0.5, fake_at=0.7, real_at=0.2)
logits = st.floats(-1e6, 1e6)
shares = st.floats(0, 1)


@pytest.mark.parametrize(
    ("logit", "probability"),
    [(-0.5, 0.5), (1.5, 1 / (1 + math.exp(-1))), (-2.5, 1 / (1 + math.exp(1)))],
)
def test_probability(logit: float, probability: float) -> None:
    assert probability_of(logit, RULE) == pytest.approx(probability, abs=1e-15)


def test_probability_at_the_ends() -> None:
    assert probability_of(1e308, RULE) == 1.0
    assert probability_of(-1e308, RULE) == 0.0


@given(logits, logits)
def test_probability_never_falls_as_the_logit_rises(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0 <= probability_of(low, RULE) <= probability_of(high, RULE) <= 1


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [
        (0.0, Verdict.REAL),
        (0.2, Verdict.REAL),
        (math.nextafter(0.2, 1), Verdict.UNSURE),
        (math.nextafter(0.7, 0), Verdict.UNSURE),
        (0.7, Verdict.FAKE),
        (1.0, Verdict.FAKE),
    ],
)
def test_thresholds_belong_to_the_sure_verdicts(probability: float, verdict: Verdict) -> None:
    assert verdict_of(probability, RULE) is verdict


@dataclass(frozen=True)
class Part:
    kind: RegionKind
    probability: float
    capped: bool = False


HALF = PoolingRule(whole=0.5, face=0.5, larger=0.0)
LARGER = PoolingRule(whole=0.25, face=0.25, larger=0.5)
parts_lists = st.builds(
    lambda whole, faces: [*whole, *faces],
    st.lists(st.builds(Part, st.just("image"), shares, st.booleans()), min_size=0, max_size=1),
    st.lists(st.builds(Part, st.just("face"), shares, st.booleans()), min_size=0, max_size=6),
).filter(bool)


def whole(probability: float, capped: bool = False) -> Part:
    return Part("image", probability, capped)


def face(probability: float, capped: bool = False) -> Part:
    return Part("face", probability, capped)


def pooled(parts: Sequence[Part], omitted: int = 0, rule: PoolingRule = HALF) -> Any:
    return pool(parts, omitted, RULE, rule)


def test_the_whole_picture_and_the_worst_face_are_averaged_as_log_odds() -> None:
    verdict, probability = pooled([whole(0.5), face(0.1), face(0.9)])
    assert probability == pytest.approx(0.75)  # odds sqrt(1 * 9) = 3
    assert verdict is Verdict.FAKE
    assert pooled([whole(0.9), face(0.5)])[1] == pytest.approx(0.75)
    larger = pooled([whole(0.5), face(0.9)], rule=LARGER)[1]
    assert larger == pytest.approx(1 / (1 + 9**-0.75))


def test_contradicting_parts_are_unsure() -> None:
    assert pooled([whole(0.05), face(0.95)]) == (Verdict.UNSURE, pytest.approx(0.5))


def test_one_part_keeps_its_probability_to_the_last_bit() -> None:
    for share in (0.7, 0.2, 0.1 + 0.2):
        assert pooled([whole(share)])[1] == share
        assert pooled([face(0.1), face(share)])[1] == share
        assert pooled([whole(share), face(0.9, capped=True)])[1] == share
    assert pooled([whole(0.7)])[0] is Verdict.FAKE
    assert pooled([face(0.2)])[0] is Verdict.REAL


def test_a_capped_part_bars_real_and_not_fake() -> None:
    assert pooled([whole(0.9, capped=True), face(0.1)]) == (Verdict.UNSURE, 0.1)
    assert pooled([whole(0.1, capped=True), face(0.9)]) == (Verdict.FAKE, 0.9)


def test_where_all_parts_are_capped_all_count_and_nothing_is_sure() -> None:
    assert pooled([whole(0.5, capped=True), face(0.9, capped=True)]) == (
        Verdict.UNSURE,
        pytest.approx(0.75),
    )
    assert pooled([whole(0.01, capped=True)])[0] is Verdict.UNSURE


def test_faces_that_were_not_judged_bar_real_and_not_fake() -> None:
    assert pooled([whole(0.1), face(0.1)], omitted=1)[0] is Verdict.UNSURE
    assert pooled([whole(0.9), face(0.9)], omitted=1)[0] is Verdict.FAKE


def test_certainty_is_finite() -> None:
    assert pooled([whole(1.0), face(0.0)]) == (Verdict.UNSURE, pytest.approx(0.5))
    assert pooled([whole(1.0), face(1.0)])[1] == pytest.approx(1 - 1e-9)


@given(parts_lists, st.integers(0, 3))
def test_what_holds_of_every_pool(parts: list[Part], omitted: int) -> None:
    verdict, probability = pooled(parts, omitted, LARGER)
    counted = [part.probability for part in parts if not part.capped] or [
        part.probability for part in parts
    ]
    assert min(counted) - 1e-8 <= probability <= max(counted) + 1e-8
    if all(part.capped for part in parts):
        assert verdict is Verdict.UNSURE
    if any(part.capped for part in parts) or omitted:
        assert verdict is not Verdict.REAL


@given(parts_lists, st.integers(0, 5), shares)
def test_a_more_suspicious_part_never_lowers_the_probability(
    parts: list[Part], index: int, share: float
) -> None:
    i = index % len(parts)
    raised = [*parts]
    raised[i] = replace(parts[i], probability=max(share, parts[i].probability))
    assert pooled(raised)[1] >= pooled(parts)[1] - 1e-12


def test_pooling_needs_a_part() -> None:
    with pytest.raises(ValueError, match="empty"):
        pooled([])


@pytest.mark.parametrize(
    ("logit", "reasons", "again"),
    [
        (2.0, (), True),  # probability 0.78
        (-4.0, (), True),
        (0.0, (), False),
        (2.0, ("no_colour",), False),
    ],
)
def test_a_second_look_is_for_what_is_decided(
    logit: float, reasons: tuple[RegionReason, ...], again: bool
) -> None:
    assert deserves_second_look(logit, reasons, RULE) is again


def test_two_looks_are_averaged() -> None:
    judged = judge_looks([2.0, 1.0], (), RULE, limit=1.0)
    assert judged == Judgement(
        1.5, (2.0, 1.0), pytest.approx(1 / (1 + math.exp(-1))), Verdict.FAKE, ()
    )


@pytest.mark.parametrize("looks", [(2.0, 3.25), (3.25, 2.0)])
def test_looks_further_apart_than_the_limit_are_unstable(looks: tuple[float, float]) -> None:
    judged = judge_looks(looks, (), RULE, limit=1.0)
    assert (judged.verdict, judged.reasons, judged.logit) == (Verdict.UNSURE, ("unstable",), 2.625)
    assert judge_looks(looks, (), RULE, limit=1.25).reasons == ()


def test_a_reason_caps_the_verdict_and_not_the_probability() -> None:
    judged = judge_looks([4.5], ["too_small"], RULE, limit=1.0)
    assert judged.verdict is Verdict.UNSURE
    assert judged.probability == pytest.approx(1 / (1 + math.exp(-2.5)))
    assert judged.looks == (4.5,)


def test_reasons_of_a_picture_are_listed_once_and_in_order() -> None:
    parts: list[tuple[RegionReason, ...]] = [("unstable",), ("no_colour", "unstable"), ()]
    assert reasons_of(Verdict.UNSURE, parts, 2) == ("no_colour", "unstable", "faces_omitted")
    assert reasons_of(Verdict.UNSURE, parts, 0) == ("no_colour", "unstable")
    assert reasons_of(Verdict.FAKE, parts, 2) == ()


def test_every_reason_has_its_place() -> None:
    reversed_reasons = tuple(reversed(REGION_REASONS))
    assert reasons_of(Verdict.UNSURE, [reversed_reasons], 0) == REGION_REASONS
    assert REGION_REASONS[0] == "not_a_photograph"
    assert len(REGION_REASONS) == 5
