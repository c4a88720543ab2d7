"""The one result: its JSON, its schema and its reader say the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from edge_runtime.errors import ContractError
from edge_runtime.result.scan_result import (
    Failure,
    ImageInfo,
    ScanResult,
)
from edge_runtime.types import Verdict
from tests.support.result_documents import FAILED, SCANNED, SCHEMA, UNDECIDED

VALIDATOR = Draft202012Validator(SCHEMA)
TOO_SMALL = replace(FAILED, image=ImageInfo(5, 5, ()), failure=Failure("too_small", "5 pixels"))
ALL = pytest.mark.parametrize(
    "result", [SCANNED, UNDECIDED, FAILED, TOO_SMALL], ids=["ok", "unsure", "bad", "small"]
)


def test_the_schema_is_valid_and_closed() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    objects = [SCHEMA, *(part for part in SCHEMA["$defs"].values() if part.get("properties"))]
    assert len(objects) == 9
    for part in objects:
        assert part["additionalProperties"] is False
        assert sorted(part["required"]) == sorted(part["properties"])


@ALL
def test_json_round_trip(result: ScanResult) -> None:
    text = json.dumps(result.to_json(), allow_nan=False)
    VALIDATOR.validate(json.loads(text))
    again = ScanResult.from_json(json.loads(text))
    assert again == result
    assert again.evidence == ()


def test_verdict_is_an_enum_again() -> None:
    again = ScanResult.from_json(SCANNED.to_json())
    assert again.verdict is Verdict.FAKE
    assert f"{again.verdict}" == "FAKE"


def test_evidence_is_neither_compared_nor_written() -> None:
    assert replace(SCANNED, evidence=()) == SCANNED
    assert "evidence" not in SCANNED.to_json()
    assert "evidence" not in repr(SCANNED)


def broken(path: str, value: object, base: ScanResult = SCANNED) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(base.to_json()))
    node: Any = data
    *parents, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in parents:
        node = node[key]
    node[last] = value
    return data


@pytest.mark.parametrize(
    "data",
    [
        broken("schema", "edge-runtime/scan-result/1"),
        broken("status", "skipped"),
        broken("surprise", 1),
        broken("image.depth", 8),
        broken("image", None),
        broken("image.width", 640.5),
        broken("verdict", "MAYBE"),
        broken("verdict", None),
        broken("probability", None),
        broken("probability", "0.8"),
        broken("reasons", ["tired"]),
        broken("reasons", None),
        broken("rotated", 45),
        broken("rotated", "90"),
        broken("rotated", None),
        broken("possible_faces.0.score", None),
        broken("possible_faces.0.keypoints", []),
        broken("faces_omitted", None),
        broken("faces_omitted", 1.5),
        broken("timings_ms", None),
        broken("timings_ms.decode", True),
        broken("regions", []),
        broken("regions.0.kind", "cat"),
        broken("regions.0.box.left", None),
        broken("regions.0.quality", ["ugly"]),
        broken("regions.0.reasons", ["faces_omitted"]),
        broken("regions.0.looks", None),
        broken("regions.0.looks.0", "1"),
        broken("regions.0.evidence", []),
        broken("possible_faces.0.kind", "face"),
        broken("bundle.id", 3),
        broken("runtime.threads", "2"),
        broken("failure", {"code": "empty", "message": ""}),
        broken("failure.code", "tired", FAILED),
        broken("failure", None, FAILED),
        broken("verdict", "REAL", FAILED),
        broken("probability", 0.5, FAILED),
        broken("regions", SCANNED.to_json()["regions"], FAILED),
        broken("status", "scanned", FAILED),
        broken("status", "failed", SCANNED),
    ],
)
def test_schema_and_reader_refuse_the_same(data: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(ContractError):
        ScanResult.from_json(data)


def test_a_result_cannot_contradict_itself() -> None:
    with pytest.raises(ContractError):
        replace(SCANNED, failure=FAILED.failure)
    with pytest.raises(ContractError):
        replace(FAILED, verdict=Verdict.REAL)
