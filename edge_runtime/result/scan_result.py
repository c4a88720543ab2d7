"""The result of a scan, which every front end shows and writes.

Its JSON is described by `result.schema.json`, beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.types import (
    Box,
    EvidenceMap,
    Face,
    FailureCode,
    QualityFlag,
    Reason,
    RegionKind,
    RegionReason,
    Turn,
    Verdict,
)

SCHEMA = "edge-runtime/scan-result/2"

Residency: TypeAlias = Literal["full", "partial", "unknown"]


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """The upright picture: its size in pixels, and notes on what decoding left out or changed."""

    width: int
    height: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no verdict."""

    code: FailureCode
    message: str


@dataclass(frozen=True, slots=True)
class Region:
    """One judged part of a picture.

    Attributes:
        kind: The whole picture (its centre square), or a found face.
        box: The centre square, or the face box, in pixels of the upright picture.
        face_score: Detector score in [0, 1]; None for the whole picture.
        logit: Mean of the logits of all looks; positive values mean fake.
        looks: Output of the network before calibration for each look at the region: one, or two.
        probability: Calibrated probability of fake in [0, 1].
        verdict: UNSURE if there is a reason, else the probability against the contract's
            thresholds.
        reasons: What caps the verdict at UNSURE, in the order of `RegionReason`.
        gate: Weight of the visual stream in [0, 1]; the forensic stream has the rest.
        quality: What makes this region hard to judge.
    """

    kind: RegionKind
    box: Box
    face_score: float | None
    logit: float
    looks: tuple[float, ...]
    probability: float
    verdict: Verdict
    reasons: tuple[RegionReason, ...]
    gate: float
    quality: tuple[QualityFlag, ...]

    @property
    def capped(self) -> bool:
        """Whether a reason caps the verdict at UNSURE."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class BundleRef:
    """The bundle that was used: its id, and the sha256 of its contract.json."""

    id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RuntimeInfo:
    """What ran the network, what was requested, and why they differ.

    Attributes:
        backend: Interpreter package.
        accelerator: What was used: "cpu", "gpu-fp16", "gpu-fp32", "npu", "delegate:NAME".
        threads: CPU threads, >= 1.
        requested: What was requested: "auto", "cpu", "gpu", "npu", "delegate:NAME".
        residency: Whether every operator runs on `accelerator`; "unknown" if the
            accelerator does not report it.
        reason: Why this accelerator was used, as a sentence for the user.
    """

    backend: str
    accelerator: str
    threads: int
    requested: str = "cpu"
    residency: Residency = "full"
    reason: str = "as requested"


@dataclass(frozen=True, slots=True)
class Timings:
    """Wall time of each step in milliseconds; crop and infer are summed over the regions."""

    decode: float
    detect: float
    crop: float
    infer: float
    total: float


@dataclass(frozen=True, slots=True)
class ScanResult:
    """The outcome for one picture: a verdict, or a failure, never both.

    Attributes:
        source: The path as given, or `<bytes>`, `<image>`, `<array>`.
        status: "scanned" or "failed".
        image: None if the picture could not be decoded.
        failure: None if scanned.
        verdict: Pooled over the regions; None if failed.
        probability: Probability of fake in [0, 1], pooled over the regions; None if failed.
        reasons: What caps the verdict at UNSURE; empty if it is REAL or FAKE.
        rotated: Degrees clockwise by which the picture was turned before it was judged, because
            its faces were found only so; boxes are in pixels of the picture as it was given.
        regions: The whole picture, then faces, largest first; empty if failed.
        possible_faces: Boxes whose score is too low for a face, best first; they are not judged.
        faces_omitted: Number of faces beyond the contract's limit, which were not judged.
        timings_ms: None if failed.
        evidence: One float32 [h, w] map per region (positive values are
            evidence of a fake). Not in the JSON.

    Raises:
        ContractError: If the parts contradict the status.
    """

    source: str
    status: Literal["scanned", "failed"]
    image: ImageInfo | None
    failure: Failure | None
    verdict: Verdict | None
    probability: float | None
    reasons: tuple[Reason, ...]
    rotated: Turn
    regions: tuple[Region, ...]
    possible_faces: tuple[Face, ...]
    faces_omitted: int
    bundle: BundleRef
    runtime: RuntimeInfo
    timings_ms: Timings | None
    evidence: tuple[EvidenceMap, ...] = field(
        default=(), compare=False, repr=False, metadata=json_document.UNSERIALISED
    )

    def __post_init__(self) -> None:
        outcome = (self.verdict, self.probability, self.timings_ms)
        scanned = None not in (self.image, *outcome) and bool(self.regions)
        empty = outcome == (None, None, None) and not self.regions
        consistent = scanned and self.failure is None
        if self.status == "failed":
            consistent = empty and self.failure is not None
        if not consistent:
            raise ContractError("status", f"the result's other parts contradict {self.status!r}")

    def to_json(self) -> dict[str, Any]:
        """JSON value that follows `result.schema.json`."""
        return {"schema": SCHEMA, **json_document.value_of(self)}

    @staticmethod
    def from_json(data: object) -> ScanResult:
        """Read what `to_json` wrote; the evidence maps are not in it.

        Raises:
            ContractError: If the data do not follow the schema.
        """
        return strict_reader.read(ScanResult, json_document.body_of(data, SCHEMA))
