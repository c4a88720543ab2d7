"""What a request that fails is answered with: RFC 9457 problem details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from edge_runtime.result.scan_result import ScanResult

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
"""What `Retry-After` asks for when the server is busy."""

TITLES: Mapping[str, tuple[int, str]] = {
    "bad_request": (400, "The request is malformed"),
    "unauthorized": (401, "A token is needed"),
    "not_found": (404, "There is nothing here"),
    "method_not_allowed": (405, "This method is not served here"),
    "slow_body": (408, "The body did not arrive in time"),
    "too_large": (413, "More bytes, files or pixels than this server takes"),
    "unsupported": (415, "Not a type this server reads"),
    "empty": (422, "The picture has no bytes"),
    "unreadable": (422, "The picture cannot be read"),
    "undecodable": (422, "The picture cannot be decoded"),
    "too_small": (422, "The picture is too small to judge"),
    "gone": (499, "The client closed the connection"),
    "internal": (500, "This server has a fault"),
    "overloaded": (503, "All engines are busy and the queue is full"),
    "timeout": (503, "The answer took too long"),
    "engine": (503, "The engine does not work"),
}
"""Status and title by code. A failed scan has the code of its failure."""


class ProblemError(Exception):
    """Ends a request with an error answer.

    Args:
        code: A key of ``TITLES``.
        detail: What happened, for people; never a part of the picture.
        headers: Sent along.
        result: The failed scan, where there was one.
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
        self.status, self.title = TITLES[code]
        self.detail = detail
        self.headers = {**_headers_of(self.status), **(headers or {})}
        self.result = result

    def to_json(self, request_id: str) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {
            "type": f"urn:edge-runtime:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "request_id": request_id,
        }
        return body if self.result is None else {**body, "result": self.result.to_json()}


def failed_scan(result: ScanResult) -> ProblemError:
    """The problem of a result whose status is "failed"."""
    failure = result.failure
    if failure is None:
        raise ValueError("the scan did not fail")
    return ProblemError(failure.code, failure.message, result=result)


def answer(problem: ProblemError, request_id: str) -> JSONResponse:
    """The HTTP answer of a problem."""
    return JSONResponse(
        problem.to_json(request_id), problem.status, problem.headers, media_type=MEDIA_TYPE
    )


def _headers_of(status: int) -> dict[str, str]:
    return {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}
