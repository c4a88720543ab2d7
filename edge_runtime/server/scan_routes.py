"""``POST /v1/scan``, ``/v1/explain`` and ``/predict``: the routes that scan pictures.

Their answers are sent as they are; FastAPI uses the response models for the description only.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from edge_runtime.server import answers
from edge_runtime.server.api_description import problems, upload_body
from edge_runtime.server.multipart import MULTIPART, media_type_of
from edge_runtime.server.problem import ProblemError
from edge_runtime.server.scan_request import scan_one, scan_one_or_many
from edge_runtime.server.scan_service import Service
from edge_runtime.server.upload_reader import ONE_FIELD

_PROBLEMS = problems(400, 401, 408, 413, 415, 422, 503)

router = APIRouter()


@router.post(
    "/v1/scan",
    summary="Scan one picture, or several",
    response_model=answers.ScanResult | answers.ScanResults,
    response_description="The result of the picture; for several pictures, all results in their "
    "order, of which some may be failures.",
    responses=_PROBLEMS,
    openapi_extra=upload_body(raw=True, many=True),
)
async def scan(request: Request, service: Service) -> JSONResponse:
    """Send one picture as the body or in the form field `file`, or several in fields `files`."""
    return JSONResponse(await service.with_time_limit(scan_one_or_many(service, request)))


@router.post(
    "/v1/explain",
    summary="Scan one picture, and show where the evidence lies",
    response_model=answers.Explanation,
    response_description="The result, and an evidence map for each of its regions.",
    responses=_PROBLEMS,
    openapi_extra=upload_body(raw=True, many=False),
)
async def explain(request: Request, service: Service) -> JSONResponse:
    """Send one picture as the body or in the form field `file`."""
    result = await service.with_time_limit(scan_one(service, request))
    return JSONResponse(answers.explanation_of(result, service.bundle.contract.crop))


@router.post(
    "/predict",
    summary="Scan one picture, for clients of the original server",
    response_model=answers.Prediction,
    response_description="The verdict, the probability of the class that it names in per cent "
    "(for UNSURE of the more probable class), and the whole result.",
    responses=_PROBLEMS,
    openapi_extra=upload_body(raw=False, many=False),
)
async def predict(request: Request, service: Service) -> JSONResponse:
    """Send one picture in the form field `file`."""
    if media_type_of(request.headers.get("content-type", "")) != MULTIPART:
        detail = f"send {MULTIPART} with the picture in the field {ONE_FIELD!r}"
        raise ProblemError("unsupported", detail)
    result = await service.with_time_limit(scan_one(service, request))
    return JSONResponse(answers.prediction_of(result))
