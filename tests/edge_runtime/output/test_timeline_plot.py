"""The timeline of the report: probabilities over time, above the bands of the verdicts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.output.timeline_plot import HEIGHT, WIDTH, TimelinePlot
from edge_runtime.result.video_result import TrackedRegion, VideoInfo
from tests.support.result_documents import FACE, VIDEO

RULE = DecisionRule(temperature=1.0, bias=0.0, fake_at=0.75, real_at=0.25)
SHARES = (0.0, 0.5, 1.0)


def plot(seconds: float | None, length: float = 2.0) -> TimelinePlot:
    """Of three frames with probabilities 0, 0.5 and 1."""
    (moment,) = VIDEO.timeline
    timeline = tuple(
        replace(
            moment,
            frame=i,
            seconds=i * length / 2,
            regions=(TrackedRegion(2, replace(FACE, probability=share)),),
        )
        for i, share in enumerate(SHARES)
    )
    result = replace(
        VIDEO,
        video=VideoInfo(640, 480, 3, None, seconds, "h264", ()),
        tracks=VIDEO.tracks[1:],
        timeline=timeline,
    )
    return TimelinePlot(result, RULE)


def test_the_bands_meet_and_fill_the_height() -> None:
    bands = plot(2.0).bands
    assert [band.verdict for band in bands] == ["fake", "unsure", "real"]
    for upper, lower in pairwise(bands):
        assert upper.top + upper.height == pytest.approx(lower.top)
    assert bands[1].height == pytest.approx(2 * bands[0].height)


def test_points_go_right_with_time_and_up_with_the_probability() -> None:
    drawn = plot(2.0)
    (line,) = drawn.lines
    xs, ys = [point.x for point in line.points], [point.y for point in line.points]
    assert xs == [40, 177, WIDTH - 6]
    assert ys == sorted(ys, reverse=True)
    assert ys[2] == drawn.bands[0].top
    assert ys[0] == pytest.approx(drawn.bands[2].top + drawn.bands[2].height)


def test_the_axis_ends_with_the_clip() -> None:
    assert plot(4.0).lines[0].points[-1].x == 177
    assert plot(None).end == 2.0


def test_times_are_seconds_or_minutes() -> None:
    assert [mark.text for mark in plot(4.2).marks] == [
        "0%",
        "50%",
        "100%",
        "0.0 s",
        "2.1 s",
        "4.2 s",
    ]
    assert plot(65.0).marks[-1].text == "1:05"
    assert plot(4.2).marks[-1].y == HEIGHT - 5
