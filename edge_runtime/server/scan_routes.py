"""``POST /v1/scan``, ``/v1/explain`` and ``/predict``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from edge_runtime.server.evidence import evidence_of
from edge_runtime.server.multipart import MULTIPART, media_type_of
from edge_runtime.server.problem import ProblemError, failed_scan
from edge_runtime.server.request_log import journal_of
from edge_runtime.server.upload import MANY, ONE, Upload, Uploads
from edge_runtime.types import Verdict

if TYPE_CHECKING:
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.server.service import Service

Answer = dict[str, Any]
Work = Callable[[Request, Uploads], Awaitable[Answer]]


def scan_router(service: Service) -> APIRouter:
    """The routes that judge pictures."""
    router = APIRouter()

    @router.post("/v1/scan")
    async def scan(request: Request) -> JSONResponse:
        return JSONResponse(await service.in_time(_scan(service, request)))

    @router.post("/v1/explain")
    async def explain(request: Request) -> JSONResponse:
        return JSONResponse(await service.in_time(_explain(service, request)))

    @router.post("/predict")
    async def predict(request: Request) -> JSONResponse:
        return JSONResponse(await service.in_time(_predict(service, request)))

    return router


async def _scan(service: Service, request: Request) -> Answer:
    uploads = _open(service, request)
    try:
        first = await _first(uploads)
        if first.field == MANY:
            return {"results": await _scan_all(service, request, uploads, first)}
        return (await _scan_only(service, request, uploads, first)).to_json()
    finally:
        uploads.close()


async def _explain(service: Service, request: Request) -> Answer:
    result = await _only_result(service, request)
    evidence = evidence_of(result, service.bundle.contract.crop)
    return {"result": result.to_json(), "evidence": evidence}


async def _predict(service: Service, request: Request) -> Answer:
    if media_type_of(request.headers.get("content-type", "")) != MULTIPART:
        raise ProblemError("unsupported", f"send {MULTIPART} with the picture in the field {ONE!r}")
    result = await _only_result(service, request)
    return {**_prediction_of(result), "result": result.to_json()}


async def _only_result(service: Service, request: Request) -> ScanResult:
    """The result of a request with one picture."""
    uploads = _open(service, request)
    try:
        first = await _first(uploads)
        if first.field == MANY:
            raise ProblemError("bad_request", f"send one picture in the field {ONE!r}")
        return await _scan_only(service, request, uploads, first)
    finally:
        uploads.close()


def _open(service: Service, request: Request) -> Uploads:
    """Refuse before reading anything if there would be no place in the line."""
    if service.pool.full:
        raise ProblemError("overloaded", "try again later")
    return Uploads(request, service.settings, service.held)


async def _first(uploads: Uploads) -> Upload:
    first = await uploads.next()
    if first is None:
        raise ProblemError("bad_request", f"no picture in the field {ONE!r} or {MANY!r}")
    return first


async def _scan_only(
    service: Service, request: Request, uploads: Uploads, upload: Upload
) -> ScanResult:
    """A single picture; that it is the only one is known when the body has ended."""
    if await uploads.next() is not None:
        raise ProblemError("bad_request", f"several pictures belong into the field {MANY!r}")
    journal_of(request.scope).note(upload)
    result = await service.scan(upload, uploads.body)
    if result.failure is not None:
        raise failed_scan(result)
    return result


async def _scan_all(
    service: Service, request: Request, uploads: Uploads, first: Upload
) -> list[Answer]:
    """One after another while they arrive; one that cannot be judged stops none."""
    results: list[Answer] = []
    upload: Upload | None = first
    while upload is not None:
        if upload.field != MANY:
            raise ProblemError("bad_request", f"{ONE!r} and {MANY!r} do not go together")
        journal_of(request.scope).note(upload)
        results.append((await service.scan(upload, uploads.body)).to_json())
        upload = await uploads.next()
    return results


def _prediction_of(result: ScanResult) -> Answer:
    """The verdict, and the probability in per cent of the class it names or leans to."""
    fake = result.probability or 0.0
    likelier = {Verdict.FAKE: fake, Verdict.REAL: 1 - fake}
    share = likelier.get(result.verdict or Verdict.UNSURE, max(fake, 1 - fake))
    return {"prediction": str(result.verdict), "confidence": round(share * 100, 2)}
