"""Where in a picture the evidence lies, as numbers for whoever draws it."""

from __future__ import annotations

from typing import Any

from edge_runtime.bundle.contract import CropRule
from edge_runtime.picture.region_crop import region_square
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.types import Box


def evidence_of(result: ScanResult, crop: CropRule) -> list[dict[str, Any]]:
    """The evidence maps of a result, aligned with its regions.

    Args:
        result: A result with its maps, not one read from JSON.
        crop: The contract's crop block, which tells where the squares lie.

    Returns:
        For each region ``square``, in pixels of the upright picture and possibly reaching outside
        of it, and ``values``, rows of numbers spread evenly over the square: positive speaks for
        fake, negative for real.
    """
    pairs = zip(result.regions, result.evidence, strict=True)
    return [
        {
            "square": _written(region_square(region.kind, region.box, crop)),
            "values": values.tolist(),
        }
        for region, values in pairs
    ]


def _written(box: Box) -> dict[str, float]:
    return {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom}
