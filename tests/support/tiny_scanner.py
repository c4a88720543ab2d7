"""A scanner with hand-made networks, for tests of what surrounds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import GraphicRule
from edge_runtime.engine.engine import NetworkOutput
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.overview import Overview
from edge_runtime.result.scan_result import RuntimeInfo
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import Box, Face, FaceCrop, ScanMode

NO_GRAPHICS = GraphicRule(-1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


class BrightnessEngine:
    """A network whose logit is the brightness of the crop: black -4, white +4."""

    info = RuntimeInfo("none", "cpu", 1)

    def run(self, crop: FaceCrop) -> NetworkOutput:
        """Evidence of each of 7 x 7 squares; the logit is their mean."""
        squares = crop.reshape(7, 32, 7, 32, 3).mean(axis=(1, 3, 4))
        evidence = ((squares - 127.5) / 127.5 * 4).astype(np.float32)
        return NetworkOutput(float(evidence.mean()), evidence, 0.25)


class FixedFaces:
    """A face detector that finds the same faces in every picture."""

    def __init__(self, found: FoundFaces) -> None:
        self._found = found

    def find(self, overview: Overview, mode: ScanMode) -> FoundFaces:
        """The faces given."""
        return self._found


def faces_at(boxes: Sequence[Box], **others: Any) -> FoundFaces:
    """Faces of score 0.9 at ``boxes``; the other attributes as given."""
    return FoundFaces(tuple(Face(box, 0.9) for box in boxes), **others)


def without_reasons(bundle: Bundle) -> Bundle:
    """The bundle under rules by which flat, grey and tiny pictures are judged."""
    reasons = replace(
        bundle.contract.reasons,
        enlarged_below_px=0.0,
        colourless_below=0.0,
        shape_above=100.0,
        graphic=NO_GRAPHICS,
    )
    return replace(bundle, contract=replace(bundle.contract, reasons=reasons))


def tiny_scanner(bundle: Bundle, boxes: Sequence[Box] = (), **others: Any) -> Scanner:
    """A scanner of the sample bundle that finds faces at ``boxes``, and caps nothing.

    With the sample contract black is REAL (0.148), mid-grey UNSURE (0.564), white FAKE (0.905).
    """
    found = faces_at(boxes, **others)
    judged = without_reasons(bundle)
    return Scanner(judged, lambda: EngineAndDetector(BrightnessEngine(), FixedFaces(found)))
