from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from edge_runtime.result.decision import probability_of
from edge_runtime.types import Verdict
from model_dev.evaluation.kinds import LabelledPicture
from model_dev.evaluation.scanned_pictures import VerdictRules, judge_seen
from model_dev.evaluation.thresholds import (
    STEPS,
    LimitedClass,
    candidate,
    fit_thresholds,
    with_thresholds,
)
from model_dev.statistics.platt import OperatingPointError
from tests.support.made_pictures import made_pictures, picture, region

RULES = VerdictRules(DecisionRule(1.2, 0.1, 0.5, 0.0), PoolingRule(0.5, 0.5, 0.0), 1.0)
LEAST = 100


def fitted(
    pictures: Sequence[LabelledPicture], real: float = 0.03, fake: float = 0.05
) -> tuple[float, float]:
    return fit_thresholds(
        LimitedClass.of(0, real, pictures, LEAST), LimitedClass.of(1, fake, pictures, LEAST), RULES
    )


def wrong_shares(
    pictures: Sequence[LabelledPicture], label: int, fake_at: float, real_at: float
) -> dict[str, float]:
    """Share of each kind that gets the wrong verdict, counted one by one."""
    rules = with_thresholds(RULES, fake_at, real_at)
    own = [p for p in pictures if p.label == label]
    wrong = Verdict.REAL if label else Verdict.FAKE
    called = Counter(p.kind for p in own if judge_seen(p.seen, rules).verdict is wrong)
    return {kind: called[kind] / n for kind, n in Counter(p.kind for p in own).items()}


def number_of(threshold: float, verdict: Verdict) -> int:
    return next(n for n in range(STEPS + 1) if candidate(verdict, n) == threshold)


def test_every_kind_keeps_its_limit_and_the_next_candidate_does_not() -> None:
    pictures = made_pictures()
    fake_at, real_at = fitted(pictures)
    assert 0 < real_at < 0.5 < fake_at < 1
    assert max(wrong_shares(pictures, 0, fake_at, real_at).values()) <= 0.03
    assert max(wrong_shares(pictures, 1, fake_at, real_at).values()) <= 0.05
    below = candidate(Verdict.FAKE, number_of(fake_at, Verdict.FAKE) - 1)
    assert max(wrong_shares(pictures, 0, below, real_at).values()) > 0.03
    above = candidate(Verdict.REAL, number_of(real_at, Verdict.REAL) - 1)
    assert max(wrong_shares(pictures, 1, fake_at, above).values()) > 0.05


def test_the_worst_kind_decides_and_not_the_mean() -> None:
    pictures = made_pictures()
    fake_at, real_at = fitted(pictures)
    shares = wrong_shares(pictures, 0, fake_at, real_at)
    assert max(shares, key=lambda kind: shares[kind]) == "hard"
    assert sum(shares.values()) / len(shares) < 0.02
    mild = [p for p in pictures if p.kind != "hard"]
    assert fitted(mild)[0] < fake_at
    alone = [p for p in pictures if p.label or p.kind == "hard"]
    assert fitted(alone) == (fake_at, real_at)


def test_a_kind_with_too_few_pictures_has_no_limit() -> None:
    few = [picture(0, "rare", i, region(4.0, 4.0)) for i in range(LEAST - 1)]
    usual = fitted(made_pictures())
    assert fitted(made_pictures() + few) == usual
    enough = [*few, picture(0, "rare", LEAST, region(4.0, 4.0))]
    assert usual[0] < probability_of(4.0, RULES.decision) < fitted(made_pictures() + enough)[0]


def test_other_tiers_are_limited_as_one_kind() -> None:
    stored, web = made_pictures(), made_pictures(tier="web")
    alone = fitted(stored)
    assert fitted(stored + web) == alone, "in the other tier only the mean has to keep the limit"
    shifted = made_pictures(real={"easy": 1.0, "hard": 1.0, "usual": 1.0}, tier="web")
    assert fitted(stored + shifted)[0] > alone[0]


def test_a_second_look_that_the_thresholds_ask_for_is_counted() -> None:
    """Half of the loud pictures are unstable: seen once they would cost twice the allowance."""
    loud = [
        picture(0, "loud", i, region(4.0, 4.0 if i < 3 else 0.0) if i < 6 else region(-3.0, -3.0))
        for i in range(100)
    ]
    fakes = made_pictures(real={})
    fake_at, real_at = fitted([*loud, *fakes])
    assert wrong_shares(loud, 0, fake_at, real_at) == {"loud": 0.03}
    assert fake_at == 0.5


def test_limits_that_are_easily_kept_leave_no_band() -> None:
    apart = made_pictures(real={"real": -6.0}, fake={"fake": 6.0})
    fake_at, real_at = fitted(apart)
    assert (fake_at, real_at) == (0.5, pytest.approx(0.5 - 1e-6))


@pytest.mark.parametrize("label", [0, 1])
def test_limits_that_cannot_be_kept_are_an_error(label: int) -> None:
    logit, verdict = (-40.0, "REAL") if label else (40.0, "FAKE")
    stubborn = [picture(label, "stubborn", i, region(logit)) for i in range(150)]
    with pytest.raises(OperatingPointError, match=f"of a kind is called {verdict} even at"):
        fitted(made_pictures() + stubborn)


def test_a_class_without_a_large_kind_is_an_error() -> None:
    with pytest.raises(OperatingPointError, match="no kind of fake pictures has 100 of them"):
        fitted([p for p in made_pictures() if not p.label or int(p.sha256.split("-")[2]) < 50])
