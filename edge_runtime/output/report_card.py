"""One result as a card of the HTML report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from edge_runtime.bundle.contract import Contract
from edge_runtime.files.inputs import printable
from edge_runtime.output.report_images import ReportImages, report_images
from edge_runtime.output.report_templates import render
from edge_runtime.result.plain_words import (
    FAILURES,
    QUALITY,
    describe_faces,
    region_names,
    why_unsure,
)
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.types import RgbImage

if TYPE_CHECKING:
    from edge_runtime.result.video_result import VideoResult

_TIMES = "\N{MULTIPLICATION SIGN}"


def scanned_card(
    number: int, result: ScanResult | VideoResult, rgb: RgbImage | None, contract: Contract
) -> str:
    """HTML of a picture or video with a verdict.

    Args:
        number: Position in the report, unique in the page.
        result: A result with status "scanned".
        rgb: The upright picture or key frame, uint8 [H, W, 3]; None if it cannot be read any more.
        contract: Gives the thresholds and the squares of the evidence.
    """
    values: dict[str, Any] = {"number": number, "result": result, "rule": contract.decision}
    values |= {"why": why_unsure(result), "notes": list(_notes(result))}
    if isinstance(result, ScanResult):
        return render("picture.html.j2", **values, **_picture_values(result, rgb, contract))
    from edge_runtime.output.timeline_plot import TimelinePlot

    still = result.frame_result(result.key_frame or 0)
    images = _images(rgb, still, contract)
    plot = TimelinePlot(result, contract.decision)
    facts = list(_video_facts(result))
    return render("video.html.j2", **values, images=images, facts=facts, plot=plot)


def failed_card(result: ScanResult | VideoResult) -> str:
    """HTML of a file without a verdict: its code, what that means, and the message."""
    code = "" if result.failure is None else result.failure.code
    return render("failed.html.j2", result=result, meaning=FAILURES.get(code, ""))


def _picture_values(result: ScanResult, rgb: RgbImage | None, contract: Contract) -> dict[str, Any]:
    return {
        "images": _images(rgb, result, contract),
        "facts": list(_facts(result)),
        "regions": list(zip(region_names(result.regions), result.regions, strict=True)),
    }


def _images(rgb: RgbImage | None, still: ScanResult, contract: Contract) -> ReportImages | None:
    return None if rgb is None else report_images(rgb, still, contract.crop)


def _notes(result: ScanResult | VideoResult) -> Iterator[str]:
    """Sentences on what was looked at and how, which the verdict does not tell."""
    if isinstance(result, ScanResult) and result.rotated:
        yield (
            f"The picture was turned clockwise by {result.rotated}° before it was judged: its faces"
            " were found only so."
        )
    if result.faces_omitted and "faces_omitted" not in result.reasons:
        yield f"{describe_faces(result.faces_omitted)} more than are judged."


def _facts(result: ScanResult) -> Iterator[str]:
    if result.image is not None:
        yield f"{result.image.width} {_TIMES} {result.image.height} px"
        yield from map(printable, result.image.notes)
    if result.timings_ms is not None:
        yield f"{result.timings_ms.total:.0f} ms"


def _video_facts(result: VideoResult) -> Iterator[str]:
    yield from (QUALITY[flag] for flag in result.quality)
    if result.video is not None:
        video = result.video
        length = "" if video.seconds is None else f", {video.seconds:.1f} s"
        yield f"{video.width} {_TIMES} {video.height} px{length}"
        yield f"{len(result.timeline)} of {video.frames} frames judged"
        yield from map(printable, video.notes)
    if result.timings_ms is not None:
        yield f"{result.timings_ms.total:.0f} ms"
