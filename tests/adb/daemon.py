"""The device's end of adb over TCP, as much of it as the real adb client needs here.

See Android's packages/modules/adb: protocol.txt (transport), SERVICES.TXT (``shell,v2:``) and
SYNC.TXT (``sync:``).
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

Greeting: TypeAlias = Literal["welcome", "silent", "unknown"]
"""Answers; never answers ("offline"); asks for a key and accepts none ("unauthorized")."""

VERSION = 0x01000001
LARGEST = 256 * 1024
TOKEN = 1
KEY = 3


def command(name: str) -> int:
    return int.from_bytes(name.encode(), "little")


CNXN, AUTH, OPEN, OKAY, CLSE, WRTE = map(command, ("CNXN", "AUTH", "OPEN", "OKAY", "CLSE", "WRTE"))
STDOUT, STDERR, EXIT = 1, 2, 3


class GoneError(Exception):
    """The other side closed the stream or the connection."""


@dataclass(frozen=True)
class Answer:
    """What a command on the device says."""

    out: bytes = b""
    code: int = 0
    err: bytes = b""


class Device(Protocol):
    """What lies behind the daemon."""

    def shell(self, line: str) -> Answer: ...

    def locate(self, path: str) -> Path: ...

    def receive(self, path: str, data: bytes) -> str | None:
        """Keep a pushed file; the reason if there is none."""


class Stream:
    """One opened service."""

    def __init__(self, send: Callable[[int, int, int, bytes], None], own: int, other: int) -> None:
        self._send = send
        self.own, self.other = own, other
        self._inbox = bytearray()
        self._may_write = True
        self._open = True
        self._changed = threading.Condition()

    def take(self, data: bytes) -> None:
        with self._changed:
            self._inbox += data
            self._changed.notify_all()

    def acknowledged(self) -> None:
        with self._changed:
            self._may_write = True
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._open = False
            self._changed.notify_all()

    def read(self, count: int) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: len(self._inbox) >= count or not self._open)
            if len(self._inbox) < count:
                raise GoneError
            data = bytes(self._inbox[:count])
            del self._inbox[:count]
            return data

    def write(self, data: bytes) -> None:
        for start in range(0, len(data), LARGEST // 2):
            with self._changed:
                self._changed.wait_for(lambda: self._may_write or not self._open)
                if not self._open:
                    raise GoneError
                self._may_write = False
            self._send(WRTE, self.own, self.other, data[start : start + LARGEST // 2])


class Connection:
    """One adb server that is connected."""

    def __init__(self, peer: socket.socket, device: Device, greeting: Greeting) -> None:
        self._peer = peer
        self._device = device
        self._greeting = greeting
        self._writing = threading.Lock()
        self._streams: dict[int, Stream] = {}

    def serve(self) -> None:
        try:
            while True:
                kind, first, second, length = struct.unpack("<4I", self._exactly(24)[:16])
                self._handle(kind, first, second, self._exactly(length))
        except (GoneError, OSError):
            pass
        for stream in list(self._streams.values()):
            stream.close()

    def _handle(self, kind: int, first: int, second: int, data: bytes) -> None:
        if kind == CNXN or (kind == AUTH and self._greeting == "unknown"):
            self._greet(kind, first)
        elif kind == OPEN:
            stream = Stream(self._send, len(self._streams) + 1, first)
            self._streams[stream.own] = stream
            service = data.rstrip(b"\0").decode()
            threading.Thread(target=self._run, args=(stream, service), daemon=True).start()
        elif second in self._streams:
            self._to_stream(self._streams[second], kind, data)

    def _greet(self, kind: int, step: int) -> None:
        if self._greeting == "unknown":
            if kind == CNXN or step != KEY:
                self._send(AUTH, TOKEN, 0, bytes(20))
        elif self._greeting == "welcome":
            self._send(
                CNXN, VERSION, LARGEST, b"device::ro.product.model=Stand_In;features=shell_v2"
            )

    def _to_stream(self, stream: Stream, kind: int, data: bytes) -> None:
        if kind == WRTE:
            stream.take(data)
            self._send(OKAY, stream.own, stream.other, b"")
        elif kind == OKAY:
            stream.acknowledged()
        elif kind == CLSE:
            stream.close()

    def _run(self, stream: Stream, service: str) -> None:
        name, _, argument = service.partition(":")
        kind, *options = name.split(",")
        if kind not in ("shell", "sync") or (kind == "shell" and "v2" not in options):
            self._send(CLSE, 0, stream.other, b"")
            return
        try:
            self._send(OKAY, stream.own, stream.other, b"")
            (self._shell if kind == "shell" else self._sync)(stream, argument)
            self._send(CLSE, stream.own, stream.other, b"")
        except (GoneError, OSError):
            pass

    def _shell(self, stream: Stream, line: str) -> None:
        try:
            answer = self._device.shell(line)
        except AssertionError as error:  # what the stand-in expects of edge-bench
            answer = Answer(code=70, err=f"{line}: {error}".encode())
        for ident, data in ((STDOUT, answer.out), (STDERR, answer.err)):
            if data:
                stream.write(struct.pack("<BI", ident, len(data)) + data)
        stream.write(struct.pack("<BIB", EXIT, 1, answer.code))

    def _sync(self, stream: Stream, _: str) -> None:
        while True:
            ident, length = struct.unpack("<4sI", stream.read(8))
            if ident == b"QUIT":
                return
            path = stream.read(length).decode()
            _REQUESTS[ident](stream, self._device, path)

    def _send(self, kind: int, first: int, second: int, data: bytes) -> None:
        check, magic = sum(data) & 0xFFFFFFFF, kind ^ 0xFFFFFFFF
        header = struct.pack("<6I", kind, first, second, len(data), check, magic)
        with self._writing:
            self._peer.sendall(header + data)

    def _exactly(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            piece = self._peer.recv(count - len(data))
            if not piece:
                raise GoneError
            data += piece
        return bytes(data)


def _stat(stream: Stream, device: Device, path: str) -> None:
    try:
        found = device.locate(path).stat()
        facts = (found.st_mode, found.st_size, int(found.st_mtime))
    except OSError:
        facts = (0, 0, 0)
    stream.write(b"STAT" + struct.pack("<3I", *facts))


def _pushed(stream: Stream, device: Device, path: str) -> None:
    data = bytearray()
    while True:
        ident, number = struct.unpack("<4sI", stream.read(8))
        if ident == b"DONE":
            break
        data += stream.read(number)
    problem = device.receive(path.rpartition(",")[0], bytes(data))
    words = (problem or "").encode()
    stream.write((b"FAIL" if problem else b"OKAY") + struct.pack("<I", len(words)) + words)


def _pulled(stream: Stream, device: Device, path: str) -> None:
    try:
        data = device.locate(path).read_bytes()
    except OSError as error:
        words = str(error).encode()
        stream.write(b"FAIL" + struct.pack("<I", len(words)) + words)
        return
    for start in range(0, len(data), 65536):
        piece = data[start : start + 65536]
        stream.write(b"DATA" + struct.pack("<I", len(piece)) + piece)
    stream.write(b"DONE" + bytes(4))


_REQUESTS: dict[bytes, Callable[[Stream, Device, str], None]] = {
    b"STAT": _stat,
    b"SEND": _pushed,
    b"RECV": _pulled,
}


class Daemon:
    """Listens on a free port of the loopback; `unplug` cuts everything off."""

    def __init__(self, device: Device, greeting: Greeting = "welcome") -> None:
        self._device = device
        self._greeting = greeting
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._peers: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def serial(self) -> str:
        return f"127.0.0.1:{self.port}"

    def unplug(self) -> None:
        self._close(self._listener)
        for peer in self._peers:
            self._close(peer)

    def _close(self, open_socket: socket.socket) -> None:
        with suppress(OSError):
            open_socket.shutdown(socket.SHUT_RDWR)
        open_socket.close()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._peers.append(peer)
            connection = Connection(peer, self._device, self._greeting)
            threading.Thread(target=connection.serve, daemon=True).start()
