"""What the server answers, to whom, and within which limits; over real connections."""

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
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from running_server import BLACK, GREY, WHITE, Gate, Running, open_tiny, png, serving, until
from tiny_scanner import BrightnessEngine, FixedFaces

import edge_runtime
from edge_runtime.bundle import Bundle
from edge_runtime.engine import NetworkOutput
from edge_runtime.errors import EngineError
from edge_runtime.scanner import Kit, Scanner
from edge_runtime.server.connection import GuardedConnection
from edge_runtime.server.settings import Settings
from edge_runtime.types import Box, FaceCrop

SCHEMA = json.loads((Path(edge_runtime.__file__).parent / "result.schema.json").read_text("utf-8"))
PNG = {"Content-Type": "image/png"}


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


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


# Answers


def test_a_body_that_is_a_picture(server: Running) -> None:
    answer = server.client.post("/v1/scan", content=WHITE, headers=PNG)
    result = check_result(answer.json())
    assert (answer.status_code, result["verdict"], result["source"]) == (200, "FAKE", "<bytes>")


def test_a_form_with_one_picture(server: Running) -> None:
    answer = server.client.post("/v1/scan", **form(("file", "schwarz \u263d.png", BLACK)))
    result = check_result(answer.json())
    assert (result["verdict"], result["source"]) == ("REAL", "schwarz \u263d.png")


def test_a_form_with_many_pictures_keeps_order_and_failures(server: Running) -> None:
    files = [("files", "w", WHITE), ("files", "x", b"GIF8no"), ("files", "b", BLACK)]
    results = server.client.post("/v1/scan", **form(*files)).json()["results"]
    assert [check_result(each)["source"] for each in results] == ["w", "x", "b"]
    assert [each["verdict"] for each in results] == ["FAKE", None, "REAL"]
    assert results[1]["failure"]["code"] == "undecodable"


def test_other_form_fields_are_skipped(server: Running) -> None:
    answer = server.client.post("/v1/scan", data={"note": "x"}, **form(("file", "w", WHITE)))
    assert answer.json()["verdict"] == "FAKE"


@pytest.mark.parametrize("picture", [WHITE, GREY, BLACK])
def test_predict_answers_as_the_original_did(server: Running, picture: bytes) -> None:
    answer = server.client.post("/predict", **form(("file", "p.png", picture))).json()
    result = check_result(answer["result"])
    fake = result["probability"]
    share = {"FAKE": fake, "REAL": 1 - fake, "UNSURE": max(fake, 1 - fake)}[answer["prediction"]]
    assert answer["prediction"] == result["verdict"]
    assert answer["confidence"] == pytest.approx(share * 100, abs=0.005)


def test_explain_tells_where_the_evidence_lies(server: Running) -> None:
    answer = server.client.post("/v1/explain", **form(("file", "w.png", png(255, 300)))).json()
    result = check_result(answer["result"])
    (region,), (evidence,) = result["regions"], answer["evidence"]
    assert evidence["square"] == region["box"] == {"left": 0, "top": 0, "right": 300, "bottom": 300}
    assert [len(row) for row in evidence["values"]] == [7] * 7
    body = server.client.post("/v1/explain", content=WHITE, headers=PNG)
    assert body.json()["result"]["verdict"] == "FAKE"


def test_the_square_of_a_face_reaches_beyond_its_box() -> None:
    face = Box(100, 100, 200, 200)

    def open_with_face(bundle: Bundle, _: Settings) -> Scanner:
        return Scanner(bundle, lambda: Kit(BrightnessEngine(), FixedFaces([face])))

    with serving(open_with_face) as running:
        answer = running.client.post("/v1/explain", content=png(255, 300), headers=PNG).json()
    margin = Bundle.open().contract.crop.face_margin * 100
    square = answer["evidence"][0]["square"]
    assert square["left"] == pytest.approx(100 - margin)
    assert square["bottom"] == pytest.approx(200 + margin)


def test_explain_wants_one_picture(server: Running) -> None:
    answer = server.client.post("/v1/explain", **form(("files", "p", WHITE)))
    check_problem(answer, 400, "bad_request")
    check_problem(server.client.post("/v1/explain", content=b"x", headers=PNG), 415, "unsupported")


def test_a_body_without_a_length_is_taken(server: Running) -> None:
    pieces = iter([WHITE[:10], WHITE[10:]])
    assert server.client.post("/v1/scan", content=pieces, headers=PNG).status_code == 200


