"""``GET /v1/bundle``, ``/v1/bundle/{name}``, ``/metrics``, ``/healthz`` and ``/readyz``."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from edge_runtime.server import answers
from edge_runtime.server.api_description import FILE_SCHEMA, problems
from edge_runtime.server.problem import ProblemError
from edge_runtime.server.scan_service import Service
from edge_runtime.server.upload_reader import BINARY

_NAME = {
    "in": "path",
    "name": "name",
    "required": True,
    "description": "A file that the contract lists.",
    "schema": {"type": "string"},
}

bundle_router = APIRouter()
"""Needs the token, if there is one."""

health_router = APIRouter()
"""Needs no token, because health probes have none."""


@bundle_router.get(
    "/v1/bundle",
    summary="Describe the bundle that the server scans with",
    response_model=answers.BundleDescription,
    response_description="Its id, the sha256 of its contract, and the contract.",
    responses=problems(401),
)
async def show_bundle(service: Service) -> JSONResponse:
    """Compare the sha256 with one from a source that you trust."""
    return JSONResponse(answers.description_of(service.bundle))


@bundle_router.get(
    "/v1/bundle/{name}",
    summary="Download a file of the bundle, to scan elsewhere",
    response_class=Response,
    response_description="The bytes of the file, checked against the contract.",
    responses={200: {"content": {BINARY: {"schema": FILE_SCHEMA}}}, **problems(401, 404)},
    # FastAPI would describe an argument of the function with a validation error.
    openapi_extra={"parameters": [_NAME]},
)
async def show_file(request: Request, service: Service) -> Response:
    """Download a network or another file that the contract lists."""
    name = request.path_params["name"]
    if name not in service.bundle.contract.files:
        raise ProblemError("not_found", "the bundle has no such file")
    return Response(service.bundle.read(name), media_type=BINARY)


@bundle_router.get(
    "/metrics",
    summary="Metrics for Prometheus",
    response_class=Response,
    response_description="The text format of Prometheus.",
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **problems(401)},
)
async def show_metrics(service: Service) -> Response:
    """Read the metrics of all workers, summed."""
    return Response(service.metrics.text(), media_type=CONTENT_TYPE_LATEST)


@health_router.get(
    "/healthz",
    summary="Whether the process responds",
    response_model=answers.Status,
    response_description="It does.",
)
async def live() -> JSONResponse:
    """Use it as a liveness probe."""
    return JSONResponse({"status": "ok"})


@health_router.get(
    "/readyz",
    summary="Whether the server can scan pictures",
    response_model=answers.Status,
    response_description="The networks have passed their self-check, and the last scan worked.",
    responses=problems(503),
)
async def ready(service: Service) -> JSONResponse:
    """Use it as a readiness probe."""
    if not service.engines.ready:
        raise ProblemError("engine", "the networks are not open, or the last scan failed")
    return JSONResponse({"status": "ready"})
