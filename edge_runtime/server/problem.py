"""Problem responses: what a request that fails is answered with (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from starlette.responses import JSONResponse
from typing_extensions import NotRequired, TypedDict

from edge_runtime.server import answers

if TYPE_CHECKING:
    from edge_runtime.result.scan_result import ScanResult

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
"""Value of `Retry-After` in a response with status 503."""

PROBLEMS: Mapping[str, tuple[int, str]] = {
    "bad_request": (400, "The request is malformed"),
    "unauthorized": (401, "A valid token is required"),
    "not_found": (404, "Not found"),
    "method_not_allowed": (405, "Method not allowed"),
    "slow_body": (408, "The body did not arrive in time"),
    "too_large": (413, "The request exceeds a limit of bytes, files or pixels"),
    "unsupported": (415, "The type of the body or of a file is not supported"),
    "empty": (422, "The picture is empty"),
    "unreadable": (422, "The picture cannot be read"),
    "undecodable": (422, "The picture cannot be decoded"),
    "too_small": (422, "The picture is too small"),
    "gone": (499, "The client disconnected"),
    "internal": (500, "Internal server error"),
    "overloaded": (503, "All engines are busy and the queue is full"),
    "timeout": (503, "The answer took too long"),
    "engine": (503, "The network cannot be run"),
}
"""Status and title by code. The problem of a failed scan has the code of its failure."""


@answers.no_other_keys
class Problem(TypedDict):
    """Problem details (RFC 9457)."""

    type: Annotated[str, Field(json_schema_extra={"format": "uri"})]
    title: str
    status: int
    detail: str
    code: Annotated[str, Field(json_schema_extra={"enum": sorted(PROBLEMS)})]
    request_id: str
    result: NotRequired[answers.ScanResult]


class ProblemError(Exception):
    """Ends a request with a problem response.

    Args:
        code: A key of ``PROBLEMS``.
        detail: What happened, in words; never data of the picture.
        headers: Additional response headers.
        result: The result of the failed scan, if there is one.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        result: ScanResult | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.status, self.title = PROBLEMS[code]
        self.detail = detail
        retry = {"Retry-After": str(RETRY_SECONDS)} if self.status == 503 else {}
        self.headers = {**retry, **(headers or {})}
        self.result = result

    def to_json(self, request_id: str) -> Problem:
        """The body of the response."""
        body: Problem = {
            "type": f"urn:edge-runtime:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "request_id": request_id,
        }
        if self.result is not None:
            body["result"] = self.result.to_json()
        return body

    def response(self, request_id: str) -> JSONResponse:
        """The HTTP response."""
        body = self.to_json(request_id)
        return JSONResponse(body, self.status, self.headers, media_type=MEDIA_TYPE)


def problem_of_failure(result: ScanResult) -> ProblemError:
    """The problem of a result whose status is "failed"."""
    failure = result.failure
    if failure is None:
        raise ValueError("the scan did not fail")
    return ProblemError(failure.code, failure.message, result=result)
