"""The result of the scan of a video.

Its JSON is described by `video_result.schema.json`, beside this file.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.result.scan_result import (
    BundleRef,
    Failure,
    ImageInfo,
    Region,
    RuntimeInfo,
    ScanResult,
    Timings,
)
from edge_runtime.types import EvidenceMap, QualityFlag, Reason, RegionKind, RegionReason, Verdict

SCHEMA = "edge-runtime/video-result/2"


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """The video file.

    Attributes:
        width: Width of the upright frame in pixels.
        height: Height of the upright frame in pixels.
        frames: Number of frames it has.
        fps: Frames per second; None if the file does not state it.
        seconds: Length; None if the file does not state it.
        codec: Four characters, such as "h264", or "unknown".
        notes: What was left out, as sentences for the user.
    """

    width: int
    height: int
    frames: int
    fps: float | None
    seconds: float | None
    codec: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrackedRegion:
    """A region of one frame, as judged in this frame alone, and the track it belongs to."""

    track: int
    region: Region


@dataclass(frozen=True, slots=True)
class Moment:
    """One judged frame.

    Attributes:
        frame: Its number in the file, from 0.
        seconds: Its time.
        verdict: Of this frame alone.
        probability: Of fake in [0, 1], of this frame alone.
        reasons: What caps its verdict at UNSURE; empty if it is REAL or FAKE.
        faces_omitted: Number of its faces that were not judged.
        regions: The whole picture, then faces, largest first.
    """

    frame: int
    seconds: float
    verdict: Verdict
    probability: float
    reasons: tuple[Reason, ...]
    faces_omitted: int
    regions: tuple[TrackedRegion, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """The whole picture over the clip, or one face.

    Attributes:
        id: Number, from 1.
        kind: A face, or the whole picture.
        frames: Judged frames it was seen in.
        first: Time of the first of them in seconds.
        last: Time of the last of them in seconds.
        probability: Probability of fake in [0, 1], pooled over its frames.
        verdict: UNSURE if it is capped, else the pooled probability against the contract's
            thresholds.
        reasons: Those that at least half of its regions have.
        capped: Whether at least half of its regions have some reason.
        counts: Whether the clip's verdict takes it into account.
    """

    id: int
    kind: RegionKind
    frames: int
    first: float
    last: float
    probability: float
    verdict: Verdict
    reasons: tuple[RegionReason, ...]
    capped: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class VideoResult:
    """The outcome for one video: a verdict, or a failure, never both.

    Attributes:
        source: The path as given.
        status: "scanned" or "failed".
        video: None if the file could not be opened.
        failure: None if scanned.
        verdict: Pooled over the tracks that count; None if failed.
        probability: Probability of fake in [0, 1], pooled over the tracks that count; None if
            failed.
        reasons: What caps the verdict at UNSURE; empty if it is REAL or FAKE.
        faces_omitted: Most faces of one frame that were not judged.
        key_frame: Position in the timeline of the most suspicious frame; None if failed.
        tracks: In the order of their appearance; empty if failed.
        timeline: The judged frames in order; empty if failed.
        timings_ms: Summed over the frames; None if failed.
        evidence: For each moment one float32 [h, w] map per region. Not in the JSON.

    Raises:
        ContractError: If the parts contradict the status.
    """

    source: str
    status: Literal["scanned", "failed"]
    video: VideoInfo | None
    failure: Failure | None
    verdict: Verdict | None
    probability: float | None
    reasons: tuple[Reason, ...]
    faces_omitted: int
    key_frame: int | None
    tracks: tuple[Track, ...]
    timeline: tuple[Moment, ...]
    bundle: BundleRef
    runtime: RuntimeInfo
    timings_ms: Timings | None
    evidence: tuple[tuple[EvidenceMap, ...], ...] = field(
        default=(), compare=False, repr=False, metadata=json_document.UNSERIALISED
    )

    def __post_init__(self) -> None:
        outcome = (self.verdict, self.probability, self.key_frame, self.timings_ms)
        parts = bool(self.tracks) and bool(self.timeline)
        consistent = None not in (self.video, *outcome) and parts and self.failure is None
        if self.status == "failed":
            empty = not self.tracks and not self.timeline
            consistent = outcome == (None,) * 4 and empty and self.failure is not None
        if not consistent:
            raise ContractError("status", f"the result's other parts contradict {self.status!r}")
        if self.key_frame is not None and not 0 <= self.key_frame < len(self.timeline):
            raise ContractError("key_frame", "must be a position in the timeline")

    @property
    def faces(self) -> int:
        """Faces that the verdict takes into account."""
        return sum(track.kind == "face" and track.counts for track in self.tracks)

    @property
    def quality(self) -> tuple[QualityFlag, ...]:
        """Quality flags that at least half of the regions that count have."""
        counting = {track.id for track in self.tracks if track.counts}
        tracked = [tracked for moment in self.timeline for tracked in moment.regions]
        regions = [tracked.region for tracked in tracked if tracked.track in counting]
        flags = Counter(flag for region in regions for flag in region.quality)
        return tuple(flag for flag, count in flags.items() if 2 * count >= len(regions))

    def frame_result(self, position: int) -> ScanResult:
        """One moment of the timeline as the result of a picture, so that it can be drawn.

        Raises:
            ValueError: If the scan failed.
        """
        if self.video is None or not self.timeline:
            raise ValueError("a failed result has no frames")
        moment = self.timeline[position]
        return ScanResult(
            source=self.source,
            status="scanned",
            image=ImageInfo(self.video.width, self.video.height, ()),
            failure=None,
            verdict=moment.verdict,
            probability=moment.probability,
            reasons=moment.reasons,
            rotated=0,
            regions=tuple(tracked.region for tracked in moment.regions),
            possible_faces=(),
            faces_omitted=moment.faces_omitted,
            bundle=self.bundle,
            runtime=self.runtime,
            timings_ms=self.timings_ms,
            evidence=self.evidence[position] if self.evidence else (),
        )

    def to_json(self) -> dict[str, Any]:
        """JSON value that follows `video_result.schema.json`."""
        return {"schema": SCHEMA, **json_document.value_of(self)}

    @staticmethod
    def from_json(data: object) -> VideoResult:
        """Read what `to_json` wrote; the evidence maps are not in it.

        Raises:
            ContractError: If the data do not follow the schema.
        """
        return strict_reader.read(VideoResult, json_document.body_of(data, SCHEMA))
