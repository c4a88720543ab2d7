"""What ``/openapi.json`` says: the routes' answers, and examples of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import edge_runtime
from edge_runtime.server import examples
from edge_runtime.server.problem import MEDIA_TYPE, TITLES

if TYPE_CHECKING:
    from fastapi import FastAPI

_RESULT_SCHEMA = Path(edge_runtime.__file__).parent / "result" / "result.schema.json"
_JSON = "application/json"
_REF = "#/components/schemas/"
_BINARY = {"type": "string", "format": "binary"}

ABOUT: Mapping[str, Any] = {
    "title": "edge-runtime",
    "version": "1",
    "summary": "Tells whether a picture is real, or a deepfake or otherwise AI-generated.",
    "description": "A verdict is statistical evidence, not proof. Pictures are held in memory "
    "until they are answered and stored nowhere.",
    "license_info": {"name": "MIT", "identifier": "MIT"},
}


def install(api: FastAPI) -> None:
    """Complete the description that FastAPI makes of the routes.

    Args:
        api: The application, with all its routes.
    """
    document = api.openapi()
    for (path, method), operation in _OPERATIONS.items():
        document["paths"][path][method].update(operation)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update({**_result_schemas(), **_OTHER_SCHEMAS})


def _content(schema: str, example: object, media_type: str = _JSON) -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": f"{_REF}{schema}"}, "example": example}}


def _problems(*statuses: int) -> dict[str, Any]:
    return {str(status): _problem(status) for status in statuses}


def _problem(status: int) -> dict[str, Any]:
    codes = [code for code, (of, _) in TITLES.items() if of == status]
    answer: dict[str, Any] = {
        "description": "; ".join(f"{TITLES[code][1]} (`{code}`)" for code in codes),
        "content": _content("Problem", examples.problem(codes[0]), MEDIA_TYPE),
    }
    if status == 503:
        seconds = {"description": "Seconds.", "schema": {"type": "integer"}}
        answer["headers"] = {"Retry-After": seconds}
    return answer


def _form(*required: str, **fields: object) -> dict[str, Any]:
    schema = {"type": "object", "properties": fields, "required": list(required)}
    return {"multipart/form-data": {"schema": schema}}


def _body(content: Mapping[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": dict(content)}


_ERRORS = _problems(400, 408, 413, 415, 422, 503)
_LOCKED = _problems(401)
_ONE_RESULT = {"$ref": f"{_REF}ScanResult"}
_MANY_RESULTS = {
    "type": "object",
    "required": ["results"],
    "additionalProperties": False,
    "properties": {"results": {"type": "array", "minItems": 1, "items": _ONE_RESULT}},
}
_SCANNED = {
    "schema": {"anyOf": [_ONE_RESULT, _MANY_RESULTS]},
    "examples": {
        "one": {"summary": "field `file`", "value": examples.SCANNED},
        "many": {
            "summary": "field `files`",
            "value": {"results": [examples.SCANNED, examples.FAILED]},
        },
    },
}

_OPERATIONS: Mapping[tuple[str, str], dict[str, Any]] = {
    ("/v1/scan", "post"): {
        "summary": "Judge one picture, or several",
        "description": "A form with one picture in the field `file`, or several in fields "
        "`files`; or the bytes of one picture as the body.",
        "requestBody": _body(
            {
                **_form(file=_BINARY, files={"type": "array", "minItems": 1, "items": _BINARY}),
                "image/*": {"schema": _BINARY},
                "application/octet-stream": {"schema": _BINARY},
            }
        ),
        "responses": {
            "200": {
                "description": "The result of the picture; for several, all results in their "
                "order, of which some may be failures.",
                "content": {_JSON: _SCANNED},
            },
            **_LOCKED,
            **_ERRORS,
        },
    },
    ("/v1/explain", "post"): {
        "summary": "Judge one picture, and tell where the evidence lies",
        "description": "As `/v1/scan` for one picture; the answer has the evidence maps as well.",
        "requestBody": _body(
            {
                **_form("file", file=_BINARY),
                "image/*": {"schema": _BINARY},
                "application/octet-stream": {"schema": _BINARY},
            }
        ),
        "responses": {
            "200": {
                "description": "The result, and a map for each of its regions.",
                "content": _content("Explanation", examples.EXPLAINED),
            },
            **_LOCKED,
            **_ERRORS,
        },
    },
    ("/predict", "post"): {
        "summary": "Judge one picture, for clients of the original server",
        "requestBody": _body(_form("file", file=_BINARY)),
        "responses": {
            "200": {
                "description": "The verdict, the probability in per cent of the class it names (of "
                "the likelier one for UNSURE), and the whole result.",
                "content": _content("Prediction", examples.PREDICTION),
            },
            **_LOCKED,
            **_ERRORS,
        },
    },
    ("/v1/bundle", "get"): {
        "summary": "The bundle that judges",
        "responses": {
            "200": {
                "description": "Its id, sha256 and contract.",
                "content": _content("Bundle", examples.BUNDLE),
            },
            **_LOCKED,
        },
    },
    ("/v1/bundle/{name}", "get"): {
        "summary": "A file of the bundle, for who runs it elsewhere",
        "responses": {
            "200": {
                "description": "Its bytes, checked against the contract.",
                "content": {"application/octet-stream": {"schema": _BINARY}},
            },
            **_LOCKED,
            **_problems(404),
        },
    },
    ("/metrics", "get"): {
        "summary": "Numbers for Prometheus",
        "responses": {
            "200": {
                "description": "Prometheus' text format.",
                "content": {"text/plain": {"schema": {"type": "string"}}},
            },
            **_LOCKED,
        },
    },
    ("/healthz", "get"): {
        "summary": "Whether the process answers",
        "responses": {
            "200": {"description": "It does.", "content": _content("Status", {"status": "ok"})}
        },
    },
    ("/readyz", "get"): {
        "summary": "Whether the engines have passed their check",
        "responses": {
            "200": {"description": "Yes.", "content": _content("Status", {"status": "ready"})},
            **_problems(503),
        },
    },
}


def _result_schemas() -> dict[str, Any]:
    """The JSON Schema of a result, with its definitions where OpenAPI wants them."""
    text = _RESULT_SCHEMA.read_text("utf-8").replace('"#/$defs/', f'"{_REF}ScanResult.')
    schema: dict[str, Any] = json.loads(text)
    definitions = schema.pop("$defs")
    schema.pop("$schema")
    schema.pop("$id")
    named = {f"ScanResult.{name}": definition for name, definition in definitions.items()}
    return {"ScanResult": schema, **named}


_OTHER_SCHEMAS: Mapping[str, Any] = {
    "Problem": {
        "description": "RFC 9457 problem details.",
        "type": "object",
        "additionalProperties": False,
        "required": ["type", "title", "status", "detail", "code", "request_id"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": {"enum": sorted(TITLES)},
            "request_id": {"type": "string"},
            "result": _ONE_RESULT,
        },
    },
    "Explanation": {
        "type": "object",
        "additionalProperties": False,
        "required": ["result", "evidence"],
        "properties": {
            "result": _ONE_RESULT,
            "evidence": {
                "description": "Aligned with the result's regions.",
                "type": "array",
                "minItems": 1,
                "items": {"$ref": f"{_REF}Evidence"},
            },
        },
    },
    "Evidence": {
        "type": "object",
        "additionalProperties": False,
        "required": ["square", "values"],
        "properties": {
            "square": {"$ref": f"{_REF}ScanResult.box"},
            "values": {
                "description": "Rows, spread evenly over the square; positive speaks for fake.",
                "type": "array",
                "minItems": 1,
                "items": {"type": "array", "minItems": 1, "items": {"type": "number"}},
            },
        },
    },
    "Prediction": {
        "type": "object",
        "additionalProperties": False,
        "required": ["prediction", "confidence", "result"],
        "properties": {
            "prediction": {"enum": ["REAL", "FAKE", "UNSURE"]},
            "confidence": {"type": "number", "minimum": 0, "maximum": 100},
            "result": _ONE_RESULT,
        },
    },
    "Bundle": {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "sha256", "contract"],
        "properties": {
            "id": {"type": "string"},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "contract": {"type": "object"},
        },
    },
    "Status": {
        "type": "object",
        "additionalProperties": False,
        "required": ["status"],
        "properties": {"status": {"enum": ["ok", "ready"]}},
    },
}
