"""Clients that send or read slowly on purpose."""

from __future__ import annotations

import socket
import time

import pytest

from edge_runtime.server.connection import TimeLimitedConnection
from tests.support.raw_client import connected, read_all, request_head
from tests.support.running_server import serving, until


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
    monkeypatch.setattr(TimeLimitedConnection, "head_seconds", 0.2)
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
    monkeypatch.setattr(TimeLimitedConnection, "head_seconds", 0.3)
    with serving(max_picture_bytes=10) as strict, connected(strict) as raw:
        raw.sendall(request_head(10**9))
        assert raw.recv(12) == b"HTTP/1.1 413"
        with pytest.raises(OSError, match=r"reset|Broken pipe|aborted"):
            while True:
                raw.sendall(bytes(1000))
                time.sleep(0.01)


def test_a_client_that_does_not_read_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TimeLimitedConnection, "read_seconds", 0.2)
    monkeypatch.setattr(TimeLimitedConnection, "head_seconds", 30)
    with serving() as strict, socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.connect(("127.0.0.1", strict.port))
        request = b"GET /v1/bundle HTTP/1.1\r\nHost: x\r\n\r\n"
        until(lambda: len(strict.server.server_state.connections) == 1)
        raw.sendall(request * 400)
        until(lambda: not strict.server.server_state.connections)
