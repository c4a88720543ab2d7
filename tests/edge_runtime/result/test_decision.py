"""Calibration, thresholds and pooling."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.decision import pool, probability_of, verdict_of
from edge_runtime.result.scan_result import Region
from edge_runtime.types import Verdict
from tests.support.result_documents import WHOLE

RULE = DecisionRule(temperature=2.0, bias=0.5, fake_at=0.7, real_at=0.2, pooling="any_fake")
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


def region(probability: float) -> Region:
    return replace(WHOLE, probability=probability, verdict=verdict_of(probability, RULE))


@given(st.lists(shares, min_size=1, max_size=8))
def test_any_fake_pooling(probabilities: list[float]) -> None:
    regions = [region(probability) for probability in probabilities]
    verdict, probability = pool(regions, RULE)
    verdicts = {region.verdict for region in regions}
    assert probability == max(probabilities)
    assert (verdict is Verdict.FAKE) == (Verdict.FAKE in verdicts)
    assert (verdict is Verdict.REAL) == (verdicts == {Verdict.REAL})


def test_pooling_needs_a_region() -> None:
    with pytest.raises(ValueError, match="empty"):
        pool([], RULE)


def test_every_pooling_that_a_contract_may_state_is_known() -> None:
    poolings = get_args(get_type_hints(DecisionRule)["pooling"])
    assert poolings
    for pooling in poolings:
        assert pool([region(0.9)], replace(RULE, pooling=pooling)) == (Verdict.FAKE, 0.9)
