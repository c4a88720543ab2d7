"""Sums up the judged frames of a clip: tracks, verdict and key frame.

A clip is judged as a picture is, its tracks being the parts. The whole picture always counts. A
face counts if it was seen in `LEAST_FRAMES` frames: a false detection in one frame is listed and
does not count. Where no face was seen that often, as in a clip of a few frames or one that cuts
from face to face, all faces count if that many frames show one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from edge_runtime.bundle.contract import Contract, DecisionRule
from edge_runtime.result.decision import (
    REGION_REASONS,
    log_odds_of,
    most_suspicious,
    pool,
    reasons_of,
    sigmoid,
    verdict_of,
)
from edge_runtime.result.scan_result import Region
from edge_runtime.result.video_result import Moment, Track
from edge_runtime.types import Reason, RegionReason, Verdict
from edge_runtime.video.pooling import pooled_log_odds

LEAST_FRAMES = 3


def tracks_of(timeline: Sequence[Moment], decision: DecisionRule) -> tuple[Track, ...]:
    """Every track of a timeline, pooled, in the order of their appearance; at least one."""
    seen: dict[int, list[tuple[float, Region]]] = defaultdict(list)
    for moment in timeline:
        for tracked in moment.regions:
            seen[tracked.track].append((moment.seconds, tracked.region))
    tracks = [_pool(number, sightings, decision) for number, sightings in seen.items()]
    counting = _counting(tracks, timeline)
    return tuple(replace(track, counts=track.id in counting) for track in tracks)


def clip_verdict(
    tracks: Sequence[Track], faces_omitted: int, contract: Contract
) -> tuple[Verdict, float]:
    """Verdict and probability of fake of a clip, pooled over the tracks that count."""
    counting = [track for track in tracks if track.counts]
    return pool(counting, faces_omitted, contract.decision, contract.pooling)


def clip_reasons(
    verdict: Verdict, tracks: Sequence[Track], faces_omitted: int
) -> tuple[Reason, ...]:
    """Why the verdict of a clip is UNSURE: the reasons of the tracks that count."""
    counting = [track.reasons for track in tracks if track.counts]
    return reasons_of(verdict, counting, faces_omitted)


def key_frame_of(timeline: Sequence[Moment], tracks: Sequence[Track]) -> int:
    """Position in the timeline of the frame that speaks most clearly for the verdict.

    That is, of the most suspicious track that counts, the frame most suspicious of all. A capped
    track leads only where all are capped.
    """
    counting = [track for track in tracks if track.counts]
    leading = most_suspicious([track for track in counting if not track.capped] or counting)
    shown = [
        (tracked.region.logit, -position)
        for position, moment in enumerate(timeline)
        for tracked in moment.regions
        if tracked.track == leading.id
    ]
    return -max(shown)[1]


def _pool(number: int, sightings: Sequence[tuple[float, Region]], decision: DecisionRule) -> Track:
    regions = [region for _, region in sightings]
    log_odds = [log_odds_of(region.logit, decision) for region in regions]
    probability = sigmoid(pooled_log_odds(log_odds))
    capped = 2 * sum(region.capped for region in regions) >= len(regions)
    return Track(
        id=number,
        kind=regions[0].kind,
        frames=len(sightings),
        first=sightings[0][0],
        last=sightings[-1][0],
        probability=probability,
        verdict=Verdict.UNSURE if capped else verdict_of(probability, decision),
        reasons=_usual_reasons(regions),
        capped=capped,
        counts=False,
    )


def _usual_reasons(regions: Sequence[Region]) -> tuple[RegionReason, ...]:
    """Those of at least half of the regions."""
    counts = Counter(reason for region in regions for reason in region.reasons)
    return tuple(reason for reason in REGION_REASONS if 2 * counts[reason] >= len(regions))


def _counting(tracks: Sequence[Track], timeline: Sequence[Moment]) -> set[int]:
    faces = [track for track in tracks if track.kind == "face"]
    lasting = [face for face in faces if face.frames >= LEAST_FRAMES]
    counting = lasting or (faces if _shows_faces(timeline) else [])
    return {track.id for track in tracks if track.kind == "image" or track in counting}


def _shows_faces(timeline: Sequence[Moment]) -> bool:
    """Whether as many frames show a face as a face must be seen in, or all of a shorter clip."""
    showing = sum(
        any(tracked.region.kind == "face" for tracked in moment.regions) for moment in timeline
    )
    return showing >= min(LEAST_FRAMES, len(timeline))
