"""Results of a scan with every key set, and the JSON Schema that they must satisfy."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

import edge_runtime
from edge_runtime.result.scan_result import (
    BundleRef,
    Failure,
    ImageInfo,
    Region,
    RuntimeInfo,
    ScanResult,
    Timings,
)
from edge_runtime.result.video_result import Moment, Track, TrackedRegion, VideoInfo, VideoResult
from edge_runtime.types import Box, Face, Verdict

SCHEMA_FILE = Path(edge_runtime.__file__).with_name("result") / "result.schema.json"
SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))

FACE = Region(
    kind="face",
    box=Box(-3.5, 10.25, 90.0, 103.75),
    face_score=0.93,
    logit=1.7,
    looks=(1.5, 1.9),
    probability=0.81,
    verdict=Verdict.FAKE,
    reasons=(),
    gate=0.4,
    quality=("small", "dark"),
)
WHOLE = replace(
    FACE,
    kind="image",
    box=Box(80.0, 0.0, 560.0, 480.0),
    face_score=None,
    logit=0.5,
    looks=(0.5,),
    probability=0.6,
    verdict=Verdict.UNSURE,
    reasons=("no_colour",),
    quality=(),
)
SCANNED = ScanResult(
    source="photo.jpg",
    status="scanned",
    image=ImageInfo(640, 480, ("first frame only",)),
    failure=None,
    verdict=Verdict.FAKE,
    probability=0.81,
    reasons=(),
    rotated=90,
    regions=(WHOLE, FACE),
    possible_faces=(Face(Box(300.0, 200.0, 340.0, 250.0), 0.55),),
    faces_omitted=3,
    bundle=BundleRef("sample-v1", "ab" * 32),
    runtime=RuntimeInfo("litert", "cpu", 2),
    timings_ms=Timings(1.0, 2.0, 3.0, 4.0, 10.5),
    evidence=(np.zeros((7, 7), np.float32), np.ones((7, 7), np.float32)),
)
UNDECIDED = replace(
    SCANNED,
    verdict=Verdict.UNSURE,
    probability=0.6,
    reasons=("no_colour", "unstable", "faces_omitted"),
    rotated=0,
    regions=(WHOLE, replace(FACE, reasons=("unstable",), verdict=Verdict.UNSURE)),
    possible_faces=(),
)
FAILED = ScanResult(
    source="<bytes>",
    status="failed",
    image=None,
    failure=Failure("undecodable", "the file's header is damaged"),
    verdict=None,
    probability=None,
    reasons=(),
    rotated=0,
    regions=(),
    possible_faces=(),
    faces_omitted=0,
    bundle=SCANNED.bundle,
    runtime=SCANNED.runtime,
    timings_ms=None,
)
VIDEO = VideoResult(
    source="clip.mp4",
    status="scanned",
    video=VideoInfo(640, 480, 30, None, None, "h264", ()),
    failure=None,
    verdict=Verdict.UNSURE,
    probability=0.6,
    reasons=("no_colour", "faces_omitted"),
    faces_omitted=3,
    key_frame=0,
    tracks=(
        Track(
            1, "image", 1, 0.0, 0.0, 0.6, Verdict.UNSURE, ("no_colour",), capped=True, counts=True
        ),
        Track(2, "face", 1, 0.0, 0.0, 0.81, Verdict.FAKE, (), capped=False, counts=False),
    ),
    timeline=(
        Moment(
            0,
            0.0,
            Verdict.FAKE,
            0.81,
            (),
            3,
            (TrackedRegion(1, WHOLE), TrackedRegion(2, FACE)),
        ),
    ),
    bundle=SCANNED.bundle,
    runtime=SCANNED.runtime,
    timings_ms=SCANNED.timings_ms,
)
"""A clip of one judged frame, with a face that does not count."""
