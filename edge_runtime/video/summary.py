"""Sums up the judged frames of a clip: tracks, verdict and key frame.

A clip is judged as a picture is: face by face, and as a whole only where there is no face. So a
track counts if it is a face that was seen in `LEAST_FRAMES` frames; a false detection in one frame
is listed and does not count. Where no face was seen that often, the whole picture counts if it was
judged that often; a clip of a few frames, or one that cuts from face to face, is judged by all its
faces, or by the whole picture where it has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.result.decision import (
    log_odds_of,
    most_suspicious,
    pool,
    sigmoid,
    verdict_of,
)
from edge_runtime.result.scan_result import Region
from edge_runtime.result.video_result import Moment, Track
from edge_runtime.types import Verdict
from edge_runtime.video.pooling import pooled_log_odds

LEAST_FRAMES = 3


def tracks_of(timeline: Sequence[Moment], decision: DecisionRule) -> tuple[Track, ...]:
    """Every track of a timeline, pooled, in the order of their appearance; at least one."""
    seen: dict[int, list[tuple[float, Region]]] = defaultdict(list)
    for moment in timeline:
        for tracked in moment.regions:
            seen[tracked.track].append((moment.seconds, tracked.region))
    tracks = [_pool(number, sightings, decision) for number, sightings in seen.items()]
    counting = _counting(tracks)
    return tuple(replace(track, counts=track.id in counting) for track in tracks)


def clip_verdict(tracks: Sequence[Track], decision: DecisionRule) -> tuple[Verdict, float]:
    """Verdict and probability of fake of a clip, pooled over the tracks that count."""
    return pool([track for track in tracks if track.counts], decision)


def key_frame_of(timeline: Sequence[Moment], tracks: Sequence[Track]) -> int:
    """Position in the timeline of the frame that speaks most clearly for the verdict.

    That is, of the most suspicious track that counts, the frame most suspicious of all.
    """
    leading = most_suspicious(track for track in tracks if track.counts)
    shown = [
        (tracked.region.logit, -position)
        for position, moment in enumerate(timeline)
        for tracked in moment.regions
        if tracked.track == leading.id
    ]
    return -max(shown)[1]


def _pool(number: int, sightings: Sequence[tuple[float, Region]], decision: DecisionRule) -> Track:
    log_odds = [log_odds_of(region.logit, decision) for _, region in sightings]
    probability = sigmoid(pooled_log_odds(log_odds))
    return Track(
        id=number,
        kind=sightings[0][1].kind,
        frames=len(sightings),
        first=sightings[0][0],
        last=sightings[-1][0],
        probability=probability,
        verdict=verdict_of(probability, decision),
        counts=False,
    )


def _counting(tracks: Sequence[Track]) -> set[int]:
    lasting = [track for track in tracks if track.frames >= LEAST_FRAMES]
    choices = (
        [track for track in lasting if track.kind == "face"],
        lasting,
        [track for track in tracks if track.kind == "face"],
        tracks,
    )
    return {track.id for track in next(choice for choice in choices if choice)}
