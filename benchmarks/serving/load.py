"""Many clients that ask for the same thing again and again, over kept-alive connections."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter

CONNECT_SECONDS = 10.0
BROKEN = 0
"""Stands for the status where the connection broke instead of an answer."""

OK, BUSY = 200, 503


@dataclass(slots=True)
class Load:
    """What clients saw, without the warm-up.

    Attributes:
        seconds: Wall time.
        times_ms: From sending a request to the end of its answer, for answers 200.
        statuses: How often each status came; ``BROKEN`` for none.
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
        """Requests that ended with anything but 200 or 503."""
        return sum(n for status, n in self.statuses.items() if status not in (OK, BUSY))


def fire(port: int, request: bytes, connections: int, seconds: float, warm_up: float) -> Load:
    """Send a request over many connections at a time; each waits for its answer.

    Args:
        port: Of the loopback.
        request: Head and body, HTTP/1.1.
        connections: Clients, >= 1.
        seconds: How long answers are counted.
        warm_up: Seconds before.
    """
    return asyncio.run(_fire(port, request, connections, seconds, warm_up))


async def _fire(
    port: int, request: bytes, connections: int, seconds: float, warm_up: float
) -> Load:
    load = Load(seconds)
    begin = perf_counter() + warm_up
    clients = [_Client(port, request, begin, begin + seconds, load) for _ in range(connections)]
    await asyncio.gather(*(client.run() for client in clients))
    return load


class _Client:
    def __init__(self, port: int, request: bytes, begin: float, end: float, load: Load) -> None:
        self._port = port
        self._request = request
        self._begin = begin
        self._end = end
        self._load = load

    async def run(self) -> None:
        while perf_counter() < self._end:
            try:
                await self._use_connection()
            except (OSError, EOFError, ValueError, asyncio.TimeoutError):
                self._count(BROKEN, perf_counter(), perf_counter())
                await asyncio.sleep(0.1)

    async def _use_connection(self) -> None:
        opening = asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = await asyncio.wait_for(opening, CONNECT_SECONDS)
        try:
            while perf_counter() < self._end:
                await self._ask(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        start = perf_counter()
        writer.write(self._request)
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        fields = _fields_of(head)
        await reader.readexactly(int(fields[b"content-length"]))
        status = int(head.split(b" ", 2)[1])
        self._count(status, start, perf_counter())
        if status == BUSY:
            await asyncio.sleep(float(fields.get(b"retry-after", b"1")))

    def _count(self, status: int, start: float, end: float) -> None:
        """Only answers that end between warm-up and the end: a rate is what ends in a time."""
        if not self._begin <= end < self._end:
            return
        self._load.statuses[status] = self._load.statuses.get(status, 0) + 1
        if status == OK:
            self._load.times_ms.append((end - start) * 1000)


def _fields_of(head: bytes) -> dict[bytes, bytes]:
    lines = head.split(b"\r\n")[1:-2]
    pairs = (line.split(b":", 1) for line in lines)
    return {name.strip().lower(): value.strip() for name, value in pairs}
