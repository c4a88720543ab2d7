"""Headers, token, and what is kept of a picture: nothing on disk, little in the log."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from edge_runtime.server.settings import Settings
from tests.support.running_server import WHITE, Running, png, serving, until
from tests.support.server_answers import PNG, check_problem, form


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


def test_every_answer_has_security_headers_and_an_id(server: Running) -> None:
    for path in ("/", "/healthz", "/no", "/v1/scan", "/openapi.json"):
        headers = server.client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "Server" not in headers
        assert "Access-Control-Allow-Origin" not in headers
        assert len(headers["X-Request-ID"]) == 32


@pytest.mark.parametrize(
    ("sent", "kept"), [("abc-1.2_X", True), ("a b", False), ("x" * 65, False), ('"', False)]
)
def test_a_harmless_request_id_is_kept(server: Running, sent: str, kept: bool) -> None:
    answer = server.client.get("/healthz", headers={"X-Request-ID": sent})
    assert (answer.headers["X-Request-ID"] == sent) == kept


def test_cross_origin_pages_are_let_in_only_by_name() -> None:
    with serving(cors_origins=("https://friend.example",)) as shared:
        ask = {"Access-Control-Request-Method": "POST"}
        friend = {"Origin": "https://friend.example", **ask}
        stranger = {"Origin": "https://stranger.example", **ask}
        answer = shared.client.options("/v1/scan", headers=friend)
        assert answer.headers["Access-Control-Allow-Origin"] == "https://friend.example"
        answer = shared.client.options("/v1/scan", headers=stranger)
        assert "Access-Control-Allow-Origin" not in answer.headers
        answer = shared.client.post("/v1/scan", content=b"?", headers={**PNG, **friend})
        assert answer.headers["Access-Control-Allow-Origin"] == "https://friend.example"


def test_with_a_token_only_its_bearer_is_served() -> None:
    with serving(token="s3cret") as locked:
        for path in ("/healthz", "/readyz", "/openapi.json", "/"):
            assert locked.client.get(path).status_code == 200
        for path in ("/v1/bundle", "/metrics"):
            check_problem(locked.client.get(path), 401, "unauthorized")
        for value in (
            "Bearer wrong",
            "Basic s3cret",
            "Bearer s3cret2",
            "Bearer",
            "Bearer s3cr\xe9t",
        ):
            headers = {**PNG, "Authorization": value.encode("latin-1")}
            answer = locked.client.post("/v1/scan", content=WHITE, headers=headers)
            check_problem(answer, 401, "unauthorized")
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        headers = {**PNG, "Authorization": "Bearer s3cret"}
        assert locked.client.post("/v1/scan", content=WHITE, headers=headers).status_code == 200
        operations = locked.client.get("/openapi.json").json()["paths"]
        assert "security" in operations["/v1/scan"]["post"]
        assert "security" not in operations["/healthz"]["get"]
    assert "s3cret" not in repr(Settings(token="s3cret"))


def test_the_log_tells_of_a_picture_its_hash_and_size_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "edge_runtime.server"), serving() as fresh:
        fresh.client.post(
            "/v1/scan", headers={"X-Request-ID": "r1"}, **form(("file", "jane-doe.png", WHITE))
        )
        fresh.client.get("/jane-doe")
        until(lambda: len([r for r in caplog.records if hasattr(r, "fields")]) == 2)
    first, second = (record.fields for record in caplog.records if hasattr(record, "fields"))
    assert first.pop("milliseconds") > 0
    assert first == {
        "request_id": "r1",
        "method": "POST",
        "route": "/v1/scan",
        "status": 200,
        "code": None,
        "pictures": [{"sha256": hashlib.sha256(WHITE).hexdigest(), "bytes": len(WHITE)}],
    }
    assert (second["route"], second["status"], second["code"]) == ("other", 404, "not_found")
    assert "jane" not in caplog.text + json.dumps([first, second])


WRITTEN: list[str] = []
WATCHING = threading.Event()


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and WATCHING.is_set() and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        WRITTEN.append(str(arguments[0]))


def test_nothing_is_written_to_disk() -> None:
    sys.addaudithook(_watch)
    large = png(255) + bytes(3_000_000)
    with serving() as fresh:
        WATCHING.set()
        try:
            answer = fresh.client.post("/v1/scan", **form(*[("files", "p", large)] * 3))
        finally:
            WATCHING.clear()
    assert len(answer.json()["results"]) == 3
    assert WRITTEN == []
