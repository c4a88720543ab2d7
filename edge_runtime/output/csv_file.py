"""Results as rows of a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO

from edge_runtime.files.inputs import printable

if TYPE_CHECKING:
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.result.video_result import VideoResult

COLUMNS = (
    "source",
    "status",
    "verdict",
    "probability",
    "reasons",
    "faces",
    "faces_omitted",
    "possible_faces",
    "rotated",
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
        self.add_document(result.to_json())

    def add_document(self, document: Mapping[str, Any]) -> None:
        """Write one result that is given as its JSON document."""
        self._writer.writerow(row_of(document))

    def add_row(self, row: Mapping[str, Any]) -> None:
        """Write a row of another such file.

        Raises:
            ValueError: If it has a column that is not one of `COLUMNS`.
        """
        self._writer.writerow(row)


def row_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The row of one result: a value per name of `COLUMNS`; None where a column does not apply.

    Args:
        document: JSON of a scan result, a video result, or an input that crashed its process.
    """
    nothing: dict[str, Any] = dict.fromkeys(COLUMNS)
    return nothing | {
        "source": printable(document["source"]),
        "status": document["status"],
        **_outcome(document),
        **_size(document),
        **_failure(document["failure"]),
        "total_ms": _total_ms(document["timings_ms"]),
        "bundle_id": document["bundle"]["id"],
        "bundle_sha256": document["bundle"]["sha256"],
        **document["runtime"],
    }


def _outcome(document: Mapping[str, Any]) -> dict[str, Any]:
    scanned = document["verdict"] is not None
    return {
        "verdict": document["verdict"],
        "probability": document["probability"],
        "reasons": " ".join(document["reasons"]) if scanned else None,
        **(_judged(document) if scanned else {}),
    }


def _judged(document: Mapping[str, Any]) -> dict[str, Any]:
    """Faces, those that were not judged, and quality; of a picture its turn in degrees, too."""
    if "tracks" in document:
        from edge_runtime.result.video_result import VideoResult

        video = VideoResult.from_json(document)
        return {
            "faces": video.faces,
            "faces_omitted": video.faces_omitted,
            "quality": " ".join(video.quality),
        }
    regions = document["regions"]
    flags = dict.fromkeys(flag for region in regions for flag in region["quality"])
    return {
        "faces": sum(region["kind"] == "face" for region in regions),
        "faces_omitted": document["faces_omitted"],
        "possible_faces": len(document["possible_faces"]),
        "rotated": document["rotated"],
        "quality": " ".join(flags),
    }


def _size(document: Mapping[str, Any]) -> dict[str, Any]:
    """Width and height, and of a video the judged frames and the length."""
    video = document.get("video") or {}
    image = document.get("image") or video
    return {
        "width": image.get("width"),
        "height": image.get("height"),
        "frames": len(document.get("timeline", ())) or None,
        "seconds": video.get("seconds"),
    }


def _failure(failure: Mapping[str, Any] | None) -> dict[str, Any]:
    if failure is None:
        return {}
    return {"failure_code": failure["code"], "failure_message": printable(failure["message"])}


def _total_ms(timings: Mapping[str, Any] | None) -> float | None:
    return None if timings is None else round(timings["total"], 3)
