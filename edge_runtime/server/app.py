"""Puts the server together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.server import openapi
from edge_runtime.server.access import AccessLog
from edge_runtime.server.bearer import require
from edge_runtime.server.checked_scanner import open_checked
from edge_runtime.server.metrics import Metrics
from edge_runtime.server.page import PAGE, page_routes
from edge_runtime.server.pool import EnginePool
from edge_runtime.server.problem import ProblemError, answer
from edge_runtime.server.request_log import ID_HEADER, journal_of
from edge_runtime.server.scan_routes import scan_router
from edge_runtime.server.security_headers import API_HEADERS, WithHeaders
from edge_runtime.server.service import Service
from edge_runtime.server.settings import Settings
from edge_runtime.server.status_routes import bundle_router, health_router
from edge_runtime.server.upload_budget import HeldBytes

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from edge_runtime.scan.scanner import Scanner

Opener = Callable[[Bundle, Settings], "Scanner"]

_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed"}


def create_app(
    settings: Settings, open_scanner: Opener = open_checked, page: Path = PAGE
) -> ASGIApp:
    """The ASGI application of one server process.

    Starting it opens the engines; it does not come up if one fails its check.

    Args:
        settings: What to serve, and the limits.
        open_scanner: Opens the scanner of one engine.
        page: Folder of the web page, shown at ``/`` if it exists.

    Raises:
        BundleError: If a file of the bundle is missing or altered.
        ContractError: If its contract breaks the schema.
    """
    service = _service(settings, open_scanner)
    api = FastAPI(
        lifespan=_lifespan(service.pool),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        **openapi.ABOUT,
    )
    guard = [Depends(require(settings.token))] if settings.token else []
    api.include_router(scan_router(service), dependencies=guard)
    api.include_router(bundle_router(service), dependencies=guard)
    api.include_router(health_router(service))
    api.router.routes.extend(page_routes(page, settings.browser_runtime))
    for error in (ProblemError, HTTPException, Exception):
        api.add_exception_handler(error, _show)
    openapi.install(api)
    return _wrap(api, settings, service.metrics)


def _service(settings: Settings, open_scanner: Opener) -> Service:
    bundle = Bundle.open(settings.bundle)
    metrics = Metrics(bundle)
    opener = partial(open_scanner, bundle, settings)
    pool = EnginePool(opener, settings.engine_count, settings.queue, metrics)
    held = HeldBytes(settings.max_held_bytes, metrics.held_bytes)
    return Service(settings, bundle, metrics, pool, held)


def _lifespan(pool: EnginePool) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.stop()

    return run


async def _show(request: Request, error: Exception) -> Response:
    journal = journal_of(request.scope)
    problem = _problem_of(error)
    journal.code = problem.code
    return answer(problem, journal.request_id)


def _problem_of(error: Exception) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, HTTPException):
        code = _CODES.get(error.status_code, "bad_request")
        return ProblemError(code, str(error.detail), error.headers)
    return ProblemError("internal", "see the server's log")


def _wrap(api: ASGIApp, settings: Settings, metrics: Metrics) -> ASGIApp:
    app: ASGIApp = WithHeaders(api, API_HEADERS)
    if settings.cors_origins:
        app = CORSMiddleware(
            app,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type", ID_HEADER),
            expose_headers=("Retry-After", ID_HEADER),
        )
    return AccessLog(app, metrics)
