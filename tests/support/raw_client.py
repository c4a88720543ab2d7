"""A client of the running server that writes bytes to its socket."""

from __future__ import annotations

import socket

from tests.support.running_server import Running


def connected(running: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.port))


def read_all(raw: socket.socket) -> bytes:
    raw.settimeout(5)
    received = b""
    while piece := raw.recv(65536):
        received += piece
    return received


def request_head(length: int, more: str = "") -> bytes:
    lines = f"POST /v1/scan HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n{more}"
    return f"{lines}Content-Length: {length}\r\n\r\n".encode()