# Refusals


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty"),
        (b"no picture at all", 415, "unsupported"),
        (WHITE[:40], 422, "undecodable"),
        (png(9, side=4), 422, "too_small"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/scan", "/predict"])
def test_a_picture_that_cannot_be_judged(
    server: Running, path: str, data: bytes, status: int, code: str
) -> None:
    problem = check_problem(server.client.post(path, **form(("file", "p", data))), status, code)
    assert check_result(problem["result"])["failure"]["code"] == code


def test_more_pixels_than_the_limit(server: Running) -> None:
    from damaged_pictures import png_that_claims

    bomb = png_that_claims(60_000, 60_000)
    check_problem(server.client.post("/v1/scan", content=bomb, headers=PNG), 413, "too_large")


@pytest.mark.parametrize("kind", ["text/html", "application/x-www-form-urlencoded", "", "a/b;c"])
def test_a_body_of_another_type(server: Running, kind: str) -> None:
    answer = server.client.post("/v1/scan", content=WHITE, headers={"Content-Type": kind})
    check_problem(answer, 415, "unsupported")


def test_a_file_of_another_type(server: Running) -> None:
    files = {"file": ("x.pdf", WHITE, "application/pdf")}
    check_problem(server.client.post("/v1/scan", files=files), 415, "unsupported")


def test_a_compressed_body(server: Running) -> None:
    headers = {**PNG, "Content-Encoding": "gzip"}
    check_problem(
        server.client.post("/v1/scan", content=WHITE, headers=headers), 415, "unsupported"
    )


MULTIPART = {"Content-Type": "multipart/form-data; boundary=b"}
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n'


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "multipart/form-data"}, b""),
        ({"Content-Type": f"multipart/form-data; boundary={'b' * 300}"}, b""),
        (MULTIPART, b""),
        (MULTIPART, b"nonsense"),
        (MULTIPART, b"--b--\r\n"),
        (MULTIPART, HEAD + WHITE),
        (MULTIPART, HEAD + WHITE + b"\r\n--b"),
        (MULTIPART, HEAD.replace(b"file", b"picture") + WHITE + b"\r\n--b--\r\n"),
        (MULTIPART, b"--b\r\n\r\n" + WHITE + b"\r\n--b--\r\n"),
        (MULTIPART, HEAD + b"\r\n--b\r\n\r\n" * 100 + b"\r\n--b--\r\n"),
    ],
)
def test_a_malformed_form(server: Running, headers: dict[str, str], body: bytes) -> None:
    answer = server.client.post("/v1/scan", content=body, headers=headers)
    check_problem(answer, 400, "bad_request")


@pytest.mark.parametrize("fields", [("file", "file"), ("file", "files"), ("files", "file")])
def test_fields_that_do_not_go_together(server: Running, fields: tuple[str, ...]) -> None:
    files = form(*((field, "p", WHITE) for field in fields))
    check_problem(server.client.post("/v1/scan", **files), 400, "bad_request")


def test_predict_wants_a_form_with_one_file(server: Running) -> None:
    body = server.client.post("/predict", content=WHITE, headers=PNG)
    check_problem(body, 415, "unsupported")
    check_problem(server.client.post("/predict", **form(("files", "p", WHITE))), 400, "bad_request")


def test_other_paths_and_methods(server: Running) -> None:
    check_problem(server.client.get("/v2"), 404, "not_found")
    answer = server.client.get("/v1/scan")
    check_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "POST"
    for path in ("/docs", "/redoc"):
        check_problem(server.client.get(path), 404, "not_found")


def test_limits_of_bytes_and_files() -> None:
    with serving(max_picture_bytes=5000, max_body_bytes=9000, max_files=2) as small:
        send = small.client.post
        announced = send("/v1/scan", content=bytes(5001), headers=PNG)
        check_problem(announced, 413, "too_large")
        streamed = send("/v1/scan", content=iter([bytes(3000)] * 2), headers=PNG)
        check_problem(streamed, 413, "too_large")
        check_problem(send("/v1/scan", **form(("file", "p", bytes(5001)))), 413, "too_large")
        two = [("files", "p", bytes(4900))] * 2
        check_problem(send("/v1/scan", **form(*two)), 413, "too_large")
        three = [("files", "p", WHITE)] * 3
        check_problem(send("/v1/scan", **form(*three)), 413, "too_large")
        assert small.metric("held_bytes") == 0
        assert send("/v1/scan", **form(*three[:2])).status_code == 200


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
        return Scanner(bundle, lambda: Kit(BrokenOnce(broken), FixedFaces([])))

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
        return Scanner(bundle, lambda: Kit(Faulty(), FixedFaces([])))

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


# Page, description


def test_without_a_page_the_root_points_to_the_api(server: Running) -> None:
    answer = server.client.get("/")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "/openapi.json" in answer.text


def test_a_built_page_is_served_under_a_strict_policy(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>page</title>")
    (tmp_path / "icon.svg").write_text("<svg/>")
    (tmp_path / ".hidden").write_text("secret")
    (tmp_path / "assets" / "main.js").write_text("1")
    (tmp_path / "assets" / "out.js").symlink_to("/etc/hostname")
    with serving(page=tmp_path) as site:
        for path in ("/", "/index.html", "/icon.svg", "/assets/main.js"):
            answer = site.client.get(path)
            policy = answer.headers["Content-Security-Policy"]
            assert answer.status_code == 200
            assert "script-src 'self' 'wasm-unsafe-eval'" in policy
            assert "unsafe-inline" not in policy
            assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
            assert answer.headers["Cache-Control"] == "no-cache"
        for path in ("/.hidden", "/assets/out.js", "/assets/..%2fpyproject.toml", "/assets/"):
            check_problem(site.client.get(path), 404, "not_found")
        check_problem(site.client.get("/v1/scan"), 405, "method_not_allowed")


def test_the_description_is_complete_and_its_examples_are_right(server: Running) -> None:
    document = server.client.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/v1/scan", "/v1/explain", "/predict", "/v1/bundle", "/healthz", "/readyz", "/metrics",
    }  # fmt: skip
    checked = 0
    for operations in document["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                for content in answer.get("content", {}).values():
                    checked += check_examples(content, document["components"])
    assert checked > 20


def check_examples(content: dict[str, Any], components: dict[str, Any]) -> int:
    examples = [each["value"] for each in content.get("examples", {}).values()]
    examples += [content["example"]] if "example" in content else []
    validator = Draft202012Validator({**content["schema"], "components": components})
    for example in examples:
        validator.validate(example)
    return len(examples)


def test_tiny_scanners_differ_from_the_real_one(server: Running) -> None:
    """Guards the other tests: they rest on black, grey and white having different verdicts."""
    bundle = Bundle.open()
    with open_tiny(bundle, Settings()) as scanner:
        verdicts = [str(scanner.scan(picture).verdict) for picture in (WHITE, GREY, BLACK)]
    assert verdicts == ["FAKE", "UNSURE", "REAL"]
