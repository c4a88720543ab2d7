"""Scans a video: a file in, a `VideoResult` out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from edge_runtime.errors import ImageError
from edge_runtime.result.scan_result import Failure, ScanResult, Timings
from edge_runtime.result.video_result import Moment, TrackedRegion, VideoInfo, VideoResult
from edge_runtime.scan.stopwatch import Stopwatch
from edge_runtime.tracking.following import Follower
from edge_runtime.video.clip import Clip, Frame
from edge_runtime.video.summary import clip_reasons, clip_verdict, key_frame_of, tracks_of

if TYPE_CHECKING:
    from edge_runtime.scan.scanner import Scanner
    from edge_runtime.types import FailureCode

FRAMES = 32
"""Frames judged of a clip, where no other number is asked for."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A frame's number and time, and what the scanner said of it."""

    number: int
    seconds: float
    result: ScanResult


def scan_video(scanner: Scanner, path: str | os.PathLike[str], frames: int = FRAMES) -> VideoResult:
    """Judge frames spread evenly over a video, and the video by them.

    Each frame is scanned as a picture. A face is followed through the frames and its log-odds are
    pooled (`edge_runtime.video.pooling`); the faces are pooled as in a picture
    (`edge_runtime.video.summary`). A video that cannot be read or judged gives a result with
    status "failed".

    Args:
        scanner: An open scanner.
        path: An MP4, MOV, MKV, WebM or AVI file.
        frames: Most frames to judge, >= 1.

    Raises:
        EngineError: If the network fails, or the scanner is closed.
    """
    watch = Stopwatch()
    info = None
    try:
        with Clip(path) as clip:
            info = _info_of(clip, ())
            judged = _judge(scanner, clip, frames, watch)
            wanted = min(frames, clip.frames)
            info = _info_of(clip, _missing(len(judged), wanted))
            if not judged:
                raise clip.why_no_frame()
            _require_frames(judged, wanted)
    except ImageError as error:
        return failed_video(scanner, path, error.code, error.message, info)
    return _scanned(scanner, path, info, judged, watch)


def _judge(scanner: Scanner, clip: Clip, count: int, watch: Stopwatch) -> list[_Judged]:
    """Decoding and scanning in turn, so that one frame is in memory at a time."""
    judged: list[_Judged] = []
    samples = clip.spread(count)
    while True:
        with watch.timing("decode"):
            frame = next(samples, None)
        if frame is None:
            return judged
        judged.append(_scan_frame(scanner, frame))


def _scan_frame(scanner: Scanner, frame: Frame) -> _Judged:
    result = scanner.scan(frame.rgb, "video")
    if result.failure is not None:
        raise ImageError(result.failure.code, result.failure.message)
    return _Judged(frame.number, frame.seconds, result)


def _require_frames(judged: Sequence[_Judged], wanted: int) -> None:
    if 2 * len(judged) < wanted:
        message = f"damaged or cut off: only {len(judged)} of {wanted} frames can be decoded"
        raise ImageError("undecodable", message)


def _missing(found: int, wanted: int) -> tuple[str, ...]:
    return () if found == wanted else (f"{found} of {wanted} frames could be decoded",)


def _scanned(
    scanner: Scanner,
    path: str | os.PathLike[str],
    info: VideoInfo,
    judged: Sequence[_Judged],
    watch: Stopwatch,
) -> VideoResult:
    contract = scanner.bundle.contract
    timeline = _timeline_of(judged)
    tracks = tracks_of(timeline, contract.decision)
    omitted = max(moment.faces_omitted for moment in timeline)
    verdict, probability = clip_verdict(tracks, omitted, contract)
    last = judged[-1].result
    return VideoResult(
        source=os.fspath(path),
        status="scanned",
        video=info,
        failure=None,
        verdict=verdict,
        probability=probability,
        reasons=clip_reasons(verdict, tracks, omitted),
        faces_omitted=omitted,
        key_frame=key_frame_of(timeline, tracks),
        tracks=tracks,
        timeline=timeline,
        bundle=last.bundle,
        runtime=last.runtime,
        timings_ms=_timings(judged, watch.timings()),
        evidence=tuple(frame.result.evidence for frame in judged),
    )


def _timeline_of(judged: Sequence[_Judged]) -> tuple[Moment, ...]:
    follower = Follower()
    return tuple(_moment(frame, follower.add(frame.result.regions)) for frame in judged)


def _moment(frame: _Judged, tracks: Sequence[int]) -> Moment:
    result = frame.result
    assert result.verdict is not None, "a scanned result has a verdict"
    assert result.probability is not None, "a scanned result has a probability"
    pairs = zip(tracks, result.regions, strict=True)
    return Moment(
        frame=frame.number,
        seconds=frame.seconds,
        verdict=result.verdict,
        probability=result.probability,
        reasons=result.reasons,
        faces_omitted=result.faces_omitted,
        regions=tuple(TrackedRegion(track, region) for track, region in pairs),
    )


def _timings(judged: Sequence[_Judged], whole: Timings) -> Timings:
    """Steps summed over the frames; taking a frame out of the video counts as decoding."""
    scans = [frame.result.timings_ms for frame in judged]
    steps = {
        step.name: sum(getattr(scan, step.name) for scan in scans if scan is not None)
        for step in fields(Timings)
    }
    steps.update(decode=steps["decode"] + whole.decode, total=whole.total)
    return Timings(**steps)


def failed_video(
    scanner: Scanner,
    path: str | os.PathLike[str],
    code: FailureCode,
    why: str,
    info: VideoInfo | None = None,
) -> VideoResult:
    """The result of a video that could not be read or judged.

    Args:
        scanner: The scanner whose bundle and runtime the result names.
        path: Path or URL of the video.
        code: Why it failed, for programs.
        why: Why it failed, for people.
        info: What is known of the file; None if it could not be opened.
    """
    return VideoResult(
        source=os.fspath(path),
        status="failed",
        video=info,
        failure=Failure(code, why),
        verdict=None,
        probability=None,
        reasons=(),
        faces_omitted=0,
        key_frame=None,
        tracks=(),
        timeline=(),
        bundle=scanner.reference,
        runtime=scanner.runtime,
        timings_ms=None,
    )


def _info_of(clip: Clip, notes: tuple[str, ...]) -> VideoInfo:
    return VideoInfo(
        width=clip.width,
        height=clip.height,
        frames=clip.frames,
        fps=clip.fps,
        seconds=clip.seconds,
        codec=clip.codec,
        notes=(*clip.notes, *notes),
    )
