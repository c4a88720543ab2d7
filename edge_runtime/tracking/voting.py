"""Smooths the verdicts of a live camera's frames, face by face.

The rules are those of the Android app (`FrameVote`, `FaceTrack` and `VotingRule` in
`android_demo/core`), and the tests of both play the same cases.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.decision import log_odds_of, sigmoid, verdict_of
from edge_runtime.result.scan_result import Region
from edge_runtime.tracking.matching import intersection_over_union, match_greedily
from edge_runtime.tracking.settling import SettledVerdict
from edge_runtime.types import RegionKind, Verdict


@dataclass(frozen=True, slots=True)
class VotingRule:
    """How frames are averaged. Values that depend on the weights are in the contract, not here.

    Attributes:
        window: Frames whose calibrated log-odds are averaged; 1 for no smoothing.
        least: Frames that a face must have been seen in before it is called real or fake.
        settle: Frames in a row that the averaged verdict must differ from the shown one to
            replace it.
        patience: Frames in a row that a face may be missed before it is forgotten.
        match_iou: Overlap with its last box from which a face is the same one.

    Raises:
        ValueError: If a number makes no sense.
    """

    window: int = 12
    least: int = 3
    settle: int = 3
    patience: int = 5
    match_iou: float = 0.3

    def __post_init__(self) -> None:
        _require(self.window >= 1, "window must be at least 1")
        _require(1 <= self.least <= self.window, "least must be in [1, window]")
        _require(self.settle >= 1, "settle must be at least 1")
        _require(self.patience >= 0, "patience must be at least 0")
        _require(0 < self.match_iou < 1, "match_iou must be in (0, 1)")


@dataclass(frozen=True, slots=True)
class VotedRegion:
    """A region of the newest frame with the average of its track.

    Attributes:
        track: Number of the track, from 1, the same from frame to frame.
        region: As judged in this frame alone.
        probability: Of fake, in [0, 1], by the track's averaged log-odds.
        verdict: To be shown.
        frames: Frames the track was seen in.
        capped: Whether this frame has a reason against it, or it was not seen often enough yet.
    """

    track: int
    region: Region
    probability: float
    verdict: Verdict
    frames: int
    capped: bool

    @property
    def kind(self) -> RegionKind:
        """A face, or the whole picture."""
        return self.region.kind


class FrameVote:
    """Follows faces from frame to frame and averages the log-odds of each. Not thread-safe.

    Each region joins the track whose last box it overlaps most, best pair first; a whole picture
    only joins a whole picture. A track averages the calibrated log-odds of its last frames, and
    the contract's thresholds judge the average: the abstain band is never narrowed. A frame that
    has a reason against the region, such as too few pixels, counts as UNSURE. A shown verdict is
    replaced only when the new one has differed for some frames in a row.

    Args:
        decision: The contract's decision block.
        rule: How frames are averaged.
    """

    def __init__(self, decision: DecisionRule, rule: VotingRule | None = None) -> None:
        self._decision = decision
        self._rule = rule or VotingRule()
        self._tracks: list[_Track] = []
        self._next = 1

    def add(self, regions: Sequence[Region]) -> list[VotedRegion]:
        """Take the regions of the next frame; return each with the average of its track."""
        before = self._tracks
        seen = [track.region for track in before]
        matches = match_greedily(regions, seen, intersection_over_union, self._rule.match_iou)
        for i, track in enumerate(before):
            if i not in matches:
                track.missed += 1
        self._tracks = [track for track in before if track.missed <= self._rule.patience]
        pairs = zip(regions, matches, strict=True)
        return [self._vote(region, None if i is None else before[i]) for region, i in pairs]

    def reset(self) -> None:
        """Forget every track, as when the camera was away."""
        self._tracks = []

    def _vote(self, region: Region, track: _Track | None) -> VotedRegion:
        if track is None:
            track = _Track(self._next, region, self._rule, self._decision)
            self._next += 1
            self._tracks.append(track)
        track.add(region)
        shown, frames = track.settled.shown, track.settled.frames
        return VotedRegion(track.id, region, track.probability, shown, frames, track.capped)


class _Track:
    """One face, or the whole picture, over the frames of a camera."""

    def __init__(self, number: int, first: Region, rule: VotingRule, decision: DecisionRule):
        self.id = number
        self.region = first
        self.settled = SettledVerdict(rule.least, rule.settle)
        self.missed = 0
        self._least = rule.least
        self._decision = decision
        self._log_odds: deque[float] = deque(maxlen=rule.window)

    @property
    def probability(self) -> float:
        return sigmoid(sum(self._log_odds) / len(self._log_odds))

    @property
    def capped(self) -> bool:
        return self.region.capped or self.settled.frames < self._least

    def add(self, region: Region) -> None:
        self.region = region
        self.missed = 0
        self._log_odds.append(log_odds_of(region.logit, self._decision))
        self.settled.take(self._averaged())

    def _averaged(self) -> Verdict:
        if self.region.capped or self.settled.frames + 1 < self._least:
            return Verdict.UNSURE
        return verdict_of(self.probability, self._decision)


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(problem)
