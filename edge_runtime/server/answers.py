"""The JSON documents that the server answers with.

They are plain dictionaries, checked by the type checker. FastAPI describes them in /openapi.json
with the help of pydantic; no answer is validated or copied when it is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypeAliasType, TypedDict

from edge_runtime.bundle.contract import SCHEMA
from edge_runtime.files import json_document
from edge_runtime.picture.region_crop import region_square
from edge_runtime.types import Turn, Verdict

if TYPE_CHECKING:
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.bundle.contract import CropRule
    from edge_runtime.result import scan_result

ScanResult = TypeAliasType("ScanResult", dict[str, Any])
"""What `scan_result.ScanResult.to_json` gives; result.schema.json describes it."""

no_other_keys = with_config(ConfigDict(extra="forbid"))
"""Decorates a document that has no keys but those it names."""


@no_other_keys
class ScanResults(TypedDict):
    """The results of several pictures, in their order."""

    results: Annotated[list[ScanResult], Field(min_length=1)]


@no_other_keys
class Square(TypedDict):
    """In pixels of the upright picture; it may reach outside of it."""

    left: float
    top: float
    right: float
    bottom: float


@no_other_keys
class Evidence(TypedDict):
    """The evidence map of one region."""

    square: Square
    values: Annotated[
        list[Annotated[list[float], Field(min_length=1)]],
        Field(
            min_length=1,
            description="Rows of a grid over the square. Positive values speak for fake.",
        ),
    ]


@no_other_keys
class Explanation(TypedDict):
    """A result and its evidence maps."""

    result: ScanResult
    evidence: Annotated[
        list[Evidence], Field(min_length=1, description="In the order of the result's regions.")
    ]


@no_other_keys
class Prediction(TypedDict):
    """The answer of the original server, and the whole result."""

    prediction: Literal["REAL", "FAKE", "UNSURE"]
    confidence: Annotated[float, Field(ge=0, le=100, description="Per cent.")]
    result: ScanResult


@no_other_keys
class BundleDescription(TypedDict):
    """The bundle that the server scans with."""

    id: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    contract: dict[str, Any]


@no_other_keys
class Status(TypedDict):
    """Health of the server."""

    status: Literal["ok", "ready"]


def description_of(bundle: Bundle) -> BundleDescription:
    """What the server says of its bundle."""
    contract = {"schema": SCHEMA, **json_document.value_of(bundle.contract)}
    return {"id": bundle.contract.id, "sha256": bundle.sha256, "contract": contract}


def explanation_of(result: scan_result.ScanResult, crop: CropRule) -> Explanation:
    """The result and the evidence map of each of its regions.

    Args:
        result: A result that has its evidence maps.
        crop: The contract's crop rule.
    """
    pairs = zip(result.regions, result.evidence, strict=True)
    evidence: list[Evidence] = [
        {"square": _square_of(region, crop, result.rotated), "values": values.tolist()}
        for region, values in pairs
    ]
    return {"result": result.to_json(), "evidence": evidence}


def _square_of(region: scan_result.Region, crop: CropRule, turn: Turn) -> Square:
    box = region_square(region.kind, region.box, crop, turn)
    return {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom}


def prediction_of(result: scan_result.ScanResult) -> Prediction:
    """The verdict of a scanned picture, and the probability of the class that it names.

    For UNSURE it is the probability of the more probable class.
    """
    fake = result.probability or 0.0
    verdict = result.verdict or Verdict.UNSURE
    share = {Verdict.FAKE: fake, Verdict.REAL: 1 - fake}.get(verdict, max(fake, 1 - fake))
    return {
        "prediction": verdict.value,
        "confidence": round(share * 100, 2),
        "result": result.to_json(),
    }
