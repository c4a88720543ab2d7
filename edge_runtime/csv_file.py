"""Results as rows of a CSV file."""

from __future__ import annotations

import csv
from typing import TextIO

from edge_runtime.inputs import printable
from edge_runtime.result import ScanResult
from edge_runtime.words import quality_flags

COLUMNS = (
    "source",
    "status",
    "verdict",
    "probability",
    "faces",
    "quality",
    "width",
    "height",
    "failure_code",
    "failure_message",
    "total_ms",
    "bundle_id",
    "bundle_sha256",
    "backend",
    "accelerator",
    "threads",
)


class CsvFile:
    """Writes a header and then one row per picture; what does not apply stays empty.

    Args:
        file: Open for text, with ``newline=""``.
    """

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.DictWriter(file, COLUMNS)
        self._writer.writeheader()

    def add(self, result: ScanResult) -> None:
        """Write one result."""
        self._writer.writerow({**_identity(result), **_outcome(result), **_picture(result)})


def _identity(result: ScanResult) -> dict[str, object]:
    return {
        "source": printable(result.source),
        "status": result.status,
        "bundle_id": result.bundle.id,
        "bundle_sha256": result.bundle.sha256,
        "backend": result.runtime.backend,
        "accelerator": result.runtime.accelerator,
        "threads": result.runtime.threads,
    }


def _outcome(result: ScanResult) -> dict[str, object]:
    if result.failure is not None:
        message = printable(result.failure.message)
        return {"failure_code": result.failure.code, "failure_message": message}
    return {
        "verdict": result.verdict,
        "probability": result.probability,
        "faces": sum(region.kind == "face" for region in result.regions),
        "quality": " ".join(quality_flags(result)),
    }


def _picture(result: ScanResult) -> dict[str, object]:
    row: dict[str, object] = {}
    if result.image is not None:
        row.update(width=result.image.width, height=result.image.height)
    if result.timings_ms is not None:
        row.update(total_ms=round(result.timings_ms.total, 3))
    return row
