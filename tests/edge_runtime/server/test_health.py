"""Health checks, bundle, metrics, faults and shutdown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.engine import NetworkOutput
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.server.settings import Settings
from edge_runtime.types import FaceCrop
from tests.support.running_server import WHITE, Gate, Running, serving, until
from tests.support.server_answers import PNG, check_problem
from tests.support.tiny_scanner import BrightnessEngine, FixedFaces, TinyScanner


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


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


class Faulty(BrightnessEngine):
    def run(self, crop: FaceCrop) -> NetworkOutput:
        raise ZeroDivisionError("a fault of ours")


def test_a_fault_of_ours_is_a_500_that_tells_nothing_and_stops_nothing() -> None:
    def opener(bundle: Bundle, _: Settings) -> Scanner:
        return TinyScanner(bundle, lambda: EngineAndDetector(Faulty(), FixedFaces([])))

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
