"""Where a video's probabilities over time lie on the drawing of the HTML report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.video_result import Track, VideoResult

WIDTH, HEIGHT = 320, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 6, 6, 20
_RADIUS = 2.6


@dataclass(frozen=True, slots=True)
class Band:
    """The strip between two thresholds; `verdict` is in lower case, as in the style sheet."""

    verdict: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Point:
    """A region of a frame: its place, and its verdict in lower case."""

    x: float
    y: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Line:
    """A track; one that does not count towards the verdict is drawn faintly."""

    points: tuple[Point, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A label of an axis; `anchor` is SVG's ``text-anchor``."""

    x: float
    y: float
    anchor: str
    text: str


class TimelinePlot:
    """The parts of a timeline, in units of the drawing's ``viewBox``.

    Args:
        result: A result with status "scanned".
        rule: Thresholds of the bands.

    Attributes:
        end: Seconds at the right end of the time axis.
        bands: From FAKE at the top to REAL at the bottom.
        lines: One for each track.
        marks: Labels of both axes.
    """

    width, height, left, radius = WIDTH, HEIGHT, _LEFT, _RADIUS
    inner_width = WIDTH - _LEFT - _RIGHT

    def __init__(self, result: VideoResult, rule: DecisionRule) -> None:
        seconds = (result.video and result.video.seconds) or 0.0
        self.end = max(result.timeline[-1].seconds, seconds, 1e-3)
        self.bands = tuple(self._bands(rule))
        self.lines = tuple(self._line(result, track) for track in result.tracks)
        self.marks = (*self._shares(), *self._times())

    def _x(self, seconds: float) -> float:
        return _LEFT + self.inner_width * seconds / self.end

    def _y(self, probability: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - probability)

    def _bands(self, rule: DecisionRule) -> Iterator[Band]:
        borders = (("fake", rule.fake_at, 1.0), ("unsure", rule.real_at, rule.fake_at))
        for verdict, low, high in (*borders, ("real", 0.0, rule.real_at)):
            yield Band(verdict, self._y(high), self._y(low) - self._y(high))

    def _line(self, result: VideoResult, track: Track) -> Line:
        points = (
            Point(
                self._x(moment.seconds),
                self._y(tracked.region.probability),
                tracked.region.verdict.value.lower(),
            )
            for moment in result.timeline
            for tracked in moment.regions
            if tracked.track == track.id
        )
        return Line(tuple(points), track.counts)

    def _shares(self) -> Iterator[Mark]:
        for share in (0.0, 0.5, 1.0):
            yield Mark(_LEFT - 6, self._y(share) + 4, "end", f"{share:.0%}")

    def _times(self) -> Iterator[Mark]:
        for anchor, seconds in (("start", 0.0), ("middle", self.end / 2), ("end", self.end)):
            yield Mark(self._x(seconds), HEIGHT - 5, anchor, _clock(seconds))


def _clock(seconds: float) -> str:
    """Such as "4.2 s" or "1:05"."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
