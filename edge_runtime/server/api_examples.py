"""Made-up examples of the answers, for /openapi.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from edge_runtime.result.scan_result import (
    BundleRef,
    Failure,
    ImageInfo,
    Region,
    RuntimeInfo,
    ScanResult,
    Timings,
)
from edge_runtime.server.answers import BundleDescription, Explanation, Prediction
from edge_runtime.server.problem import Problem, ProblemError
from edge_runtime.types import Box, Face, Verdict

_BUNDLE = BundleRef("gds-v6", "0123456789abcdef" * 4)
_WHOLE = Region(
    kind="image",
    box=Box(128.0, 0.0, 896.0, 768.0),
    face_score=None,
    logit=1.2,
    looks=(1.2,),
    probability=0.71,
    verdict=Verdict.UNSURE,
    reasons=(),
    gate=0.36,
    quality=(),
)
_FACE = Region(
    kind="face",
    box=Box(310.5, 120.0, 610.5, 420.0),
    face_score=0.97,
    logit=2.79,
    looks=(2.9, 2.68),
    probability=0.94,
    verdict=Verdict.FAKE,
    reasons=(),
    gate=0.41,
    quality=(),
)
_SCANNED = ScanResult(
    source="portrait.jpg",
    status="scanned",
    image=ImageInfo(1024, 768, ()),
    failure=None,
    verdict=Verdict.FAKE,
    probability=0.86,
    reasons=(),
    rotated=0,
    regions=(_WHOLE, _FACE),
    possible_faces=(Face(Box(40.0, 80.0, 90.0, 142.0), 0.58),),
    faces_omitted=0,
    bundle=_BUNDLE,
    runtime=RuntimeInfo("litert", "cpu", 1),
    timings_ms=Timings(decode=8.0, detect=21.0, crop=0.5, infer=9.0, total=39.0),
)
_FAILED = replace(
    _SCANNED,
    source="broken.jpg",
    status="failed",
    image=None,
    failure=Failure("undecodable", "the header of the file is damaged"),
    verdict=None,
    probability=None,
    regions=(),
    possible_faces=(),
    timings_ms=None,
)

_RESULT = _SCANNED.to_json()
_EXPLANATION: Explanation = {
    "result": _RESULT,
    "evidence": [
        {
            "square": {"left": 128.0, "top": 0.0, "right": 896.0, "bottom": 768.0},
            "values": [[0.7, 2.3], [1.5, 0.3]],
        },
        {
            "square": {"left": 220.5, "top": 30.0, "right": 700.5, "bottom": 510.0},
            "values": [[3.1, 2.2], [4.0, 2.3]],
        },
    ],
}
_PREDICTION: Prediction = {"prediction": "FAKE", "confidence": 86.0, "result": _RESULT}
_DESCRIPTION: BundleDescription = {
    "id": _BUNDLE.id,
    "sha256": _BUNDLE.sha256,
    "contract": {"schema": "edge-runtime/contract/2", "id": _BUNDLE.id},
}

EXAMPLES: Mapping[tuple[str, str], dict[str, Any]] = {
    ("/v1/scan", "post"): {
        "examples": {
            "one": {"summary": "field `file`", "value": _RESULT},
            "many": {
                "summary": "field `files`",
                "value": {"results": [_RESULT, _FAILED.to_json()]},
            },
        }
    },
    ("/v1/explain", "post"): {"example": _EXPLANATION},
    ("/predict", "post"): {"example": _PREDICTION},
    ("/v1/bundle", "get"): {"example": _DESCRIPTION},
    ("/healthz", "get"): {"example": {"status": "ok"}},
    ("/readyz", "get"): {"example": {"status": "ready"}},
}
"""Of the successful answer of each route, by path and method."""


def problem_example(code: str) -> Problem:
    """A problem with this code."""
    return ProblemError(code, "what happened").to_json("6f1c0f4e8f7b4b0c9d6a2f1e5b7c8d90")
