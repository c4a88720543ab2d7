"""A result with its boxes in the pixels of a smaller or larger copy of its picture."""

from __future__ import annotations

from dataclasses import replace

from edge_runtime.result.scan_result import ScanResult


def place_on(result: ScanResult, width: int, height: int) -> ScanResult:
    """The result for a copy of its picture.

    Boxes are in pixels of the upright original, but a large JPEG is decoded at a reduced scale, and
    a report embeds a small copy.

    Args:
        result: A result with status "scanned".
        width: Of the copy in pixels.
        height: Of the copy in pixels.

    Raises:
        ValueError: If the result failed.
    """
    if result.image is None or not result.regions:
        raise ValueError("a failed result has no boxes")
    if (width, height) == (result.image.width, result.image.height):
        return result
    scale = max(width, height) / max(result.image.width, result.image.height)
    return replace(
        result,
        image=replace(result.image, width=width, height=height),
        regions=tuple(replace(part, box=part.box.scaled(scale)) for part in result.regions),
        possible_faces=tuple(
            replace(face, box=face.box.scaled(scale)) for face in result.possible_faces
        ),
    )
