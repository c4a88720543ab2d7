"""What FastAPI cannot derive from the routes: their bodies and problems, and the result's schema.

The routes pass `problems` and `upload_body` to FastAPI. `complete` adds the rest.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

import edge_runtime
from edge_runtime.server.api_examples import EXAMPLES, problem_example
from edge_runtime.server.multipart import MULTIPART
from edge_runtime.server.problem import MEDIA_TYPE, PROBLEMS, Problem
from edge_runtime.server.upload_reader import BINARY, MANY_FIELD, ONE_FIELD

if TYPE_CHECKING:
    from fastapi import FastAPI

Responses = dict[int | str, dict[str, Any]]

_RESULT_SCHEMA = Path(edge_runtime.__file__).parent / "result" / "result.schema.json"
_REF = "#/components/schemas/"
FILE_SCHEMA = {"type": "string", "format": "binary"}

TITLE: dict[str, Any] = {
    "title": "edge-runtime",
    "version": "1",
    "summary": "Tells whether a picture is real, or a deepfake or otherwise AI-generated.",
    "description": "A verdict is statistical evidence, not proof. Pictures are kept in memory "
    "until they are answered, and are never stored.",
    "license_info": {"name": "MIT", "identifier": "MIT"},
}
"""Arguments of `fastapi.FastAPI`."""


def problems(*statuses: int) -> Responses:
    """The problem responses of a route, for its argument ``responses``."""
    return {status: _problem_response(status) for status in statuses}


def upload_body(*, raw: bool, many: bool) -> dict[str, Any]:
    """The body of a route that takes pictures, for its argument ``openapi_extra``.

    Args:
        raw: Whether the body may be a picture itself.
        many: Whether the form may have several pictures.
    """
    fields: dict[str, Any] = {ONE_FIELD: FILE_SCHEMA}
    if many:
        fields[MANY_FIELD] = {"type": "array", "minItems": 1, "items": FILE_SCHEMA}
    form = {"type": "object", "properties": fields, "required": [] if many else [ONE_FIELD]}
    raw_types = ("image/*", BINARY) if raw else ()
    pictures = {media_type: {"schema": FILE_SCHEMA} for media_type in raw_types}
    return {"requestBody": {"required": True, "content": {MULTIPART: {"schema": form}, **pictures}}}


def complete(api: FastAPI) -> None:
    """Add schemas and examples to the description.

    Examples are added here because FastAPI would drop their nulls.

    Args:
        api: The application, with all its routes.
    """
    document = api.openapi()
    for (path, method), example in EXAMPLES.items():
        answer = document["paths"][path][method]["responses"]["200"]
        answer["content"]["application/json"].update(example)
    schemas = document["components"]["schemas"]
    schemas["Problem"] = TypeAdapter(Problem).json_schema(ref_template=_REF + "{model}")
    del schemas["Problem"]["$defs"]
    schemas.update(_result_schemas("ScanResult"))


def _problem_response(status: int) -> dict[str, Any]:
    codes = [code for code, (of, _) in PROBLEMS.items() if of == status]
    response: dict[str, Any] = {
        "description": "; ".join(f"{PROBLEMS[code][1]} (`{code}`)" for code in codes),
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": f"{_REF}Problem"},
                "example": problem_example(codes[0]),
            }
        },
    }
    if status == 503:
        seconds = {"description": "Seconds.", "schema": {"type": "integer"}}
        response["headers"] = {"Retry-After": seconds}
    return response


def _result_schemas(name: str) -> dict[str, Any]:
    """The JSON Schema of a result; its definitions become components named ``name.definition``."""
    text = _RESULT_SCHEMA.read_text("utf-8").replace('"#/$defs/', f'"{_REF}{name}.')
    schema: dict[str, Any] = json.loads(text)
    definitions = schema.pop("$defs")
    del schema["$schema"], schema["$id"]
    return {name: schema, **{f"{name}.{key}": value for key, value in definitions.items()}}
