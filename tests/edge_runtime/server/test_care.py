"""What the server does under load, to slow clients, and with what it is entrusted."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.engine import NetworkOutput
from edge_runtime.errors import EngineError
from edge_runtime.scan.scanner import EngineAndDetector, Scanner
from edge_runtime.server.connection import GuardedConnection
from edge_runtime.server.settings import Settings
from edge_runtime.types import FaceCrop
from tests.support.running_server import WHITE, Gate, Running, png, serving, until
from tests.support.server_answers import PNG, check_problem, form
from tests.support.tiny_scanner import BrightnessEngine, FixedFaces


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


# Load


def test_a_full_queue_refuses_and_the_accepted_are_answered() -> None:
    gate = Gate()
    with serving(gate, queue=2) as busy, ThreadPoolExecutor(3) as clients:
        send = lambda: busy.client.post("/v1/scan", content=WHITE, headers=PNG)  # noqa: E731
        running = [clients.submit(send)]
        until(lambda: busy.metric("wait_seconds_count") == 1)
        running += [clients.submit(send) for _ in range(2)]
        until(lambda: busy.metric("waiting_pictures") == 2)
        check_problem(send(), 503, "overloaded")
        assert busy.client.get("/readyz").status_code == 200
        gate.open.set()
        assert [each.result().status_code for each in running] == [200] * 3
        assert busy.metric("problems_total", code="overloaded") == 1


def test_a_scan_that_takes_too_long_is_given_up_and_its_engine_returns() -> None:
    gate = Gate()
    with serving(gate, request_seconds=0.2) as slow:
        answer = slow.client.post("/v1/scan", content=WHITE, headers=PNG)
        check_problem(answer, 503, "timeout")
        answer = slow.client.post("/v1/scan", content=WHITE, headers=PNG)
        check_problem(answer, 503, "timeout")
        gate.open.set()
        until(lambda: slow.client.post("/v1/scan", content=WHITE, headers=PNG).status_code == 200)
        assert slow.metric("held_bytes") == slow.metric("waiting_pictures") == 0


def test_a_client_that_hangs_up_gives_up_its_place() -> None:
    gate = Gate()
    with serving(gate, queue=1) as busy, ThreadPoolExecutor(1) as clients:
        first = clients.submit(busy.client.post, "/v1/scan", content=WHITE, headers=PNG)
        until(lambda: busy.metric("wait_seconds_count") == 1)
        for _ in range(3):
            with connected(busy) as raw:
                raw.sendall(request_head(len(WHITE)) + WHITE)
                until(lambda: busy.metric("waiting_pictures") == 1)
            until(lambda: busy.metric("waiting_pictures") == 0)
        gate.open.set()
        assert first.result().status_code == 200
        assert busy.metric("pictures_total", outcome="FAKE") == 1
        assert busy.metric("held_bytes") == 0
        hung_up = {"method": "POST", "route": "/v1/scan", "status": "499"}
        assert busy.metric("http_requests_total", **hung_up) == 3


def request_head(length: int, more: str = "") -> bytes:
    lines = f"POST /v1/scan HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n{more}"
    return f"{lines}Content-Length: {length}\r\n\r\n".encode()


def test_bytes_in_memory_are_bounded_over_all_requests() -> None:
    with serving(max_held_bytes=10_000) as small:
        with connected(small) as raw:
            raw.sendall(request_head(9_000) + bytes(8_000))
            until(lambda: small.metric("held_bytes") == 8_000)
            answer = small.client.post("/v1/scan", content=bytes(3_000), headers=PNG)
            check_problem(answer, 503, "overloaded")
        until(lambda: small.metric("held_bytes") == 0)
        assert small.client.post("/v1/scan", content=WHITE, headers=PNG).status_code == 200


def test_many_connections_are_refused_politely() -> None:
    with serving(max_connections=3) as small:
        idle = [connected(small) for _ in range(4)]
        until(lambda: len(small.server.server_state.connections) == 4)
        assert small.client.get("/healthz").status_code == 503
        for each in idle:
            each.close()
        until(lambda: small.client.get("/healthz").status_code == 200)


# Slow clients


def connected(running: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.port))


def read_all(raw: socket.socket) -> bytes:
    raw.settimeout(5)
    received = b""
    while piece := raw.recv(65536):
        received += piece
    return received


def test_a_body_that_trickles_is_ended() -> None:
    with serving(body_seconds=0.3) as strict:
        with connected(strict) as raw:
            start = time.monotonic()
            raw.sendall(request_head(1000, "Connection: close\r\n"))
            for _ in range(4):
                raw.sendall(b"x")
                time.sleep(0.05)
            answer = read_all(raw)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b'"slow_body"' in answer
        assert 0.25 < time.monotonic() - start < 3
        assert strict.metric("held_bytes") == 0


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /"],
    ids=["nothing", "half a head", "half a second head"],
)
def test_a_head_that_does_not_come_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(GuardedConnection, "head_seconds", 0.2)
    with serving() as strict, connected(strict) as raw:
        raw.sendall(sent)
        raw.settimeout(3)
        with pytest.raises(OSError):
            while True:
                raw.sendall(b"x") if sent else None
                time.sleep(0.05)
                if sent == b"" and not raw.recv(1):
                    raise ConnectionResetError
        until(lambda: not strict.server.server_state.connections)


def test_a_client_that_sends_on_after_its_answer_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(GuardedConnection, "head_seconds", 0.3)
    with serving(max_picture_bytes=10) as strict, connected(strict) as raw:
        raw.sendall(request_head(10**9))
        assert raw.recv(12) == b"HTTP/1.1 413"
        with pytest.raises(OSError, match=r"reset|Broken pipe|aborted"):
            while True:
                raw.sendall(bytes(1000))
                time.sleep(0.01)


def test_a_client_that_does_not_read_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GuardedConnection, "read_seconds", 0.2)
    monkeypatch.setattr(GuardedConnection, "head_seconds", 30)
    with serving() as strict, socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.connect(("127.0.0.1", strict.port))
        request = b"GET /v1/bundle HTTP/1.1\r\nHost: x\r\n\r\n"
        until(lambda: len(strict.server.server_state.connections) == 1)
        raw.sendall(request * 400)
        until(lambda: not strict.server.server_state.connections)


# Health, metrics, engines


def test_health_and_bundle(server: Running) -> None:
    assert server.client.get("/healthz").json() == {"status": "ok"}
    assert server.client.get("/readyz").json() == {"status": "ready"}
    shown = server.client.get("/v1/bundle").json()
    bundle = Bundle.open()
    stored = json.loads((bundle.directory / "contract.json").read_text("utf-8"))
    assert shown == {"id": bundle.contract.id, "sha256": bundle.sha256, "contract": stored}


def test_the_files_of_the_bundle_and_no_other(server: Running) -> None:
    for name, rule in Bundle.open().contract.files.items():
        answer = server.client.get(f"/v1/bundle/{name}")
        assert hashlib.sha256(answer.content).hexdigest() == rule.sha256
    for name in ("contract.json", "README.md", "..%2fDEFAULT", "%00"):
        check_problem(server.client.get(f"/v1/bundle/{name}"), 404, "not_found")


def test_metrics_count_requests_and_outcomes() -> None:
    with serving() as fresh:
        fresh.client.post("/v1/scan", content=WHITE, headers=PNG)
        fresh.client.post("/v1/scan", content=b"GIF8no", headers=PNG)
        fresh.client.get("/no/such/path")
        scanned = {"method": "POST", "route": "/v1/scan", "status": "200"}
        unknown = {"method": "GET", "route": "other", "status": "404"}
        assert fresh.metric("http_requests_total", **scanned) == 1
        assert fresh.metric("http_requests_total", **unknown) == 1
        assert fresh.metric("pictures_total", outcome="FAKE") == 1
        assert fresh.metric("pictures_total", outcome="undecodable") == 1
        assert fresh.metric("scan_seconds_count", step="infer") == 1
        assert fresh.metric("wait_seconds_count") == 2
        reference = Bundle.open()
        told = {"id": reference.contract.id, "sha256": reference.sha256}
        assert fresh.metric("bundle_info", **told) == 1
        assert "process_resident_memory_bytes" in fresh.client.get("/metrics").text


class BrokenOnce(BrightnessEngine):
    def __init__(self, broken: threading.Event) -> None:
        self._broken = broken

    def run(self, crop: FaceCrop) -> NetworkOutput:
        if self._broken.is_set():
            raise EngineError("the accelerator is gone")
        return super().run(crop)


def test_a_broken_engine_is_not_ready_until_a_scan_works_again() -> None:
    broken = threading.Event()

    def opener(bundle: Bundle, _: Settings) -> Scanner:
        return Scanner(bundle, lambda: EngineAndDetector(BrokenOnce(broken), FixedFaces([])))

    with serving(opener) as fragile:
        broken.set()
        answer = fragile.client.post("/v1/scan", content=WHITE, headers=PNG)
        check_problem(answer, 503, "engine")
        check_problem(fragile.client.get("/readyz"), 503, "engine")
        broken.clear()
        assert fragile.client.post("/v1/scan", content=WHITE, headers=PNG).status_code == 200
        assert fragile.client.get("/readyz").status_code == 200


class Faulty(BrightnessEngine):
    def run(self, crop: FaceCrop) -> NetworkOutput:
        raise ZeroDivisionError("a fault of ours")


def test_a_fault_of_ours_is_a_500_that_tells_nothing_and_stops_nothing() -> None:
    def opener(bundle: Bundle, _: Settings) -> Scanner:
        return Scanner(bundle, lambda: EngineAndDetector(Faulty(), FixedFaces([])))

    with serving(opener) as faulty:
        answer = faulty.client.post("/v1/scan", content=WHITE, headers=PNG)
        assert "fault of ours" not in check_problem(answer, 500, "internal")["detail"]
        assert "X-Content-Type-Options" in answer.headers
        assert faulty.client.get("/healthz").status_code == 200
        assert faulty.metric("held_bytes") == 0


def test_stopping_finishes_what_was_accepted() -> None:
    gate = Gate()
    with serving(gate) as busy, ThreadPoolExecutor(2) as clients:
        accepted = [
            clients.submit(busy.client.post, "/v1/scan", content=WHITE, headers=PNG)
            for _ in range(2)
        ]
        until(lambda: busy.metric("waiting_pictures") == 1)
        busy.stop()
        until(lambda: not busy.server.servers[0].is_serving())
        gate.open.set()
        assert [each.result().status_code for each in accepted] == [200, 200]


# Security, privacy


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
