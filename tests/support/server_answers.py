"""What every answer of the server must be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

import edge_runtime

SCHEMA = json.loads(
    (Path(edge_runtime.__file__).parent / "result" / "result.schema.json").read_text("utf-8")
)
PNG = {"Content-Type": "image/png"}


def form(*files: tuple[str, str, bytes]) -> dict[str, Any]:
    return {"files": [(field, (name, data, "image/png")) for field, name, data in files]}


def check_result(document: dict[str, Any]) -> dict[str, Any]:
    Draft202012Validator(SCHEMA).validate(document)
    return document


def check_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert ("Retry-After" in answer.headers) == (status == 503)
    return problem
