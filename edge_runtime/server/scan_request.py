"""Reads the pictures of a request and scans them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from edge_runtime.server import answers
from edge_runtime.server.problem import ProblemError, problem_of_failure
from edge_runtime.server.request_log import request_log_of
from edge_runtime.server.upload_reader import MANY_FIELD, ONE_FIELD, UploadReader

if TYPE_CHECKING:
    from starlette.requests import Request

    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.server.scan_service import ScanService
    from edge_runtime.server.upload import Upload


async def scan_one(service: ScanService, request: Request) -> ScanResult:
    """The result of a request with one picture.

    Raises:
        ProblemError: If the request is refused, or if the picture cannot be scanned.
    """
    with closing(_open_uploads(service, request)) as uploads:
        upload = await _first(uploads)
        if upload.field == MANY_FIELD:
            raise ProblemError("bad_request", f"send one picture in the field {ONE_FIELD!r}")
        return await _scan_only(service, request, uploads, upload)


async def scan_one_or_many(
    service: ScanService, request: Request
) -> answers.ScanResult | answers.ScanResults:
    """The result of one picture, or the results of several pictures.

    Raises:
        ProblemError: If the request is refused, or if its only picture cannot be scanned. One of
            several pictures that cannot be scanned has a failed result.
    """
    with closing(_open_uploads(service, request)) as uploads:
        upload = await _first(uploads)
        if upload.field == MANY_FIELD:
            return await _scan_all(service, request, uploads, upload)
        return (await _scan_only(service, request, uploads, upload)).to_json()


def _open_uploads(service: ScanService, request: Request) -> UploadReader:
    """Refuse the request before its body is read if its picture could not wait in the line."""
    if service.engines.full:
        raise ProblemError("overloaded", "try again later")
    return UploadReader(request, service.settings, service.upload_budget)


async def _first(uploads: UploadReader) -> Upload:
    upload = await uploads.next()
    if upload is None:
        detail = f"no picture in the field {ONE_FIELD!r} or {MANY_FIELD!r}"
        raise ProblemError("bad_request", detail)
    return upload


async def _scan_only(
    service: ScanService, request: Request, uploads: UploadReader, upload: Upload
) -> ScanResult:
    if await uploads.next() is not None:
        raise ProblemError("bad_request", f"send several pictures in fields {MANY_FIELD!r}")
    request_log_of(request.scope).add_picture(upload)
    result = await service.scan(upload, uploads.body)
    if result.failure is not None:
        raise problem_of_failure(result)
    return result


async def _scan_all(
    service: ScanService, request: Request, uploads: UploadReader, first: Upload
) -> answers.ScanResults:
    """Scan each picture as soon as it has arrived."""
    results: list[answers.ScanResult] = []
    upload: Upload | None = first
    while upload is not None:
        if upload.field != MANY_FIELD:
            detail = f"the fields {ONE_FIELD!r} and {MANY_FIELD!r} cannot be used together"
            raise ProblemError("bad_request", detail)
        request_log_of(request.scope).add_picture(upload)
        results.append((await service.scan(upload, uploads.body)).to_json())
        upload = await uploads.next()
    return {"results": results}
