"""Scans several pictures at a time, and makes the others wait in line."""

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
    """One scanner, the threads that call it, and a semaphore that limits their number.

    Decoding and the networks release the interpreter lock, so that the threads of one process
    use several processors. Pictures are served in the order of their arrival. Call all methods in
    the thread of the event loop.

    Args:
        open_scanner: Opens the scanner; called by `start`, outside the event loop.
        engines: Pictures scanned at a time, >= 1.
        queue: Pictures that may wait, >= 0.
        metrics: Counts and times the scans.
    """

    def __init__(
        self, open_scanner: Callable[[], Scanner], engines: int, queue: int, metrics: Metrics
    ) -> None:
        self._open_scanner = open_scanner
        self._queue = queue
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(engines, thread_name_prefix="engine")
        self._idle = asyncio.Semaphore(engines)
        self._waiting = 0
        self._scanner: Scanner | None = None
        self._healthy = False

    @property
    def ready(self) -> bool:
        """Whether the scanner is open and the last scan did not fail with an `EngineError`."""
        return self._healthy

    @property
    def full(self) -> bool:
        """Whether one more picture would be refused."""
        return self._idle.locked() and self._waiting >= self._queue

    async def start(self) -> None:
        """Open the scanner.

        Raises:
            EngineError: If a network cannot be opened.
        """
        self._scanner = await asyncio.to_thread(self._open_scanner)
        self._healthy = True

    async def stop(self) -> None:
        """Wait for the scans that are running, then close the scanner."""
        self._healthy = False
        await asyncio.to_thread(self._threads.shutdown)
        if self._scanner is not None:
            self._scanner.close()

    async def scan(self, picture: bytes) -> ScanResult:
        """Scan the bytes of a picture file as soon as an engine is idle.

        A cancelled call leaves the line; if its scan is running already, the result is dropped.

        Raises:
            ProblemError: ``overloaded`` if too many pictures wait, ``engine`` if the network fails.
        """
        if self.full:
            raise ProblemError("overloaded", "try again later")
        await self._wait_for_engine()
        try:
            result = await self._scan_in_thread(picture)
        except EngineError as error:
            self._healthy = False
            raise ProblemError("engine", str(error)) from error
        self._healthy = True
        self._metrics.count_scan(result)
        return result

    async def _wait_for_engine(self) -> None:
        start = perf_counter()
        self._waiting += 1
        self._metrics.waiting_pictures.inc()
        try:
            await self._idle.acquire()
        finally:
            self._waiting -= 1
            self._metrics.waiting_pictures.dec()
        self._metrics.wait_seconds.observe(perf_counter() - start)

    async def _scan_in_thread(self, picture: bytes) -> ScanResult:
        """Release the semaphore when the thread has finished, even if the caller is cancelled."""
        if self._scanner is None:
            raise RuntimeError("start the pool before it scans")
        loop = asyncio.get_running_loop()
        scan = loop.run_in_executor(self._threads, self._scanner.scan, picture)
        scan.add_done_callback(lambda _: self._idle.release())
        return await asyncio.shield(scan)
