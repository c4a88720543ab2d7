"""Hostile clients: random bodies, lost and slow connections, pictures that grow when decoded.

Every answer is a described status, no resource is leaked, and the next picture is scanned.
"""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import httpx
import psutil
import pytest
from PIL import Image

from edge_runtime.server.connection import TimeLimitedConnection
from tests.support.encoded_pictures import encoded
from tests.support.requirement import missing
from tests.support.running_server import WHITE, Running, png, serving, until

PATHS = ("/v1/scan", "/v1/explain", "/predict")
CONTENT_TYPES = (
    "image/png",
    "image/jpeg",
    "application/octet-stream",
    "multipart/form-data",
    "multipart/form-data; boundary=b",
    'multipart/form-data; boundary="',
    "text/plain",
    "\x7f",
    "",
)
ANSWERS = {200, 400, 408, 413, 415, 422, 503}
FORM = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
    b"Content-Type: image/png\r\n\r\n" + WHITE + b"\r\n--b--\r\n"
)


@contextmanager
def hostile_clients(engines: int = 1, **settings: object) -> Iterator[Running]:
    """A server that must be as good as new when the block ends."""
    with serving(engines=engines, **settings) as running:
        running.client.post("/v1/scan", content=WHITE, headers={"Content-Type": "image/png"})
        threads = threading.active_count()
        yield running
        until(lambda: running.metric("held_bytes") == 0)
        until(lambda: running.metric("waiting_pictures") == 0)
        until(lambda: len(running.server.server_state.connections) <= 1)
        until(lambda: len(running.server.server_state.tasks) <= 1)
        # The thread of an engine begins when it is first needed.
        assert threading.active_count() < threads + engines
        answer = running.client.post(
            "/v1/scan", content=FORM, headers={"Content-Type": CONTENT_TYPES[4]}
        )
        assert (answer.status_code, answer.json()["verdict"]) == (200, "FAKE")


def damaged_form(chance: random.Random) -> bytes:
    """A sound form with a few bytes changed, cut out or doubled; or noise."""
    if chance.random() < 0.2:
        return chance.randbytes(chance.randrange(4000))
    body = bytearray(FORM if chance.random() < 0.7 else WHITE)
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(body))
        end = min(len(body), at + chance.randrange(1, 40))
        body[at:end] = chance.choice([chance.randbytes(end - at), b"", body[at:end] * 2])
        body = body or bytearray(b"-")
    return bytes(body)


def send_random_bodies(running: Running, requests: int, seed: int) -> Counter[int]:
    chance, answers = random.Random(seed), Counter[int]()
    with httpx.Client(base_url=running.client.base_url, timeout=30) as client:
        for _ in range(requests):
            headers = {"Content-Type": chance.choice(CONTENT_TYPES).encode("latin-1")}
            content = damaged_form(chance)
            with suppress(httpx.LocalProtocolError):
                answer = client.post(chance.choice(PATHS), content=content, headers=headers)
                answers[answer.status_code] += 1
    return answers


