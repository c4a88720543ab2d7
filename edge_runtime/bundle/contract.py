"""contract.json: everything the code must know about a set of weights.

No value in it has a default. A missing, unknown, mistyped or out-of-range key is a
`ContractError` that names the key's full path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader

SCHEMA = "edge-runtime/contract/1"
GOLDEN_FILE = "golden.json"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True, eq=False)
class FileRule:
    """What a file of the bundle must be: its sha256 and its length in bytes."""

    sha256: str
    bytes: int

    def __post_init__(self) -> None:
        _require_sha256(self.sha256, "sha256")
        _require(self.bytes > 0, "bytes", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class ModelRule:
    """The network's file, its number of parameters and its arithmetic."""

    file: str
    parameters: int
    quantization: Literal["int8"]

    def __post_init__(self) -> None:
        _require(self.parameters > 0, "parameters", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class InputRule:
    """The input tensor. Rescaling from [0, 255] is inside the graph."""

    name: str
    shape: tuple[int, int, int, int]
    dtype: Literal["uint8"]
    layout: Literal["NHWC"]
    color: Literal["RGB"]
    range: tuple[int, int]

    def __post_init__(self) -> None:
        batch, height, width, channels = self.shape
        square = batch == 1 and channels == 3 and height == width and height > 0
        _require(square, "shape", "must be [1, S, S, 3]")
        _require(self.range == (0, 255), "range", "must be [0, 255]")

    @property
    def size(self) -> int:
        """Side of a face crop in pixels."""
        return self.shape[1]


@dataclass(frozen=True, slots=True, eq=False)
class OutputRule:
    """An output tensor; its own scale and zero point turn it into real values."""

    name: str
    shape: tuple[int, ...]
    dtype: Literal["int8"]

    def __post_init__(self) -> None:
        _require(all(side > 0 for side in self.shape), "shape", "must be positive")


@dataclass(frozen=True, slots=True, eq=False)
class OutputsRule:
    """The three outputs: logit of fake, evidence of each place, gate between the streams."""

    logit: OutputRule
    evidence: OutputRule
    gate: OutputRule

    def __post_init__(self) -> None:
        _require(self.logit.shape == (1, 1), "logit.shape", "must be [1, 1]")
        _require(self.gate.shape == (1, 1), "gate.shape", "must be [1, 1]")
        shape = self.evidence.shape
        is_map = len(shape) == 4 and shape[0] == shape[3] == 1
        _require(is_map, "evidence.shape", "must be [1, h, w, 1]")


@dataclass(frozen=True, slots=True, eq=False)
class CropRule:
    """How a region becomes a face crop.

    Attributes:
        face_margin: Share of the face box' longer side added on each side.
        min_picture_side: Shorter side in pixels below which a picture is too small.
        min_face_side: Longer side in pixels below which a found face is passed over.
        mirror_below: Side in pixels of a whole picture's square below which it is not enlarged to
            the input's size: mirrored copies fill the input instead. 0 for never.
        mirror_side: Side in pixels of each copy.
    """

    face_margin: float
    resample: Literal["pillow-bilinear"]
    outside: Literal["edge"]
    whole_picture: Literal["centre_square"]
    min_picture_side: int
    min_face_side: int
    mirror_below: int
    mirror_side: int

    def __post_init__(self) -> None:
        _require(self.face_margin >= 0, "face_margin", "must be >= 0")
        _require(self.min_picture_side > 0, "min_picture_side", "must be > 0")
        _require(self.min_face_side > 0, "min_face_side", "must be > 0")
        _require(self.mirror_below >= 0, "mirror_below", "must be >= 0")
        _require(self.mirror_side > 0, "mirror_side", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class DetectorRule:
    """One face detector (BlazeFace) and what it looks at.

    Attributes:
        range: Values of black and white at its input.
        score_clip: Bound of the raw score before the sigmoid.
        min_score: Score in [0, 1] from which a box counts.
        views: The whole picture, or overlapping tiles of it.
    """

    file: str
    input_size: int
    strides: tuple[int, ...]
    anchors_per_stride: tuple[int, ...]
    range: tuple[float, float]
    score_clip: float
    min_score: float
    views: Literal["whole", "tiles"]

    def __post_init__(self) -> None:
        _require(self.input_size > 0, "input_size", "must be > 0")
        _require(bool(self.strides), "strides", "must not be empty")
        _require(all(stride > 0 for stride in self.strides), "strides", "must be > 0")
        counts = self.anchors_per_stride
        _require(len(counts) == len(self.strides), "anchors_per_stride", "must pair with strides")
        _require(all(count > 0 for count in counts), "anchors_per_stride", "must be > 0")
        _require(self.range[0] < self.range[1], "range", "must ascend")
        _require(self.score_clip > 0, "score_clip", "must be > 0")
        _require(0 < self.min_score < 1, "min_score", "must be in (0, 1)")


@dataclass(frozen=True, slots=True, eq=False)
class FaceRule:
    """The face detectors and how their boxes are joined (weighted non-maximum suppression).

    Attributes:
        min_picture_side: shorter side in pixels below which no face is looked for.
        merge_iou: intersection over union above which two boxes are one face.
        nested_above: share of the smaller box inside a stronger one above which it is dropped.
        tiles_below: share of the picture's shorter side: where the whole picture shows a face of at
            least this size, tiles are not looked at.
        max_faces: faces judged in one picture.
        detectors: what looks, and at what.
    """

    min_picture_side: int
    merge_iou: float
    nested_above: float
    tiles_below: float
    max_faces: int
    detectors: tuple[DetectorRule, ...]

    def __post_init__(self) -> None:
        _require(self.min_picture_side >= 0, "min_picture_side", "must be >= 0")
        _require(0 < self.merge_iou < 1, "merge_iou", "must be in (0, 1)")
        _require(0 < self.nested_above <= 1, "nested_above", "must be in (0, 1]")
        _require(self.tiles_below > 0, "tiles_below", "must be > 0")
        _require(self.max_faces > 0, "max_faces", "must be > 0")
        _require(bool(self.detectors), "detectors", "must not be empty")


@dataclass(frozen=True, slots=True, eq=False)
class DecisionRule:
    """From logit to verdict: p = sigmoid((logit + bias) / temperature), then two thresholds."""

    temperature: float
    bias: float
    fake_at: float
    real_at: float
    pooling: Literal["any_fake"]

    def __post_init__(self) -> None:
        _require(self.temperature > 0, "temperature", "must be > 0")
        _require(0 < self.fake_at <= 1, "fake_at", "must be in (0, 1]")
        _require(0 <= self.real_at < self.fake_at, "real_at", "must be in [0, fake_at)")


@dataclass(frozen=True, slots=True, eq=False)
class QualityRule:
    """Bounds outside which a region is flagged.

    Attributes:
        small_below_px: Side of the crop's square in pixels of the picture.
        blurred_below: Variance of the Laplacian of the crop's luma.
        dark_below: Mean luma of the crop, in [0, 255].
        bright_above: Mean luma of the crop, in [0, 255].
    """

    small_below_px: float
    blurred_below: float
    dark_below: float
    bright_above: float

    def __post_init__(self) -> None:
        _require(self.small_below_px >= 0, "small_below_px", "must be >= 0")
        _require(self.blurred_below >= 0, "blurred_below", "must be >= 0")
        _require(0 <= self.dark_below <= 255, "dark_below", "must be in [0, 255]")
        above = self.dark_below < self.bright_above <= 255
        _require(above, "bright_above", "must be in (dark_below, 255]")


@dataclass(frozen=True, slots=True, eq=False)
class Provenance:
    """Where the weights and the thresholds come from."""

    created: str
    checkpoint_sha256: str
    calibration_sha256: str
    operating_point_sha256: str
    training_sources: tuple[str, ...]
    tool_versions: Mapping[str, str]

    def __post_init__(self) -> None:
        _require(_is_date(self.created), "created", "must be a date, YYYY-MM-DD")
        for key in ("checkpoint_sha256", "calibration_sha256", "operating_point_sha256"):
            _require_sha256(getattr(self, key), key)
        _require(bool(self.training_sources), "training_sources", "must not be empty")


@dataclass(frozen=True, slots=True, eq=False)
class Headline:
    """One measured number: the AUC on a source, with the ends of its confidence interval."""

    source: str
    split: str
    tier: Literal["clean", "web", "hard", "thumbnail"]
    auc: float
    low: float
    high: float
    pictures: int

    def __post_init__(self) -> None:
        _require(0 <= self.auc <= 1, "auc", "must be in [0, 1]")
        _require(0 <= self.low <= self.auc, "low", "must be in [0, auc]")
        _require(self.auc <= self.high <= 1, "high", "must be in [auc, 1]")
        _require(self.pictures > 0, "pictures", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class Metrics:
    """The evaluation report, by its path in the repository and sha256, and its headline."""

    report: str
    sha256: str
    headline: tuple[Headline, ...]

    def __post_init__(self) -> None:
        _require_sha256(self.sha256, "sha256")


@dataclass(frozen=True, slots=True, eq=False)
class Contract:
    """A whole contract.json (schema `edge-runtime/contract/1`)."""

    id: str
    files: Mapping[str, FileRule]
    model: ModelRule
    input: InputRule
    outputs: OutputsRule
    positive_class: Literal["fake"]
    crop: CropRule
    faces: FaceRule
    decision: DecisionRule
    quality: QualityRule
    provenance: Provenance
    metrics: Metrics

    def __post_init__(self) -> None:
        _require_plain(self.id, "id")
        for name in self.files:
            _require_plain(name, f"files.{name}")
        _require(GOLDEN_FILE in self.files, f"files.{GOLDEN_FILE}", "missing")
        self._require_listed(self.model.file, "model.file")
        cell = self.input.size / self.outputs.evidence.shape[1]
        whole = self.crop.mirror_side <= self.input.size and self.crop.mirror_side % cell == 0
        _require(whole, "crop.mirror_side", f"must be a multiple of {cell:g} within the input")
        for i, detector in enumerate(self.faces.detectors):
            self._require_listed(detector.file, f"faces.detectors[{i}].file")

    def _require_listed(self, name: str, key: str) -> None:
        _require(name in self.files, key, f"{name!r} is not in files")

    @staticmethod
    def parse(data: object) -> Contract:
        """Read a contract from parsed JSON.

        Args:
            data: What `json.loads` made of contract.json.

        Raises:
            ContractError: If anything is missing, unknown, mistyped or out of range.
        """
        return strict_reader.read(Contract, json_document.body_of(data, SCHEMA))


def _require(holds: bool, key: str, problem: str) -> None:
    if not holds:
        raise ContractError(key, problem)


def _require_plain(name: str, key: str) -> None:
    _require(_NAME.fullmatch(name) is not None, key, "must be a plain name, without a folder")


def _require_sha256(value: str, key: str) -> None:
    _require(_SHA256.fullmatch(value) is not None, key, "must be 64 lower-case hex digits")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
