"""A scanner with hand-made networks, for tests of what surrounds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import GraphicRule, ReasonsRule
from edge_runtime.engine.engine import NetworkOutput
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.overview import Overview
from edge_runtime.result.scan_result import RuntimeInfo
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import Box, Face, FaceCrop, ScanMode

NO_REASONS = ReasonsRule(
    enlarged_below_px=0,
    colourless_below=0,
    shape_above=1e9,
    graphic=GraphicRule(bias=-1, flat=0, common=0, hard=0, extreme=0, colourfulness=0),
)


class BrightnessEngine:
    """A network whose logit is the brightness of the crop: black -4, white +4."""

    info = RuntimeInfo("none", "cpu", 1)

    def run(self, crop: FaceCrop) -> NetworkOutput:
        """Evidence of each of 7 x 7 squares; the logit is their mean."""
        squares = crop.reshape(7, 32, 7, 32, 3).mean(axis=(1, 3, 4))
        evidence = ((squares - 127.5) / 127.5 * 4).astype(np.float32)
        return NetworkOutput(float(evidence.mean()), evidence, 0.25)


class FixedFaces:
    """A face detector that finds the same faces in every picture.

    Args:
        boxes: Faces that are judged.
        found: What else it finds; its faces are replaced by those of the boxes.
    """

    def __init__(self, boxes: Sequence[Box], found: FoundFaces | None = None) -> None:
        faces = tuple(Face(box, 0.9) for box in boxes)
        self._found = replace(found or FoundFaces(), faces=faces)

    def find(self, overview: Overview, mode: ScanMode) -> FoundFaces:
        """The faces given."""
        return self._found


class TinyScanner(Scanner):
    """A scanner with hand-made networks for which every picture is a good photograph.

    Pictures of one grey have no colour and are no photographs, so all of them would be UNSURE.

    Args:
        bundle: Its contract has all other rules.
        opener: Opens the networks; without it the network of brightness and no faces.
    """

    def __init__(
        self, bundle: Bundle, opener: Callable[[], EngineAndDetector] | None = None
    ) -> None:
        contract = replace(bundle.contract, reasons=NO_REASONS)
        super().__init__(replace(bundle, contract=contract), opener or _brightness)


def tiny_scanner(
    bundle: Bundle, boxes: Sequence[Box] = (), found: FoundFaces | None = None
) -> Scanner:
    """A scanner of the sample bundle that finds faces at ``boxes``.

    With the sample contract black is REAL (0.148), mid-grey UNSURE (0.564), white FAKE (0.905).
    """
    detector = FixedFaces(boxes, found)
    return TinyScanner(bundle, lambda: EngineAndDetector(BrightnessEngine(), detector))


def _brightness() -> EngineAndDetector:
    return EngineAndDetector(BrightnessEngine(), FixedFaces([]))
