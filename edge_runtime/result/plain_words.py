"""Explanations of a result's codes for the user."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from edge_runtime.result.scan_result import Region, ScanResult
from edge_runtime.types import QualityFlag, Reason, RegionReason, Turn, Verdict

if TYPE_CHECKING:
    from edge_runtime.result.video_result import VideoResult

UNSURE_MEANS = (
    "UNSURE is an honest answer: the evidence is too weak to call the picture real or fake."
)
NOT_PROOF = (
    "A verdict is statistical evidence, not proof: a person should judge what depends on it."
)
TOO_WEAK = "the evidence is too weak"
WHOLE_PICTURE = "whole picture"

QUALITY: Mapping[QualityFlag, str] = {
    "small": "few pixels, so little to judge by",
    "blurred": "blurred, so fine traces may be gone",
    "dark": "dark",
    "bright": "overexposed",
}

REASONS: Mapping[RegionReason, str] = {
    "not_a_photograph": "not a photograph (graphic, drawing, page of text)",
    "too_small": "too few pixels: the model would see an enlarged picture",
    "no_colour": "black and white",
    "extreme_shape": "much longer than wide",
    "unstable": "a second look gave another answer",
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
    """Such as "whole picture" or "whole picture + 2 faces"."""
    return describe_judged(sum(region.kind == "face" for region in regions))


def describe_judged(faces: int) -> str:
    """The whole picture and a number of faces, such as "whole picture + 2 faces"."""
    return f"{WHOLE_PICTURE} + {describe_faces(faces)}" if faces else WHOLE_PICTURE


def region_names(regions: Sequence[Region]) -> list[str]:
    """Such as "whole picture", "face 1", "face 2": faces are counted from 1."""
    faces = 0
    names = []
    for region in regions:
        faces += region.kind == "face"
        names.append(f"face {faces}" if region.kind == "face" else WHOLE_PICTURE)
    return names


def describe_faces(faces: int) -> str:
    """Such as "2 faces"."""
    return "1 face" if faces == 1 else f"{faces} faces"


def describe_possible_faces(faces: int) -> str:
    """Such as "2 possible faces"."""
    return "1 possible face" if faces == 1 else f"{faces} possible faces"


def describe_turn(turn: Turn) -> str:
    """Such as "turned 90°"."""
    return f"turned {turn}°"


def reasons_in_words(reasons: Sequence[Reason], faces_omitted: int = 0) -> list[str]:
    """What caps a verdict at UNSURE, such as "black and white" or "3 faces more than are judged".

    Args:
        reasons: Of a region, a track or a whole result.
        faces_omitted: Number of faces that were not judged.
    """
    return [
        f"{describe_faces(faces_omitted)} more than are judged"
        if reason == "faces_omitted"
        else REASONS[reason]
        for reason in reasons
    ]


def why_unsure(result: ScanResult | VideoResult) -> str:
    """Such as "Cannot decide: black and white"; empty if the verdict is not UNSURE."""
    if result.verdict is not Verdict.UNSURE:
        return ""
    reasons = reasons_in_words(result.reasons, result.faces_omitted)
    return f"Cannot decide: {'; '.join(reasons) or TOO_WEAK}"


def notes_on(result: ScanResult | VideoResult) -> Iterator[str]:
    """What a user should know beside the verdict, such as "black and white" or "turned 90°"."""
    yield from reasons_in_words(result.reasons, result.faces_omitted)
    if result.faces_omitted and "faces_omitted" not in result.reasons:
        yield from reasons_in_words(["faces_omitted"], result.faces_omitted)
    if not isinstance(result, ScanResult):
        return
    if result.rotated:
        yield describe_turn(result.rotated)
    if result.possible_faces:
        yield describe_possible_faces(len(result.possible_faces))


def quality_flags(result: ScanResult | VideoResult) -> tuple[QualityFlag, ...]:
    """Quality flags of all regions, each once; of a video those of at least half of them."""
    if not isinstance(result, ScanResult):
        return result.quality
    return tuple(dict.fromkeys(flag for region in result.regions for flag in region.quality))
