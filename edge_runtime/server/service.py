"""What the routes share: one bundle, its engines, and the limits."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from edge_runtime.server.problem import ProblemError

if TYPE_CHECKING:
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.server.body import Body
    from edge_runtime.server.metrics import Metrics
    from edge_runtime.server.pool import EnginePool
    from edge_runtime.server.settings import Settings
    from edge_runtime.server.upload import Upload
    from edge_runtime.server.upload_budget import HeldBytes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Service:
    """One server process.

    Attributes:
        settings: What it was started with.
        bundle: The bundle it serves.
        metrics: What it counts.
        pool: Its engines.
        held: Its budget of bytes.
    """

    settings: Settings
    bundle: Bundle
    metrics: Metrics
    pool: EnginePool
    held: HeldBytes

    async def scan(self, upload: Upload, body: Body) -> ScanResult:
        """Scan a picture; the result's source is the file name that the client sent.

        Once the whole body is here, a client that hangs up gives up its place in the line.

        Raises:
            ProblemError: Those of `EnginePool.scan`, and ``gone``.
        """
        work = self.pool.scan(upload.data)
        result = await (_unless_gone(work, body) if body.complete else work)
        return result if upload.name is None else replace(result, source=upload.name)

    async def in_time(self, work: Coroutine[object, object, T]) -> T:
        """Do the work of one request within its time.

        Raises:
            ProblemError: ``timeout`` if it takes longer.
        """
        try:
            return await asyncio.wait_for(work, self.settings.request_seconds)
        except asyncio.TimeoutError:
            seconds = self.settings.request_seconds
            raise ProblemError("timeout", f"no answer within {seconds:g} seconds") from None


async def _unless_gone(work: Coroutine[object, object, T], body: Body) -> T:
    doing, gone = asyncio.ensure_future(work), asyncio.ensure_future(body.wait_until_gone())
    try:
        await asyncio.wait((doing, gone), return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        raise ProblemError("gone", "the client hung up")
    finally:
        for task in (doing, gone):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await gone
