"""Explanations of a result's codes for the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from edge_runtime.result.scan_result import Region, ScanResult
from edge_runtime.types import QualityFlag

if TYPE_CHECKING:
    from edge_runtime.result.video_result import VideoResult

UNSURE_MEANS = (
    "UNSURE is an honest answer: the evidence is too weak to call the picture real or fake."
)
NOT_PROOF = (
    "A verdict is statistical evidence, not proof: a person should judge what depends on it."
)

QUALITY: Mapping[str, str] = {
    "small": "few pixels, so little to judge by",
    "blurred": "blurred, so fine traces may be gone",
    "dark": "dark",
    "bright": "overexposed",
}

FAILURES: Mapping[str, str] = {
    "unreadable": "The file cannot be opened.",
    "empty": "The file has no content.",
    "undecodable": "The file is damaged.",
    "unsupported": "The file is not a picture or video of a supported kind.",
    "too_large": "The picture or video is larger than the limit.",
    "too_small": "The picture is too small to judge.",
}


def describe_regions(regions: Sequence[Region]) -> str:
    """Such as "2 faces" or "whole picture"."""
    faces = sum(region.kind == "face" for region in regions)
    if not faces:
        return "whole picture"
    return describe_faces(faces)


def describe_faces(faces: int) -> str:
    """Such as "2 faces"."""
    return "1 face" if faces == 1 else f"{faces} faces"


def quality_flags(result: ScanResult | VideoResult) -> tuple[QualityFlag, ...]:
    """Quality flags of all regions, each once; of a video those of at least half of them."""
    if not isinstance(result, ScanResult):
        return result.quality
    return tuple(dict.fromkeys(flag for region in result.regions for flag in region.quality))
