"""From judged frames to the verdict of a clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.decision import sigmoid
from edge_runtime.result.scan_result import Region
from edge_runtime.result.video_result import Moment, TrackedRegion
from edge_runtime.tracking.following import PATIENCE, Follower
from edge_runtime.types import Box, Verdict
from edge_runtime.video.pooling import pooled_log_odds
from edge_runtime.video.summary import clip_verdict, key_frame_of, tracks_of

DECISION = DecisionRule(temperature=1.0, bias=0.0, fake_at=0.8, real_at=0.2, pooling="any_fake")


def face(logit: float, left: float = 0, side: float = 100) -> Region:
    box = Box(left, 0, left + side, side)
    return Region("face", box, 0.9, logit, sigmoid(logit), Verdict.UNSURE, 0.5, ())


def whole(logit: float) -> Region:
    return replace(face(logit), kind="image", face_score=None)


def timeline(frames: Sequence[Sequence[tuple[int, Region]]]) -> tuple[Moment, ...]:
    """One moment a second, of (track, region) pairs."""
    return tuple(
        Moment(25 * second, float(second), tuple(TrackedRegion(*pair) for pair in pairs))
        for second, pairs in enumerate(frames)
    )


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


def test_one_fake_face_makes_the_clip_fake() -> None:
    frames = timeline([[(1, face(-5.0)), (2, face(4.0, 300))] for _ in range(4)])
    tracks = tracks_of(frames, DECISION)
    assert [track.verdict for track in tracks] == [Verdict.REAL, Verdict.FAKE]
    assert [(track.first, track.last, track.frames) for track in tracks] == [(0, 3, 4)] * 2
    assert clip_verdict(tracks, DECISION) == (Verdict.FAKE, sigmoid(4.0))


def test_a_slip_of_the_detector_has_no_say() -> None:
    frames = [[(1, face(-5.0))] for _ in range(6)]
    frames[2].append((2, face(9.0, 300)))
    tracks = tracks_of(timeline(frames), DECISION)
    assert [track.counts for track in tracks] == [True, False]
    assert clip_verdict(tracks, DECISION)[0] is Verdict.REAL


def test_pictures_without_a_face_do_not_speak_for_the_faces() -> None:
    frames = timeline([*([(1, whole(9.0))] for _ in range(5)), *([(2, face(-5.0))] for _ in "abc")])
    tracks = tracks_of(frames, DECISION)
    assert [track.counts for track in tracks] == [False, True]
    assert clip_verdict(tracks, DECISION)[0] is Verdict.REAL


def test_a_clip_without_a_lasting_face_is_judged_as_a_picture() -> None:
    frames = timeline([*([(1, whole(-5.0))] for _ in range(5)), [(2, face(9.0))]])
    tracks = tracks_of(frames, DECISION)
    assert [track.counts for track in tracks] == [True, False]


@pytest.mark.parametrize(
    ("regions", "counting"),
    [([whole(0.0)], [True]), ([face(0.0), whole(0.0)], [True, False])],
)
def test_a_clip_of_a_few_frames_is_judged_all_the_same(
    regions: list[Region], counting: list[bool]
) -> None:
    frames = timeline([[(number, region)] for number, region in enumerate(regions, 1)])
    assert [track.counts for track in tracks_of(frames, DECISION)] == counting


def test_the_key_frame_is_the_most_suspicious_of_the_leading_track() -> None:
    logits = [3.0, 6.0, 2.0, 6.0]
    frames = timeline([[(1, face(logit)), (2, face(-9.0, 300))] for logit in logits])
    assert key_frame_of(frames, tracks_of(frames, DECISION)) == 1
