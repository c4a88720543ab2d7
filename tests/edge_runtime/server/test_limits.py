"""Limits of queue, time, memory and connections, over all clients together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.support.raw_client import connected, request_head
from tests.support.running_server import WHITE, Gate, serving, until
from tests.support.server_answers import PNG, check_problem


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


def test_bytes_in_memory_are_bounded_over_all_requests() -> None:
    with serving(upload_budget=10_000) as small:
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
