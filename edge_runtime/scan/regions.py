"""Judges the regions of one picture: each face, or the whole picture where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from edge_runtime.bundle.contract import Contract
from edge_runtime.picture.geometry import plan_whole
from edge_runtime.picture.pixels import Pixels, size_of
from edge_runtime.picture.quality import judge
from edge_runtime.picture.region_crop import cut_region, evidence_of, region_square
from edge_runtime.result.decision import probability_of, verdict_of
from edge_runtime.result.scan_result import Region
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.stopwatch import Stopwatch
from edge_runtime.types import Box, EvidenceMap, Face, FaceCrop, RegionKind

if TYPE_CHECKING:
    from edge_runtime.engine.engine import NetworkOutput

Judged: TypeAlias = tuple[Region, EvidenceMap]
"""A region, and float32 [h, w] evidence over its square."""


class RegionJudge:
    """Judges regions by the rules of one contract.

    Args:
        contract: Of the bundle whose network judges.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def judge(self, pixels: Pixels, networks: EngineAndDetector, watch: Stopwatch) -> list[Judged]:
        """Find the faces of an upright picture and judge its regions; at least one.

        Args:
            pixels: The picture.
            networks: Borrowed for this scan.
            watch: Takes the times of the steps.

        Raises:
            EngineError: If a network fails.
        """
        with watch.timing("detect"):
            faces = [face for face in networks.detector.find(pixels) if self._is_large(face)]
        candidates: Sequence[Face | None] = faces or [None]
        return [self._judge_region(pixels, face, networks, watch) for face in candidates]

    def _is_large(self, face: Face) -> bool:
        return max(face.box.width, face.box.height) >= self._contract.crop.min_face_side

    def _judge_region(
        self, pixels: Pixels, face: Face | None, networks: EngineAndDetector, watch: Stopwatch
    ) -> Judged:
        kind, rule, size = _kind_of(face), self._contract.crop, self._contract.input.size
        square = region_square(kind, face.box if face else plan_whole(*size_of(pixels)), rule)
        with watch.timing("crop"):
            crop = cut_region(pixels, kind, square, rule, size)
        with watch.timing("infer"):
            output = networks.engine.run(crop)
        evidence = evidence_of(kind, square, output.evidence, rule, size)
        return self._region(face, square, crop, output), evidence

    def _region(
        self, face: Face | None, square: Box, crop: FaceCrop, output: NetworkOutput
    ) -> Region:
        probability = probability_of(output.logit, self._contract.decision)
        return Region(
            kind=_kind_of(face),
            box=face.box if face else square,
            face_score=face.score if face else None,
            logit=output.logit,
            probability=probability,
            verdict=verdict_of(probability, self._contract.decision),
            gate=output.gate,
            quality=judge(crop, square.width, self._contract.quality),
        )


def _kind_of(face: Face | None) -> RegionKind:
    return "face" if face else "image"
