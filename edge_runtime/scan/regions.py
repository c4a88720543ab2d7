"""Judges the regions of one picture: the whole of it, and each face."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_runtime.bundle.contract import Contract
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.geometry import plan_whole
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.pixels import Pixels, size_of
from edge_runtime.picture.quality import judge
from edge_runtime.picture.reasons import reasons_of_look
from edge_runtime.picture.region_crop import RegionCrop
from edge_runtime.picture.turning import mirror_crop
from edge_runtime.result.decision import deserves_second_look, judge_looks
from edge_runtime.result.scan_result import Region
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.stopwatch import Stopwatch
from edge_runtime.types import Box, EvidenceMap, Face, FaceCrop, RegionKind, RegionReason, ScanMode

if TYPE_CHECKING:
    from edge_runtime.engine.engine import NetworkOutput


@dataclass(frozen=True, slots=True)
class JudgedPicture:
    """The regions of a picture, and the faces that were found in it.

    Attributes:
        regions: The whole picture, then the faces, largest first; boxes in its pixels.
        evidence: float32 [h, w] over the square of each region.
        found: What the face detector found.
    """

    regions: tuple[Region, ...]
    evidence: tuple[EvidenceMap, ...]
    found: FoundFaces


class RegionJudge:
    """Judges regions by the rules of one contract.

    Args:
        contract: Of the bundle whose network judges.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def judge(
        self, pixels: Pixels, mode: ScanMode, networks: EngineAndDetector, watch: Stopwatch
    ) -> JudgedPicture:
        """Find the faces of a picture, and judge the whole of it and each face.

        Args:
            pixels: The picture.
            mode: What it is; only a still picture is turned and looked at again.
            networks: Borrowed for this scan.
            watch: Takes the times of the steps.

        Raises:
            EngineError: If a network fails.
        """
        with watch.timing("crop"):
            overview = Overview.of(pixels, self._contract.input.size)
        with watch.timing("detect"):
            found = networks.detector.find(overview, mode)
        looking = _Looking(self._contract, pixels, overview, mode, networks, watch)
        judged = [looking.judge(face, found) for face in (None, *found.faces)]
        regions, evidence = zip(*judged, strict=True)
        return JudgedPicture(regions, evidence, found)


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks at the regions of one picture."""

    contract: Contract
    pixels: Pixels
    overview: Overview
    mode: ScanMode
    networks: EngineAndDetector
    watch: Stopwatch

    def judge(self, face: Face | None, found: FoundFaces) -> tuple[Region, EvidenceMap]:
        """Judge a face, or the whole picture."""
        kind: RegionKind = "face" if face else "image"
        box = face.box if face else plan_whole(*size_of(self.pixels))
        plan = RegionCrop.plan(kind, box, self.contract.crop, found.turn)
        crop, reasons = self._first_look(plan)
        output = self._run(crop)
        looks = [output.logit, *self._second_look(output.logit, plan, reasons)]
        evidence = plan.evidence_over_square(
            output.evidence, self.contract.crop, self.contract.input.size
        )
        return self._region(face, box, plan, crop, output, looks, reasons), evidence

    def _first_look(self, plan: RegionCrop) -> tuple[FaceCrop, tuple[RegionReason, ...]]:
        with self.watch.timing("crop"):
            crop = self._cut(plan)
            size = size_of(self.pixels)
            return crop, reasons_of_look(crop, plan, size, self.contract.reasons)

    def _second_look(
        self, first: float, plan: RegionCrop, reasons: Sequence[RegionReason]
    ) -> list[float]:
        """Logit of the square drawn in and mirrored; none where no second look is taken."""
        decided = deserves_second_look(first, reasons, self.contract.decision)
        if self.mode != "still" or not decided:
            return []
        with self.watch.timing("crop"):
            crop = mirror_crop(self._cut(plan.drawn_in(self.contract.second_look.inset)))
        return [self._run(crop).logit]

    def _cut(self, plan: RegionCrop) -> FaceCrop:
        size = self.contract.input.size
        return plan.cut(self.pixels, self.overview, self.contract.crop, size)

    def _run(self, crop: FaceCrop) -> NetworkOutput:
        with self.watch.timing("infer"):
            return self.networks.engine.run(crop)

    def _region(
        self,
        face: Face | None,
        box: Box,
        plan: RegionCrop,
        crop: FaceCrop,
        output: NetworkOutput,
        looks: Sequence[float],
        reasons: Sequence[RegionReason],
    ) -> Region:
        contract = self.contract
        judged = judge_looks(looks, reasons, contract.decision, contract.second_look.limit)
        return Region(
            kind=plan.kind,
            box=box,
            face_score=face.score if face else None,
            logit=judged.logit,
            looks=judged.looks,
            probability=judged.probability,
            verdict=judged.verdict,
            reasons=judged.reasons,
            gate=output.gate,
            quality=judge(crop, plan.square.width, contract.quality),
        )
