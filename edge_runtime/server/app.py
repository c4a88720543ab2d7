"""Builds the application of one server process."""

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
from edge_runtime.server import api_description
from edge_runtime.server.bearer import require_token
from edge_runtime.server.checked_scanner import open_checked_scanner
from edge_runtime.server.engine_pool import EnginePool
from edge_runtime.server.metrics import Metrics
from edge_runtime.server.page import PAGE_FOLDER, page_routes
from edge_runtime.server.problem import ProblemError
from edge_runtime.server.request_log import ID_HEADER, RequestLogMiddleware, request_log_of
from edge_runtime.server.scan_routes import router as scan_router
from edge_runtime.server.scan_service import ScanService
from edge_runtime.server.security_headers import API_HEADERS, DefaultHeaders
from edge_runtime.server.settings import Settings
from edge_runtime.server.status_routes import bundle_router, health_router
from edge_runtime.server.upload_budget import UploadBudget

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from edge_runtime.scan.scanner import Scanner

OpenScanner = Callable[[Bundle, Settings], "Scanner"]

_CODES = {404: "not_found", 405: "method_not_allowed"}
"""Problem codes of the statuses that Starlette raises itself; any other is a bad request."""


def create_app(
    settings: Settings,
    open_scanner: OpenScanner = open_checked_scanner,
    page: Path = PAGE_FOLDER,
) -> ASGIApp:
    """The ASGI application. Its start-up opens the networks, and fails if a self-check fails.

    Args:
        settings: What to serve, and the limits.
        open_scanner: Opens the scanner that all engines share.
        page: Folder of the web page, which is shown at ``/`` if it exists.

    Raises:
        BundleError: If a file of the bundle is missing or altered.
        ContractError: If its contract breaks the schema.
    """
    service = _service(settings, open_scanner)
    api = FastAPI(
        lifespan=_lifespan(service.engines),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        **api_description.TITLE,
    )
    api.state.service = service
    _add_routes(api, service.settings, page)
    for error in (ProblemError, HTTPException, Exception):
        api.add_exception_handler(error, _answer_error)
    api_description.complete(api)
    return _with_middleware(api, settings, service.metrics)


def _service(settings: Settings, open_scanner: OpenScanner) -> ScanService:
    bundle = Bundle.open(settings.bundle)
    metrics = Metrics(bundle)
    opener = partial(open_scanner, bundle, settings)
    engines = EnginePool(opener, settings.engine_count, settings.queue, metrics)
    budget = UploadBudget(settings.upload_budget, metrics.upload_bytes)
    return ScanService(settings, bundle, metrics, engines, budget)


def _lifespan(engines: EnginePool) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        await engines.start()
        try:
            yield
        finally:
            await engines.stop()

    return run


def _add_routes(api: FastAPI, settings: Settings, page: Path) -> None:
    guard = [Depends(require_token(settings.token))] if settings.token else []
    api.include_router(scan_router, dependencies=guard)
    api.include_router(bundle_router, dependencies=guard)
    api.include_router(health_router)
    api.router.routes.extend(page_routes(page, settings.browser_runtime))


async def _answer_error(request: Request, error: Exception) -> Response:
    entry = request_log_of(request.scope)
    problem = _problem_of(error)
    entry.code = problem.code
    return problem.response(entry.request_id)


def _problem_of(error: Exception) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, HTTPException):
        code = _CODES.get(error.status_code, "bad_request")
        return ProblemError(code, str(error.detail), error.headers)
    return ProblemError("internal", "see the log of the server")


def _with_middleware(api: ASGIApp, settings: Settings, metrics: Metrics) -> ASGIApp:
    app: ASGIApp = DefaultHeaders(api, API_HEADERS)
    if settings.cors_origins:
        app = CORSMiddleware(
            app,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type", ID_HEADER),
            expose_headers=("Retry-After", ID_HEADER),
        )
    return RequestLogMiddleware(app, metrics)
