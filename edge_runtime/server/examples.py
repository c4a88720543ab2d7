"""Examples for the description of the API; the values are made up."""

from __future__ import annotations

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
from edge_runtime.server.problem import ProblemError
from edge_runtime.types import Box, Verdict

_REQUEST_ID = "6f1c0f4e8f7b4b0c9d6a2f1e5b7c8d90"
_BUNDLE = BundleRef("gds-v6", "0123456789abcdef" * 4)
_RUNTIME = RuntimeInfo("litert", "cpu", 1)
_FACE = Region(
    kind="face",
    box=Box(310.5, 120.0, 610.5, 420.0),
    face_score=0.97,
    logit=2.79,
    probability=0.94,
    verdict=Verdict.FAKE,
    gate=0.41,
    quality=(),
)

SCANNED = ScanResult(
    source="portrait.jpg",
    status="scanned",
    image=ImageInfo(1024, 768, ()),
    failure=None,
    verdict=Verdict.FAKE,
    probability=0.94,
    regions=(_FACE,),
    bundle=_BUNDLE,
    runtime=_RUNTIME,
    timings_ms=Timings(decode=8.0, detect=21.0, crop=0.5, infer=9.0, total=39.0),
).to_json()

FAILED = ScanResult(
    source="broken.jpg",
    status="failed",
    image=None,
    failure=Failure("undecodable", "the file's header is damaged"),
    verdict=None,
    probability=None,
    regions=(),
    bundle=_BUNDLE,
    runtime=_RUNTIME,
    timings_ms=None,
).to_json()

PREDICTION = {"prediction": "FAKE", "confidence": 94.0, "result": SCANNED}

EXPLAINED = {
    "result": SCANNED,
    "evidence": [
        {
            "square": {"left": 220.5, "top": 30.0, "right": 700.5, "bottom": 510.0},
            "values": [[3.1, 2.2], [4.0, 1.86]],
        }
    ],
}

BUNDLE = {
    "id": _BUNDLE.id,
    "sha256": _BUNDLE.sha256,
    "contract": {"schema": "edge-runtime/contract/1", "id": _BUNDLE.id},
}


def problem(code: str) -> dict[str, Any]:
    """An answer with this problem."""
    return ProblemError(code, "what happened, for people").to_json(_REQUEST_ID)