def check_bodies(requests: int, threads: int) -> None:
    with hostile_clients(engines=2) as running, ThreadPoolExecutor(threads) as pool:
        sent = [
            pool.submit(send_random_bodies, running, requests // threads, seed)
            for seed in range(threads)
        ]
        answers = sum((each.result() for each in sent), Counter[int]())
    assert set(answers) <= ANSWERS, answers
    assert {200, 400, 415} <= set(answers), "the bodies are not varied enough"


def test_random_bodies() -> None:
    check_bodies(400, 4)


@pytest.mark.slow
def test_ten_thousand_random_bodies_leave_memory_as_it_was() -> None:
    check_bodies(1000, 4)
    before = psutil.Process().memory_info().rss
    check_bodies(10_000, 4)
    grown = psutil.Process().memory_info().rss - before
    assert grown < 64_000_000, f"{grown / 1e6:.0f} MB more"


def hang_up(port: int, chance: random.Random) -> None:
    """Send a part of a request, or all of it, and reset the connection."""
    head = (
        f"POST {chance.choice(PATHS)} HTTP/1.1\r\nHost: x\r\n"
        f"Content-Type: {CONTENT_TYPES[4]}\r\nContent-Length: {len(FORM)}\r\n\r\n"
    )
    request = head.encode() + FORM
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(request[: chance.choice([0, 20, len(head), 400, len(request)])])
        time.sleep(chance.random() * 0.02)


def check_aborts(clients: int, at_once: int) -> None:
    with hostile_clients(engines=2, queue=8) as running, ThreadPoolExecutor(at_once) as pool:
        list(pool.map(hang_up, [running.port] * clients, map(random.Random, range(clients))))


def test_clients_that_vanish() -> None:
    check_aborts(150, 50)


@pytest.mark.slow
def test_a_thousand_clients_vanish_at_once() -> None:
    check_aborts(1000, 1000)


def test_slow_clients_in_number_do_not_keep_others_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TimeLimitedConnection, "head_seconds", 1.5)
    with hostile_clients(body_seconds=1.5) as running:
        slow = [socket.create_connection(("127.0.0.1", running.port), 20) for _ in range(60)]
        for index, client in enumerate(slow):
            body = b"Content-Type: image/png\r\nContent-Length: 900\r\n\r\n" if index % 2 else b""
            client.sendall(b"POST /v1/scan HTTP/1.1\r\nHost: x\r\n" + body)
        start = time.perf_counter()
        running.client.post("/v1/scan", content=WHITE, headers={"Content-Type": "image/png"})
        assert time.perf_counter() - start < 1.5
        answers = [_until_closed(client) for client in slow]
    assert all(b"408" in answer.split(b"\r\n")[0] for answer in answers[1::2])
    assert set(answers[0::2]) == {b""}


def _until_closed(client: socket.socket) -> bytes:
    answer = b""
    with client, suppress(ConnectionResetError):
        while piece := client.recv(4096):
            answer += piece
    return answer


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "HEIF"])
def test_much_from_few_bytes(kind: str) -> None:
    """A sound picture of one colour: large, but no reason to die."""
    options = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    side = 2000 if kind == "HEIF" else 4000
    file = encoded(Image.new("RGB", (side, side)), kind, **options)
    with hostile_clients() as running:
        answer = running.client.post("/v1/scan", content=file, headers={"Content-Type": "image/x"})
    assert answer.status_code in (200, 413)


def test_more_connections_than_allowed() -> None:
    with hostile_clients(max_connections=20) as running:
        idle = [socket.create_connection(("127.0.0.1", running.port), 10) for _ in range(40)]
        with httpx.Client(base_url=running.client.base_url) as client:
            assert client.get("/healthz").status_code == 503
        for each in idle:
            each.close()


def check_description(examples: int) -> None:
    """Every answer to what the description allows, and to what it forbids, is described."""
    try:
        import hypothesis
        import schemathesis
    except ImportError:
        missing("schemathesis", "pip install schemathesis")
    checks = schemathesis.checks.CHECKS.get_all()
    # Bytes at random are no picture, and a form field of any other name is skipped: both are
    # described as text, which the tool cannot read.
    left_out = ("positive_data_acceptance", "negative_data_rejection", "unsupported_method")
    chosen = [each for each in checks if each.__name__ not in left_out]
    with hostile_clients(engines=2) as running:
        schema = schemathesis.openapi.from_url(f"{running.client.base_url}/openapi.json")
        for operation in schema.get_all_operations():

            @hypothesis.settings(max_examples=examples, deadline=None, database=None)
            @hypothesis.given(case=operation.ok().as_strategy())
            def answers_as_described(case: schemathesis.Case) -> None:
                case.call_and_validate(checks=chosen)

            answers_as_described()


def test_the_description_holds() -> None:
    check_description(8)


@pytest.mark.slow
def test_the_description_holds_at_length() -> None:
    check_description(300)


def test_the_forms_of_these_tests_are_sound() -> None:
    """Guards the others: they rest on a form that is taken where nothing is wrong."""
    with serving() as running:
        answer = running.client.post(
            "/v1/scan", content=FORM, headers={"Content-Type": CONTENT_TYPES[4]}
        )
    assert answer.status_code == 200
    assert png(255) == WHITE
