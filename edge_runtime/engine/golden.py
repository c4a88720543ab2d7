"""Golden vectors: whether this device computes what was computed when the bundle was sealed."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import GOLDEN_FILE
from edge_runtime.errors import ContractError, EngineError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.types import FaceCrop

if TYPE_CHECKING:
    from edge_runtime.engine.engine import Engine

SCHEMA = "edge-runtime/golden/1"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Largest absolute error that still counts as equal, for each output."""

    logit: float
    gate: float
    evidence: float

    def __post_init__(self) -> None:
        for key in ("logit", "gate", "evidence"):
            if getattr(self, key) < 0:
                raise ContractError(key, "must be >= 0")


@dataclass(frozen=True, slots=True)
class GoldenVector:
    """A face crop (base64 of an RGB PNG) and what the network must answer to it."""

    id: str
    crop_png: str
    logit: float
    gate: float
    evidence: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class GoldenFile:
    """A whole golden.json (schema `edge-runtime/golden/1`)."""

    tolerance: Tolerance
    vectors: tuple[GoldenVector, ...]

    def __post_init__(self) -> None:
        if not self.vectors:
            raise ContractError("vectors", "must not be empty")


@dataclass(frozen=True, slots=True)
class GoldenCheck:
    """Outcome of one vector: the largest absolute error of each output."""

    id: str
    ok: bool
    logit_error: float
    gate_error: float
    evidence_error: float

    @property
    def errors(self) -> str:
        """The error of each output, for people."""
        return (
            f"logit {self.logit_error:.2g}, gate {self.gate_error:.2g},"
            f" evidence {self.evidence_error:.2g}"
        )


def replay(bundle: Bundle, engine: Engine) -> list[GoldenCheck]:
    """Run every golden vector of a bundle.

    Args:
        bundle: The bundle the engine was opened with.
        engine: The engine to check.

    Returns:
        One check per vector, in the file's order; at least one.

    Raises:
        BundleError: If golden.json is missing or altered.
        ContractError: If golden.json breaks its schema.
        EngineError: If the network fails.
    """
    return list(_checks(bundle, engine))


def require_golden(bundle: Bundle, engine: Engine) -> None:
    """Run every golden vector of a bundle; return only if the engine answers all of them rightly.

    Args:
        bundle: The bundle the engine was opened with.
        engine: The engine to check.

    Raises:
        BundleError: If golden.json is missing or altered.
        ContractError: If golden.json breaks its schema.
        EngineError: If the network fails, or an answer is outside the bundle's tolerance.
    """
    wrong = [check for check in replay(bundle, engine) if not check.ok]
    if wrong:
        raise EngineError(_describe(wrong))


def golden_crops(bundle: Bundle) -> list[FaceCrop]:
    """The crop of every golden vector, in the file's order; at least one.

    Raises:
        BundleError: If golden.json is missing or altered.
        ContractError: If golden.json breaks its schema.
    """
    size = bundle.contract.input.size
    vectors = enumerate(_golden_of(bundle).vectors)
    return [_crop_of(vector, size, f"vectors[{i}].crop_png") for i, vector in vectors]


def _golden_of(bundle: Bundle) -> GoldenFile:
    document = json_document.load(bundle.read(GOLDEN_FILE), GOLDEN_FILE)
    return strict_reader.read(GoldenFile, json_document.body_of(document, SCHEMA))


def _checks(bundle: Bundle, engine: Engine) -> Iterator[GoldenCheck]:
    golden = _golden_of(bundle)
    shape = bundle.contract.outputs.evidence.shape[1:3]
    pairs = zip(golden.vectors, golden_crops(bundle), strict=True)
    for i, (vector, crop) in enumerate(pairs):
        evidence = _evidence_of(vector, shape, f"vectors[{i}].evidence")
        yield _check(vector, evidence, crop, engine, golden.tolerance)


def _check(
    vector: GoldenVector,
    evidence: NDArray[np.float64],
    crop: FaceCrop,
    engine: Engine,
    tolerance: Tolerance,
) -> GoldenCheck:
    output = engine.run(crop)
    logit = abs(output.logit - vector.logit)
    gate = abs(output.gate - vector.gate)
    spread = float(np.abs(output.evidence - evidence).max())
    ok = logit <= tolerance.logit and gate <= tolerance.gate and spread <= tolerance.evidence
    return GoldenCheck(vector.id, ok, logit, gate, spread)


def _crop_of(vector: GoldenVector, size: int, key: str) -> FaceCrop:
    try:
        png = base64.b64decode(vector.crop_png, validate=True)
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            crop = np.asarray(image)
    except (binascii.Error, OSError, ValueError, SyntaxError) as error:
        raise ContractError(key, f"not a base64 PNG: {error}") from error
    if crop.shape != (size, size, 3):
        raise ContractError(key, f"must be an RGB picture of {size} x {size} pixels")
    return crop


def _evidence_of(vector: GoldenVector, shape: tuple[int, ...], key: str) -> NDArray[np.float64]:
    rows, columns = shape
    if len(vector.evidence) != rows or any(len(row) != columns for row in vector.evidence):
        raise ContractError(key, f"must be {rows} x {columns}")
    return np.array(vector.evidence, np.float64)


def _describe(wrong: Sequence[GoldenCheck]) -> str:
    count = "a golden vector differs" if len(wrong) == 1 else f"{len(wrong)} golden vectors differ"
    return f"{count} by more than the bundle allows: {wrong[0].id} by {wrong[0].errors}"
