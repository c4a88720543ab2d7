"""From judged frames to the verdict of a clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_runtime.bundle.contract import Contract, DecisionRule, PoolingRule
from edge_runtime.result.decision import sigmoid
from edge_runtime.result.scan_result import Region
from edge_runtime.result.video_result import Moment, Track, TrackedRegion
from edge_runtime.tracking.following import PATIENCE, Follower
from edge_runtime.types import Box, Verdict
from edge_runtime.video.pooling import pooled_log_odds
from edge_runtime.video.summary import clip_reasons, clip_verdict, key_frame_of, tracks_of
from tests.support.sample_contract import contract_dict

DECISION = DecisionRule(temperature=1.0, bias=0.0, fake_at=0.8, real_at=0.2)
HALF = PoolingRule(whole=0.5, face=0.5, larger=0.0)
CONTRACT = replace(Contract.parse(contract_dict()), decision=DECISION, pooling=HALF)


def face(logit: float, left: float = 0, side: float = 100, reasons: Any = ()) -> Region:
    return Region(
        kind="face",
        box=Box(left, 0, left + side, side),
        face_score=0.9,
        logit=logit,
        looks=(logit,),
        probability=sigmoid(logit),
        verdict=Verdict.UNSURE,
        reasons=reasons,
        gate=0.5,
        quality=(),
    )


def whole(logit: float, reasons: Any = ()) -> Region:
    return replace(face(logit, reasons=reasons), kind="image", face_score=None)


def timeline(frames: Sequence[Sequence[tuple[int, Region]]]) -> tuple[Moment, ...]:
    """One moment a second, of (track, region) pairs."""
    return tuple(
        Moment(
            frame=25 * second,
            seconds=float(second),
            verdict=Verdict.UNSURE,
            probability=0.5,
            reasons=(),
            faces_omitted=0,
            regions=tuple(TrackedRegion(*pair) for pair in pairs),
        )
        for second, pairs in enumerate(frames)
    )


def verdict_on(tracks: Sequence[Track], omitted: int = 0) -> tuple[Verdict, float]:
    return clip_verdict(tracks, omitted, CONTRACT)


def test_a_quarter_of_the_frames_may_say_anything() -> None:
    assert pooled_log_odds([2.0, 2.0, 2.0, 2.0, 2.0, 2.0, -50.0, -50.0]) == 2.0
    assert pooled_log_odds([1.0]) == 1.0
    assert pooled_log_odds([1.0, 3.0]) == 2.0


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=60))
def test_the_average_lies_among_the_frames(log_odds: list[float]) -> None:
    pooled = pooled_log_odds(log_odds)
    assert min(log_odds) - 1e-9 <= pooled <= max(log_odds) + 1e-9
    assert pooled_log_odds([-value for value in log_odds]) == pytest.approx(-pooled)


def test_a_face_keeps_its_number_as_it_moves() -> None:
    follower = Follower()
    assert follower.add([face(0, 0), face(0, 600)]) == [1, 2]
    assert follower.add([face(0, 690), face(0, 110)]) == [2, 1]


def test_a_face_far_away_is_another() -> None:
    follower = Follower()
    follower.add([face(0, 0)])
    assert follower.add([face(0, 400)]) == [2]


def test_a_face_of_another_size_is_another() -> None:
    follower = Follower()
    follower.add([face(0, 0, side=400)])
    assert follower.add([face(0, 0, side=20)]) == [2]


def test_a_face_missed_too_long_is_another_but_a_picture_is_not() -> None:
    follower = Follower()
    assert follower.add([face(0)]) == [1]
    for _ in range(PATIENCE):
        assert follower.add([whole(0)]) == [2]
    assert follower.add([face(0)]) == [1]
    for _ in range(PATIENCE + 1):
        follower.add([whole(0)])
    assert follower.add([face(0)]) == [3]
    assert follower.add([whole(0)]) == [2]


def test_the_clip_is_pooled_over_the_whole_picture_and_the_worst_face() -> None:
    frames = timeline([[(1, whole(1.0)), (2, face(-5.0)), (3, face(4.0, 300))] for _ in range(4)])
    tracks = tracks_of(frames, DECISION)
    assert [track.verdict for track in tracks] == [Verdict.UNSURE, Verdict.REAL, Verdict.FAKE]
    assert [(track.first, track.last, track.frames) for track in tracks] == [(0, 3, 4)] * 3
    verdict, probability = verdict_on(tracks)
    assert verdict is Verdict.FAKE
    assert probability == pytest.approx(sigmoid(2.5))


def test_a_slip_of_the_detector_has_no_say() -> None:
    frames = [[(1, whole(-4.0)), (2, face(-5.0))] for _ in range(6)]
    frames[2].append((3, face(9.0, 300)))
    tracks = tracks_of(timeline(frames), DECISION)
    assert [track.counts for track in tracks] == [True, True, False]
    assert verdict_on(tracks)[0] is Verdict.REAL


def test_a_face_that_is_seen_too_seldom_leaves_the_whole_picture() -> None:
    frames = [[(1, whole(-5.0))] for _ in range(6)]
    frames[5].append((2, face(9.0)))
    tracks = tracks_of(timeline(frames), DECISION)
    assert [track.counts for track in tracks] == [True, False]
    verdict, probability = verdict_on(tracks)
    assert verdict is Verdict.REAL
    assert probability == pytest.approx(sigmoid(-5.0))


def test_a_clip_that_cuts_from_face_to_face_is_judged_by_all_of_them() -> None:
    frames = timeline([[(1, whole(0.0)), (2 + i, face(float(i), 300 * i))] for i in range(4)])
    tracks = tracks_of(frames, DECISION)
    assert [track.counts for track in tracks] == [True] * 5
    assert verdict_on(tracks)[1] == pytest.approx(sigmoid(1.5))


@pytest.mark.parametrize(
    ("frames", "counting"),
    [
        ([[(1, whole(0.0))]], [True]),
        ([[(1, whole(0.0)), (2, face(0.0))]], [True, True]),
        ([[(1, whole(0.0)), (2, face(0.0))], [(1, whole(0.0))]], [True, False]),
        ([[(1, whole(0.0)), (2, face(0.0))], [(1, whole(0.0)), (3, face(0.0, 300))]], [True] * 3),
    ],
)
def test_a_clip_of_a_few_frames_is_judged_all_the_same(
    frames: list[list[tuple[int, Region]]], counting: list[bool]
) -> None:
    assert [track.counts for track in tracks_of(timeline(frames), DECISION)] == counting


def capped_in(frames: int, of: int, reasons: Any = ("too_small",)) -> list[Region]:
    return [face(4.0, reasons=reasons if i < frames else ()) for i in range(of)]


@pytest.mark.parametrize(("capped", "verdict"), [(2, Verdict.FAKE), (3, Verdict.UNSURE)])
def test_a_track_is_capped_by_half_of_its_regions(capped: int, verdict: Verdict) -> None:
    regions = capped_in(capped, of=6)
    (track,) = tracks_of(timeline([[(1, region)] for region in regions]), DECISION)
    assert track.capped == (capped == 3)
    assert track.reasons == (("too_small",) if capped == 3 else ())
    assert track.verdict is verdict
    assert track.probability == pytest.approx(sigmoid(4.0))


def test_a_track_lists_the_reasons_of_half_of_its_regions_in_their_order() -> None:
    reasons = [("too_small", "no_colour"), ("no_colour",), ("not_a_photograph", "too_small"), ()]
    frames = [[(1, face(0.0, reasons=each))] for each in reasons]
    (track,) = tracks_of(timeline(frames), DECISION)
    assert track.reasons == ("too_small", "no_colour")


def test_different_reasons_cap_a_track_together() -> None:
    reasons = [("too_small",), ("no_colour",), (), ()]
    frames = [[(1, face(4.0, reasons=each))] for each in reasons]
    (track,) = tracks_of(timeline(frames), DECISION)
    assert (track.capped, track.reasons, track.verdict) == (True, (), Verdict.UNSURE)


def test_a_capped_track_bars_real_and_is_told() -> None:
    frames = [[(1, whole(-5.0)), (2, region)] for region in capped_in(6, of=6)]
    tracks = tracks_of(timeline(frames), DECISION)
    verdict, probability = verdict_on(tracks)
    assert verdict is Verdict.UNSURE
    assert probability == pytest.approx(sigmoid(-5.0))
    assert clip_reasons(verdict, tracks, 0) == ("too_small",)
    assert clip_reasons(verdict, tracks, 3) == ("too_small", "faces_omitted")
    assert clip_reasons(Verdict.FAKE, tracks, 3) == ()


def test_the_reasons_of_a_track_that_does_not_count_are_not_the_clips() -> None:
    frames = [[(1, whole(0.0))] for _ in range(6)]
    frames[0].append((2, face(0.0, reasons=("too_small",))))
    tracks = tracks_of(timeline(frames), DECISION)
    assert clip_reasons(Verdict.UNSURE, tracks, 0) == ()


def test_omitted_faces_bar_real() -> None:
    tracks = tracks_of(timeline([[(1, whole(-5.0))]] * 3), DECISION)
    assert verdict_on(tracks)[0] is Verdict.REAL
    assert verdict_on(tracks, omitted=1)[0] is Verdict.UNSURE


def test_a_capped_track_does_not_lead_to_the_key_frame() -> None:
    frames = timeline(
        [[(1, whole(9.0, reasons=("no_colour",))), (2, face(float(i)))] for i in (1, 3, 2)]
    )
    assert key_frame_of(frames, tracks_of(frames, DECISION)) == 1


def test_the_key_frame_is_the_most_suspicious_of_the_leading_track() -> None:
    logits = [3.0, 6.0, 2.0, 6.0]
    frames = timeline([[(1, face(logit)), (2, face(-9.0, 300))] for logit in logits])
    assert key_frame_of(frames, tracks_of(frames, DECISION)) == 1
