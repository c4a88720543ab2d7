"""What /openapi.json says of the routes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.running_server import Running, serving
from tests.support.server_answers import SCHEMA


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


def test_the_description_is_complete_and_its_examples_are_right(server: Running) -> None:
    document = server.client.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/v1/scan", "/v1/explain", "/predict", "/v1/bundle", "/v1/bundle/{name}", "/healthz",
        "/readyz", "/metrics",
    }  # fmt: skip
    checked = 0
    for operations in document["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                for content in answer.get("content", {}).values():
                    checked += check_examples(content, document["components"])
    assert checked > 20


UPLOAD_STATUSES = {200, 400, 401, 408, 413, 415, 422, 503}


@pytest.mark.parametrize(
    ("path", "method", "statuses"),
    [
        ("/v1/scan", "post", UPLOAD_STATUSES),
        ("/v1/explain", "post", UPLOAD_STATUSES),
        ("/predict", "post", UPLOAD_STATUSES),
        ("/v1/bundle", "get", {200, 401}),
        ("/v1/bundle/{name}", "get", {200, 401, 404}),
        ("/metrics", "get", {200, 401}),
        ("/healthz", "get", {200}),
        ("/readyz", "get", {200, 503}),
    ],
)
def test_the_description_names_every_status_and_the_schema_of_every_problem(
    server: Running, path: str, method: str, statuses: set[int]
) -> None:
    operation = server.client.get("/openapi.json").json()["paths"][path][method]
    assert operation["summary"]
    assert {int(status) for status in operation["responses"]} == statuses
    problem = {"$ref": "#/components/schemas/Problem"}
    for status, response in operation["responses"].items():
        assert response["description"]
        if int(status) >= 400:
            assert response["content"]["application/problem+json"]["schema"] == problem


def test_the_description_has_the_result_schema_unchanged(server: Running) -> None:
    schemas = server.client.get("/openapi.json").json()["components"]["schemas"]
    described = json.loads(json.dumps(schemas).replace('"#/components/schemas/', '"'))
    stored = json.loads(json.dumps(SCHEMA).replace('"#/$defs/', '"ScanResult.'))
    definitions = stored.pop("$defs")
    assert described["ScanResult"] == {
        key: value for key, value in stored.items() if key not in ("$schema", "$id")
    }
    for name, definition in definitions.items():
        assert described[f"ScanResult.{name}"] == definition


def check_examples(content: dict[str, Any], components: dict[str, Any]) -> int:
    examples = [each["value"] for each in content.get("examples", {}).values()]
    examples += [content["example"]] if "example" in content else []
    validator = Draft202012Validator({**content["schema"], "components": components})
    for example in examples:
        validator.validate(example)
    return len(examples)
