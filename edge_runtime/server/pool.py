"""Engines that scan pictures side by side, and the line that waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import TYPE_CHECKING

from edge_runtime.errors import EngineError
from edge_runtime.server.problem import ProblemError

if TYPE_CHECKING:
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.scan.scanner import Scanner
    from edge_runtime.server.metrics import Metrics


class EnginePool:
    """A thread and a scanner for each engine; all methods belong to the event loop's thread.

    Decoding and the networks let go of the interpreter lock, so threads of one process keep
    several processors busy. Whoever waits is served in order of arrival.

    Args:
        open_scanner: Makes the scanner of one engine; called in the engine's thread.
        engines: Pictures scanned at a time, >= 1.
        queue: Pictures that may wait, >= 0.
        metrics: Told of every scan.
    """

    def __init__(
        self, open_scanner: Callable[[], Scanner], engines: int, queue: int, metrics: Metrics
    ) -> None:
        self._open_scanner = open_scanner
        self._engines = engines
        self._queue = queue
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(engines, thread_name_prefix="engine")
        self._idle: asyncio.LifoQueue[Scanner] = asyncio.LifoQueue()
        self._waiting = 0
        self._healthy = False

    @property
    def ready(self) -> bool:
        """Whether the engines have passed their check and the last scan did not break one."""
        return self._healthy

    @property
    def full(self) -> bool:
        """Whether one more picture would be refused."""
        return self._idle.empty() and self._waiting >= self._queue

    async def start(self) -> None:
        """Open all engines.

        Raises:
            EngineError: If one cannot be opened.
        """
        loop = asyncio.get_running_loop()
        opening = [
            loop.run_in_executor(self._threads, self._open_scanner) for _ in range(self._engines)
        ]
        for scanner in await asyncio.gather(*opening):
            self._idle.put_nowait(scanner)
        self._healthy = True

    async def stop(self) -> None:
        """End the threads, after the scans that are under way."""
        self._healthy = False
        await asyncio.to_thread(self._threads.shutdown)

    async def scan(self, picture: bytes) -> ScanResult:
        """Scan the bytes of a picture file as soon as an engine is idle.

        Cancelling it gives up the place in the line; a scan under way ends unheard.

        Raises:
            ProblemError: ``overloaded`` if too many wait, ``engine`` if the network fails.
        """
        if self.full:
            raise ProblemError("overloaded", "try again later")
        start = perf_counter()
        scanner = await self._next_idle()
        self._metrics.waited.observe(perf_counter() - start)
        try:
            result = await self._scan_with(scanner, picture)
        except EngineError as error:
            self._healthy = False
            raise ProblemError("engine", str(error)) from error
        self._healthy = True
        self._metrics.count_scan(result)
        return result

    async def _next_idle(self) -> Scanner:
        self._waiting += 1
        self._metrics.waiting.inc()
        try:
            return await self._idle.get()
        finally:
            self._waiting -= 1
            self._metrics.waiting.dec()

    async def _scan_with(self, scanner: Scanner, picture: bytes) -> ScanResult:
        """Shielded: the engine is idle again when its thread is done, though nobody may wait."""
        loop = asyncio.get_running_loop()
        scan = loop.run_in_executor(self._threads, scanner.scan, picture)
        scan.add_done_callback(lambda _: self._idle.put_nowait(scanner))
        return await asyncio.shield(scan)
