"""The images that the HTML report embeds for a result."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from edge_runtime.bundle.contract import CropRule
from edge_runtime.output.overlay import draw_evidence
from edge_runtime.output.placed_result import place_on
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.types import RgbImage

PICTURE_SIDE = 720
"""Longer side of an embedded picture in pixels."""


@dataclass(frozen=True, slots=True)
class ReportImages:
    """A picture and the same with its evidence, as ``data:`` URLs of JPEG files of one size."""

    photo: str
    evidence: str
    width: int
    height: int


def report_images(rgb: RgbImage, result: ScanResult, crop: CropRule) -> ReportImages:
    """Reduce a picture to at most `PICTURE_SIDE` pixels and draw its evidence.

    Args:
        rgb: The upright picture, uint8 [H, W, 3], at any scale.
        result: A result with status "scanned".
        crop: The contract's crop block, which gives the squares of the evidence.
    """
    small = _reduced(rgb)
    evidence = draw_evidence(np.asarray(small), place_on(result, *small.size), crop)
    return ReportImages(_data_url(small), _data_url(evidence), *small.size)


def _reduced(rgb: RgbImage) -> Image.Image:
    picture = Image.fromarray(rgb)
    scale = min(1.0, PICTURE_SIDE / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _data_url(picture: Image.Image) -> str:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=85)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
