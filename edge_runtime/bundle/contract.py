"""contract.json: everything that the code must know about a set of weights.

No value in it has a default. A missing, unknown, mistyped or out-of-range key is a
`ContractError` that names the key's full path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from edge_runtime.bundle.checks import require, require_date, require_plain_name, require_sha256
from edge_runtime.bundle.network_rules import (
    FileRule,
    InputRule,
    ModelRule,
    OutputRule,
    OutputsRule,
)
from edge_runtime.bundle.scan_rules import (
    CropRule,
    DecisionRule,
    DetectorRule,
    FaceRule,
    GraphicRule,
    PoolingRule,
    QualityRule,
    ReasonsRule,
    SecondLookRule,
)
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader

__all__ = [
    "GOLDEN_FILE",
    "SCHEMA",
    "Contract",
    "CropRule",
    "DecisionRule",
    "DetectorRule",
    "FaceRule",
    "FileRule",
    "GraphicRule",
    "Headline",
    "InputRule",
    "Metrics",
    "ModelRule",
    "OutputRule",
    "OutputsRule",
    "PoolingRule",
    "Provenance",
    "QualityRule",
    "ReasonsRule",
    "SecondLookRule",
]

SCHEMA = "edge-runtime/contract/2"
OLD_SCHEMA = "edge-runtime/contract/1"
RESEAL = "re-seal the bundle: model-dev reseal BUNDLE"
GOLDEN_FILE = "golden.json"


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
        require_date(self.created, "created")
        for key in ("checkpoint_sha256", "calibration_sha256", "operating_point_sha256"):
            require_sha256(getattr(self, key), key)
        require(bool(self.training_sources), "training_sources", "must not be empty")


@dataclass(frozen=True, slots=True, eq=False)
class Headline:
    """The AUC measured on one source, with the ends of its confidence interval."""

    source: str
    split: str
    tier: Literal["clean", "web", "hard", "thumbnail"]
    auc: float
    low: float
    high: float
    pictures: int

    def __post_init__(self) -> None:
        require(0 <= self.auc <= 1, "auc", "must be in [0, 1]")
        require(0 <= self.low <= self.auc, "low", "must be in [0, auc]")
        require(self.auc <= self.high <= 1, "high", "must be in [auc, 1]")
        require(self.pictures > 0, "pictures", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class Metrics:
    """The evaluation report, by its path in the repository and sha256, and its headline."""

    report: str
    sha256: str
    headline: tuple[Headline, ...]

    def __post_init__(self) -> None:
        require_sha256(self.sha256, "sha256")


@dataclass(frozen=True, slots=True, eq=False)
class Contract:
    """A whole contract.json (schema `edge-runtime/contract/2`)."""

    id: str
    files: Mapping[str, FileRule]
    model: ModelRule
    input: InputRule
    outputs: OutputsRule
    positive_class: Literal["fake"]
    crop: CropRule
    faces: FaceRule
    decision: DecisionRule
    pooling: PoolingRule
    second_look: SecondLookRule
    reasons: ReasonsRule
    quality: QualityRule
    provenance: Provenance
    metrics: Metrics

    def __post_init__(self) -> None:
        require_plain_name(self.id, "id")
        for name in self.files:
            require_plain_name(name, f"files.{name}")
        require(GOLDEN_FILE in self.files, f"files.{GOLDEN_FILE}", "missing")
        self._require_listed(self.model.file, "model.file")
        cell = self.input.size / self.outputs.evidence.shape[1]
        whole = self.crop.mirror_side <= self.input.size and self.crop.mirror_side % cell == 0
        require(whole, "crop.mirror_side", f"must be a multiple of {cell:g} within the input")
        self._require_listed(self.faces.still.file, "faces.still.file")
        self._require_listed(self.faces.camera.file, "faces.camera.file")

    def _require_listed(self, name: str, key: str) -> None:
        require(name in self.files, key, f"{name!r} is not in files")

    @staticmethod
    def parse(data: object) -> Contract:
        """Read a contract from parsed JSON.

        Args:
            data: What `json.loads` made of contract.json.

        Raises:
            ContractError: If anything is missing, unknown, mistyped or out of range.
        """
        if isinstance(data, dict) and data.get("schema") == OLD_SCHEMA:
            problem = f"must be {SCHEMA!r}, not {OLD_SCHEMA!r}; {RESEAL}"
            raise ContractError("schema", problem)
        return strict_reader.read(Contract, json_document.body_of(data, SCHEMA))
