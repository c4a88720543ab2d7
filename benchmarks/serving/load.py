"""Concurrent clients that send the same request repeatedly over kept-alive connections."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 90.0
"""Longest wait for one response: longer than the server's own limit of a request (60 s)."""

CLOSE_SECONDS = 1.0
BROKEN = 0
"""Status that counts requests whose connection broke or timed out."""

OK, BUSY = 200, 503


@dataclass(slots=True)
class Load:
    """What clients saw, without the warm-up.

    Attributes:
        seconds: Wall time.
        times_ms: From sending a request to the end of its response, for status 200.
        statuses: Number of responses by HTTP status; `BROKEN` counts requests without one.
    """

    seconds: float
    times_ms: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Pictures per second."""
        return len(self.times_ms) / self.seconds

    @property
    def errors(self) -> int:
        """Requests that ended with any status but 200 and 503."""
        return sum(n for status, n in self.statuses.items() if status not in (OK, BUSY))


@dataclass(frozen=True, slots=True)
class LoadRun:
    """One run of the clients.

    Attributes:
        port: Port on the loopback interface.
        request: Head and body, HTTP/1.1.
        connections: Concurrent clients, >= 1.
        seconds: How long responses are counted.
        warm_up: Uncounted seconds before.
        answer_seconds: Longest wait for one response. A request that takes longer counts as
            broken, and its connection is closed.
    """

    port: int
    request: bytes
    connections: int
    seconds: float
    warm_up: float
    answer_seconds: float = ANSWER_SECONDS


def send_load(run: LoadRun) -> Load:
    """Send the request over many connections; each client waits for its response.

    It returns at most `LoadRun.answer_seconds` after the counted time, whatever the server does.
    """
    return asyncio.run(_send_load(run))


async def _send_load(run: LoadRun) -> Load:
    load = Load(run.seconds)
    begin = perf_counter() + run.warm_up
    clients = [_Client(run, begin, load) for _ in range(run.connections)]
    await asyncio.gather(*(client.repeat() for client in clients))
    return load


class _Client:
    def __init__(self, run: LoadRun, begin: float, load: Load) -> None:
        self._run = run
        self._begin = begin
        self._end = begin + run.seconds
        self._load = load

    async def repeat(self) -> None:
        while perf_counter() < self._end:
            try:
                await self._use_connection()
            except (OSError, EOFError, ValueError, KeyError, asyncio.TimeoutError):
                self._count_broken()
                await asyncio.sleep(0.1)

    async def _use_connection(self) -> None:
        opening = asyncio.open_connection("127.0.0.1", self._run.port)
        reader, writer = await asyncio.wait_for(opening, CONNECT_SECONDS)
        try:
            while perf_counter() < self._end:
                await self._ask(reader, writer)
        finally:
            writer.close()
            with suppress(OSError, asyncio.TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), CLOSE_SECONDS)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        start = perf_counter()
        exchange = self._exchange(reader, writer)
        status, fields = await asyncio.wait_for(exchange, self._run.answer_seconds)
        self._count(status, start, perf_counter())
        if status == BUSY:
            await asyncio.sleep(float(fields.get(b"retry-after", b"1")))

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[int, dict[bytes, bytes]]:
        """Send the request, and read the whole response; its status and header fields."""
        writer.write(self._run.request)
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        fields = _fields_of(head)
        await reader.readexactly(int(fields[b"content-length"]))
        return int(head.split(b" ", 2)[1]), fields

    def _count(self, status: int, start: float, end: float) -> None:
        """Count responses that end within the counted time."""
        if not self._begin <= end < self._end:
            return
        self._load.statuses[status] = self._load.statuses.get(status, 0) + 1
        if status == OK:
            self._load.times_ms.append((end - start) * 1000)

    def _count_broken(self) -> None:
        """A time-out may end after the counted time; it began within it, and counts."""
        if perf_counter() >= self._begin:
            self._load.statuses[BROKEN] = self._load.statuses.get(BROKEN, 0) + 1


def _fields_of(head: bytes) -> dict[bytes, bytes]:
    lines = head.split(b"\r\n")[1:-2]
    pairs = (line.split(b":", 1) for line in lines)
    return {name.strip().lower(): value.strip() for name, value in pairs}
