"""A clip's probabilities over time, as an inline SVG of the report."""

from __future__ import annotations

from collections.abc import Sequence

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.video_result import Track, VideoResult

WIDTH = 320
HEIGHT = 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 6, 6, 20
_RADIUS = 2.6


def draw_timeline(result: VideoResult, rule: DecisionRule) -> str:
    """SVG of each judged frame's probability of fake, one line per track, over the bands.

    A track that has no say is drawn faintly.

    Args:
        result: A result with status ``scanned``.
        rule: Thresholds of the bands.
    """
    plot = _Plot(result)
    lines = "\n".join(plot.track(track) for track in result.tracks)
    label = f"Probability of fake of {len(result.timeline)} frames over {plot.end:.1f} seconds"
    return f"""<svg class="timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">
{plot.bands(rule)}
{lines}
{plot.axes()}
</svg>"""


class _Plot:
    """Where times and probabilities lie on the drawing."""

    def __init__(self, result: VideoResult) -> None:
        self._result = result
        last = result.timeline[-1].seconds
        self.end = max(last, (result.video and result.video.seconds) or 0.0, 1e-3)

    def x(self, seconds: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * seconds / self.end

    def y(self, probability: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - probability)

    def bands(self, rule: DecisionRule) -> str:
        spans = (("fake", rule.fake_at, 1.0), ("unsure", rule.real_at, rule.fake_at))
        return "\n".join(self._band(*span) for span in (*spans, ("real", 0.0, rule.real_at)))

    def track(self, track: Track) -> str:
        points = [
            (self.x(moment.seconds), self.y(tracked.region.probability), tracked.region.verdict)
            for moment in self._result.timeline
            for tracked in moment.regions
            if tracked.track == track.id
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        dots = "".join(
            f'<circle class="{verdict.value.lower()}" cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}"/>'
            for x, y, verdict in points
        )
        kind = "track" if track.counts else "track silent"
        return f'<g class="{kind}"><polyline points="{path}"/>{dots}</g>'

    def axes(self) -> str:
        return "\n".join([*self._shares((0.0, 0.5, 1.0)), *self._times()])

    def _band(self, name: str, low: float, high: float) -> str:
        top, height = self.y(high), self.y(low) - self.y(high)
        return (
            f'<rect class="{name}" x="{_LEFT}" y="{top:.1f}"'
            f' width="{WIDTH - _LEFT - _RIGHT}" height="{height:.1f}"/>'
        )

    def _shares(self, shares: Sequence[float]) -> list[str]:
        x = _LEFT - 6
        return [
            f'<text x="{x}" y="{self.y(share) + 4:.1f}" text-anchor="end">{share:.0%}</text>'
            for share in shares
        ]

    def _times(self) -> list[str]:
        marks = (("start", 0.0), ("middle", self.end / 2), ("end", self.end))
        return [
            f'<text x="{self.x(seconds):.1f}" y="{HEIGHT - 5}" text-anchor="{anchor}">'
            f"{_clock(seconds)}</text>"
            for anchor, seconds in marks
        ]


def _clock(seconds: float) -> str:
    """Such as "4.2 s" or "1:05"."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
