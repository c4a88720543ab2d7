"""What the routes of one server process share: bundle, engines and limits."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends
from starlette.requests import Request

from edge_runtime.server.problem import ProblemError

if TYPE_CHECKING:
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.server.engine_pool import EnginePool
    from edge_runtime.server.metrics import Metrics
    from edge_runtime.server.request_body import RequestBody
    from edge_runtime.server.settings import Settings
    from edge_runtime.server.upload import Upload
    from edge_runtime.server.upload_budget import UploadBudget

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ScanService:
    """The parts of one server process.

    Attributes:
        settings: Its settings.
        bundle: The bundle that it serves.
        metrics: Its metrics.
        engines: Its engines.
        upload_budget: Its limit on upload bytes in memory.
    """

    settings: Settings
    bundle: Bundle
    metrics: Metrics
    engines: EnginePool
    upload_budget: UploadBudget

    async def scan(self, upload: Upload, body: RequestBody) -> ScanResult:
        """Scan a picture; the result's source is the file name that the client sent.

        A client that disconnects after its whole body has arrived leaves the line.

        Raises:
            ProblemError: Those of `EnginePool.scan`, and ``gone`` if the client disconnects.
        """
        work = self.engines.scan(upload.data)
        result = await (_until_disconnect(work, body) if body.complete else work)
        return result if upload.name is None else replace(result, source=upload.name)

    async def with_time_limit(self, work: Coroutine[object, object, T]) -> T:
        """Do the work of one request.

        Raises:
            ProblemError: ``timeout`` if it takes longer than `Settings.request_seconds`.
        """
        seconds = self.settings.request_seconds
        try:
            return await asyncio.wait_for(work, seconds)
        except asyncio.TimeoutError:
            raise ProblemError("timeout", f"no answer within {seconds:g} seconds") from None


async def service_of(request: Request) -> ScanService:
    """The service of the application that answers the request."""
    service: ScanService = request.app.state.service
    return service


Service = Annotated[ScanService, Depends(service_of)]
"""Type of a route's argument that FastAPI fills with the service."""


async def _until_disconnect(work: Coroutine[object, object, T], body: RequestBody) -> T:
    """Cancel the work if the client disconnects before it is done."""
    working = asyncio.ensure_future(work)
    disconnect = asyncio.ensure_future(body.wait_for_disconnect())
    try:
        await asyncio.wait((working, disconnect), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ProblemError("gone", "the client disconnected")
    finally:
        working.cancel()
        disconnect.cancel()
        with suppress(asyncio.CancelledError):
            await disconnect
