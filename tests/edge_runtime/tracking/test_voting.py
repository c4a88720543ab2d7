"""A camera's verdicts are steady, and follow a lasting change; the cases are those of the app."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.decision import sigmoid
from edge_runtime.result.scan_result import Region
from edge_runtime.tracking.voting import FrameVote, VotingRule
from edge_runtime.types import Box, Verdict

DECISION = DecisionRule(temperature=1.0, bias=0.0, fake_at=0.8, real_at=0.2)
RULE = VotingRule(window=5, least=3, settle=2, patience=2, match_iou=0.3)
HERE = Box(0, 0, 100, 100)


def face(logit: float, box: Box = HERE) -> Region:
    return Region(
        kind="face",
        box=box,
        face_score=0.9,
        logit=logit,
        looks=(logit,),
        probability=sigmoid(logit),
        verdict=Verdict.UNSURE,
        reasons=(),
        gate=0.5,
        quality=(),
    )


def whole(logit: float = 0.0, box: Box = HERE) -> Region:
    return replace(face(logit, box), kind="image", face_score=None)


def shifted(left: float, top: float = 0) -> Box:
    return Box(left, top, left + 100, top + 100)


@pytest.fixture
def vote() -> FrameVote:
    return FrameVote(DECISION, RULE)


def shown(vote: FrameVote, logits: Sequence[float]) -> list[Verdict]:
    return [vote.add([face(logit)])[0].verdict for logit in logits]


def test_a_new_face_is_unsure_until_it_was_seen_often(vote: FrameVote) -> None:
    assert shown(vote, [4.0] * 4) == [Verdict.UNSURE, Verdict.UNSURE, Verdict.FAKE, Verdict.FAKE]


def test_the_abstain_band_stays_unsure(vote: FrameVote) -> None:
    assert set(shown(vote, [1.2, -1.0] * 10)) == {Verdict.UNSURE}


def test_one_frame_does_not_change_the_verdict(vote: FrameVote) -> None:
    shown(vote, [-4.0] * 6)
    assert shown(vote, [6.0, -4.0]) == [Verdict.REAL, Verdict.REAL]


def test_a_lasting_change_does(vote: FrameVote) -> None:
    shown(vote, [-4.0] * 6)
    after = shown(vote, [4.0] * 8)
    assert (after[0], after[-1]) == (Verdict.REAL, Verdict.FAKE)
    assert after.index(Verdict.FAKE) >= RULE.settle


def test_the_probability_is_that_of_the_mean_log_odds() -> None:
    calibrated = FrameVote(replace(DECISION, temperature=2.0, bias=-0.5), RULE)
    logits = [9.0, 1.0, -1.0, 3.0, 2.0, 0.5]
    last = [calibrated.add([face(logit)])[0] for logit in logits][-1]
    mean = sum((logit - 0.5) / 2 for logit in logits[-RULE.window :]) / RULE.window
    assert last.probability == pytest.approx(1 / (1 + math.exp(-mean)))
    assert last.frames == len(logits)


def test_faces_are_followed_by_their_overlap(vote: FrameVote) -> None:
    def left(shift: float) -> Region:
        return face(4.0, shifted(shift))

    def right(shift: float) -> Region:
        return face(-4.0, shifted(200 + shift))

    first = [voted.track for voted in vote.add([left(0), right(0)])]
    for step in range(4):
        vote.add([left(8 * step), right(8 * step)])
    last = vote.add([right(35), left(35)])
    assert [voted.track for voted in last] == first[::-1]
    assert [voted.verdict for voted in last] == [Verdict.REAL, Verdict.FAKE]


def test_two_faces_never_share_a_track(vote: FrameVote) -> None:
    near = [face(0.0, shifted(4 * number)) for number in range(3)]
    vote.add(near[:1])
    assert len({voted.track for voted in vote.add(near)}) == 3


def test_the_best_pair_goes_first(vote: FrameVote) -> None:
    (track,) = (voted.track for voted in vote.add([face(0.0)]))
    far, near = vote.add([face(0.0, shifted(40)), face(0.0, shifted(4))])
    assert near.track == track
    assert far.track != track


def test_a_face_may_be_missed_for_a_while(vote: FrameVote) -> None:
    def track() -> int:
        return vote.add([face(4.0)])[0].track

    first = track()
    for _ in range(RULE.patience):
        assert vote.add([]) == []
    assert track() == first
    for _ in range(RULE.patience + 1):
        vote.add([])
    assert track() != first


def test_a_whole_picture_is_no_face(vote: FrameVote) -> None:
    (seen,) = vote.add([face(4.0)])
    (picture,) = vote.add([whole()])
    assert picture.track != seen.track
    assert vote.add([whole(box=shifted(500, 500))])[0].track == picture.track


def test_a_reset_forgets(vote: FrameVote) -> None:
    shown(vote, [4.0] * 5)
    vote.reset()
    assert shown(vote, [4.0]) == [Verdict.UNSURE]


def test_without_smoothing_each_frame_counts() -> None:
    raw = FrameVote(DECISION, VotingRule(window=1, least=1, settle=1))
    assert shown(raw, [4.0, -4.0, 0.0]) == [Verdict.FAKE, Verdict.REAL, Verdict.UNSURE]


def test_a_region_is_capped_until_it_was_seen_often(vote: FrameVote) -> None:
    assert [vote.add([face(4.0)])[0].capped for _ in range(4)] == [True, True, False, False]


def test_a_reason_in_a_frame_caps_that_frame(vote: FrameVote) -> None:
    shown(vote, [4.0] * 5)
    (small,) = vote.add([replace(face(4.0), reasons=("too_small",))])
    assert (small.capped, small.verdict) == (True, Verdict.FAKE)
    (large,) = vote.add([face(4.0)])
    assert (large.capped, large.verdict) == (False, Verdict.FAKE)


def test_lasting_reasons_make_a_region_unsure(vote: FrameVote) -> None:
    shown(vote, [4.0] * 5)
    capped = replace(face(4.0), reasons=("no_colour",))
    told = [vote.add([capped])[0] for _ in range(3)]
    assert [each.verdict for each in told] == [Verdict.FAKE, Verdict.UNSURE, Verdict.UNSURE]
    assert told[-1].probability == pytest.approx(sigmoid(4.0))


def test_a_voted_region_is_of_its_regions_kind(vote: FrameVote) -> None:
    assert [voted.kind for voted in vote.add([whole(), face(0.0)])] == ["image", "face"]


@pytest.mark.parametrize(
    ("window", "least", "settle", "patience", "match_iou"),
    [(0, 1, 1, 0, 0.3), (2, 3, 1, 0, 0.3), (2, 1, 0, 0, 0.3), (2, 1, 1, -1, 0.3), (2, 1, 1, 0, 1)],
)
def test_senseless_rules_are_refused(
    window: int, least: int, settle: int, patience: int, match_iou: float
) -> None:
    with pytest.raises(ValueError, match="must be"):
        VotingRule(window, least, settle, patience, match_iou)
