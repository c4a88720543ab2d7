"""Results as rows of a CSV file."""

from __future__ import annotations

import csv
from dataclasses import asdict
from typing import TYPE_CHECKING, TextIO

from edge_runtime.files.inputs import printable
from edge_runtime.result.plain_words import quality_flags
from edge_runtime.result.scan_result import ScanResult

if TYPE_CHECKING:
    from edge_runtime.result.video_result import VideoResult

COLUMNS = (
    "source",
    "status",
    "verdict",
    "probability",
    "faces",
    "quality",
    "width",
    "height",
    "frames",
    "seconds",
    "failure_code",
    "failure_message",
    "total_ms",
    "bundle_id",
    "bundle_sha256",
    "backend",
    "accelerator",
    "threads",
    "requested",
    "residency",
    "reason",
)


class CsvFile:
    """Writes a header and then one row per picture or video; what does not apply stays empty.

    Args:
        file: Open for text, with ``newline=""``.
    """

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.DictWriter(file, COLUMNS)
        self._writer.writeheader()

    def add(self, result: ScanResult | VideoResult) -> None:
        """Write one result."""
        self._writer.writerow({**_identity(result), **_outcome(result), **_picture(result)})


def _identity(result: ScanResult | VideoResult) -> dict[str, object]:
    return {
        "source": printable(result.source),
        "status": result.status,
        "bundle_id": result.bundle.id,
        "bundle_sha256": result.bundle.sha256,
        **asdict(result.runtime),
    }


def _outcome(result: ScanResult | VideoResult) -> dict[str, object]:
    if result.failure is not None:
        message = printable(result.failure.message)
        return {"failure_code": result.failure.code, "failure_message": message}
    return {
        "verdict": result.verdict,
        "probability": result.probability,
        "faces": _faces(result),
        "quality": " ".join(quality_flags(result)),
    }


def _faces(result: ScanResult | VideoResult) -> int:
    if isinstance(result, ScanResult):
        return sum(region.kind == "face" for region in result.regions)
    return result.faces


def _picture(result: ScanResult | VideoResult) -> dict[str, object]:
    """Size, and of a video the judged frames and the length."""
    row: dict[str, object] = {}
    if not isinstance(result, ScanResult):
        row.update(frames=len(result.timeline) or None)
    image = result.image if isinstance(result, ScanResult) else result.video
    if image is not None:
        row.update(width=image.width, height=image.height)
    if not isinstance(result, ScanResult) and result.video is not None:
        row.update(seconds=result.video.seconds)
    if result.timings_ms is not None:
        row.update(total_ms=round(result.timings_ms.total, 3))
    return row
