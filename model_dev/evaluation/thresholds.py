"""Thresholds that keep the error limits of every kind of picture, found by applying the rule.

A verdict on a picture depends on both thresholds: they decide which regions are looked at again.
No formula gives the share of pictures called FAKE, so the rule itself is applied at each candidate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.decision import probability_of, sigmoid
from edge_runtime.types import Verdict
from model_dev.evaluation.kinds import LabelledPicture
from model_dev.evaluation.scanned_pictures import SeenPicture, VerdictRules, judge_seen
from model_dev.statistics.platt import OperatingPointError

STORED = "stored"
"""The tier of pictures as they are."""

DECIMALS = 6
BAND = 10.0**-DECIMALS
STEP = 0.02
"""Between two candidates, in log-odds."""

STEPS = 345
"""Candidates lie in [0.001, 0.999]: beyond them the probabilities would be useless."""

WRONG = {0: Verdict.FAKE, 1: Verdict.REAL}

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LimitedClass:
    """The pictures of one class, and how many of them may be called wrongly.

    Attributes:
        label: 0 real, 1 fake.
        share: Largest share of any cell that may get the wrong verdict, in [0, 1].
        allowed: The number that this is of each cell that is limited.
        pictures: All of the class.
    """

    label: int
    share: float
    allowed: Mapping[Cell, float]
    pictures: Sequence[LabelledPicture]

    @staticmethod
    def of(
        label: int, share: float, pictures: Sequence[LabelledPicture], least: int
    ) -> LimitedClass:
        """The class, limited in each cell with at least ``least`` pictures.

        Raises:
            OperatingPointError: If no kind of the class has so many pictures.
        """
        own = [picture for picture in pictures if picture.label == label]
        sizes = {cell: n for cell, n in Counter(map(cell_of, own)).items() if n >= least}
        if not any(tier == STORED for tier, _ in sizes):
            raise OperatingPointError(
                f"no kind of {('real', 'fake')[label]} pictures has {least} of them"
            )
        allowed = {cell: share * n + 1e-9 for cell, n in sizes.items()}
        return LimitedClass(label, share, allowed, own)

    def kept(self, pictures: Sequence[LabelledPicture], rules: VerdictRules) -> bool:
        """Whether the limit holds where no picture but these can be called wrongly."""
        called = Counter(
            cell_of(picture)
            for picture in pictures
            if judge_seen(picture.seen, rules).verdict is WRONG[self.label]
        )
        return all(called[cell] <= allowed for cell, allowed in self.allowed.items())


def cell_of(picture: LabelledPicture) -> Cell:
    """What a limit holds for: a kind of pictures as stored, or all kinds together in a tier."""
    return picture.tier, picture.kind if picture.tier == STORED else "all"


def fit_thresholds(
    real: LimitedClass, fake: LimitedClass, rules: VerdictRules
) -> tuple[float, float]:
    """The lowest ``fake_at`` and the highest ``real_at`` that keep the limits.

    Each keeps its limit also at every candidate beyond it. FAKE never begins below 0.5, REAL never
    above. As each threshold changes what the other one does, both are widened in turn until
    neither moves.

    Args:
        real: At most its share of each cell is called FAKE.
        fake: At most its share of each cell is called REAL.
        rules: With the fitted temperature and bias; its thresholds are left out of account.

    Returns:
        ``fake_at`` and ``real_at``.

    Raises:
        OperatingPointError: If no candidate keeps a limit.
    """
    fake_at, real_at = candidate(Verdict.FAKE, 0), candidate(Verdict.REAL, 0)
    while True:
        wider_fake = max(fake_at, _nearest(real, rules, real_at))
        wider_real = min(real_at, _nearest(fake, rules, wider_fake))
        if (wider_fake, wider_real) == (fake_at, real_at):
            return fake_at, real_at
        fake_at, real_at = wider_fake, wider_real


def candidate(verdict: Verdict, number: int) -> float:
    """A threshold of a verdict, ``number`` steps away from 0.5."""
    if verdict is Verdict.FAKE:
        return round(sigmoid(number * STEP), DECIMALS)
    return round(min(sigmoid(-number * STEP), 0.5 - BAND), DECIMALS)


def with_thresholds(rules: VerdictRules, fake_at: float, real_at: float) -> VerdictRules:
    """The same rules with other thresholds."""
    old = rules.decision
    decision = DecisionRule(old.temperature, old.bias, fake_at, real_at)
    return VerdictRules(decision, rules.pooling, rules.limit)


def _nearest(limited: LimitedClass, rules: VerdictRules, other: float) -> float:
    """The candidate nearest 0.5 that keeps the limit, as do all beyond it."""
    wrong = WRONG[limited.label]
    extremes = [(_extreme(p.seen, rules, wrong), p) for p in limited.pictures if p.seen.regions]
    found = None
    for number in range(STEPS, -1, -1):
        threshold = candidate(wrong, number)
        possible = [p for extreme, p in extremes if _reaches(extreme, threshold, wrong)]
        pair = (threshold, other) if wrong is Verdict.FAKE else (other, threshold)
        if not limited.kept(possible, with_thresholds(rules, *pair)):
            break
        found = threshold
    if found is None:
        raise OperatingPointError(
            f"no usable thresholds: more than {limited.share:g} of a kind is called {wrong} "
            f"even at {candidate(wrong, STEPS)}"
        )
    return found


def _extreme(seen: SeenPicture, rules: VerdictRules, wrong: Verdict) -> float:
    """A bound of the picture's probability under any thresholds: pooling gives a mean."""
    logits = [
        logit
        for region in seen.regions
        for logit in (region.looks[0], sum(region.looks) / len(region.looks))
    ]
    chosen = max(logits) if wrong is Verdict.FAKE else min(logits)
    return probability_of(chosen, rules.decision)


def _reaches(extreme: float, threshold: float, wrong: Verdict) -> bool:
    margin = 1e-6
    if wrong is Verdict.FAKE:
        return extreme >= threshold - margin
    return extreme <= threshold + margin
