"""``GET /v1/bundle`` and its files, ``/healthz``, ``/readyz`` and ``/metrics``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from edge_runtime.bundle.contract import SCHEMA
from edge_runtime.files import json_document
from edge_runtime.server.problem import ProblemError
from edge_runtime.server.upload import BYTES

if TYPE_CHECKING:
    from edge_runtime.server.service import Service


def bundle_router(service: Service) -> APIRouter:
    """What judges, and how often it did; for those who may scan."""
    router = APIRouter()
    bundle = service.bundle
    contract = {"schema": SCHEMA, **json_document.value_of(bundle.contract)}
    described = {"id": bundle.contract.id, "sha256": bundle.sha256, "contract": contract}

    @router.get("/v1/bundle")
    async def show_bundle() -> JSONResponse:
        return JSONResponse(described)

    @router.get("/v1/bundle/{name}")
    async def show_file(name: str) -> Response:
        if name not in bundle.contract.files:
            raise ProblemError("not_found", "the bundle lists no such file")
        return Response(bundle.read(name), media_type=BYTES)

    @router.get("/metrics")
    async def show_metrics() -> Response:
        return Response(service.metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router


def health_router(service: Service) -> APIRouter:
    """Whether the process lives and works; open to everybody, as probes carry no token."""
    router = APIRouter()

    @router.get("/healthz")
    async def live() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @router.get("/readyz")
    async def ready() -> JSONResponse:
        if not service.pool.ready:
            raise ProblemError("engine", "no engine has passed its check, or one broke")
        return JSONResponse({"status": "ready"})

    return router
