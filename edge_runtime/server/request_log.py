"""Gives each request an id, logs how it ended, and counts it in the metrics."""

from __future__ import annotations

import logging
import re
import uuid
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers, MutableHeaders

from edge_runtime.server.log_config import LOGGER

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from edge_runtime.server.metrics import Metrics
    from edge_runtime.server.upload import Upload

ID_HEADER = "X-Request-ID"
NOT_ANSWERED = 499
"""Status that is logged if the client disconnected before the response, as nginx does."""

_SCOPE_KEY = "edge_runtime.request_log"
_VALID_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_LOG = logging.getLogger(LOGGER)


@dataclass(slots=True)
class RequestLog:
    """What will be logged of one request.

    Attributes:
        request_id: The client's, if it is valid, else a new one.
        status: Status of the response, or ``NOT_ANSWERED``.
        code: Code of the problem, if there was one.
        pictures: Digest and size of each picture; nothing else of a picture is logged.
    """

    request_id: str
    status: int = NOT_ANSWERED
    code: str | None = None
    pictures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether the response has started."""
        return self.status != NOT_ANSWERED

    def add_picture(self, upload: Upload) -> None:
        """Add a picture's digest and size."""
        self.pictures.append({"sha256": upload.sha256, "bytes": len(upload.data)})


def request_log_of(scope: Scope) -> RequestLog:
    """The log entry that `RequestLogMiddleware` made for the request of an ASGI scope."""
    entry: RequestLog = scope["state"][_SCOPE_KEY]
    return entry


class RequestLogMiddleware:
    """The outermost ASGI middleware: logs and counts every request.

    The log has the template of the route instead of the path, which a client can fill with
    anything, and no address. An exception after the start of the response is logged and ends
    here, so that the connection can be used again.

    Args:
        app: The application.
        metrics: Counts every request.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, then log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        entry, start = _start_entry(scope), perf_counter()
        try:
            await self._app(scope, receive, _send_with_id(entry, send))
        except Exception:
            if not entry.answered:
                raise
            _LOG.exception("fault", extra={"fields": {"request_id": entry.request_id}})
        finally:
            self._record(scope, entry, perf_counter() - start)

    def _record(self, scope: Scope, entry: RequestLog, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(route, method, entry.status).inc()
        self._metrics.request_seconds.labels(route).observe(seconds)
        if entry.code is not None:
            self._metrics.problems.labels(entry.code).inc()
        fields = {
            "request_id": entry.request_id,
            "method": method,
            "route": route,
            "status": entry.status,
            "code": entry.code,
            "milliseconds": round(seconds * 1000, 1),
            "pictures": entry.pictures,
        }
        _LOG.info("request", extra={"fields": fields})


def _start_entry(scope: Scope) -> RequestLog:
    sent = Headers(scope=scope).get(ID_HEADER, "")
    entry = RequestLog(sent if _VALID_ID.fullmatch(sent) else uuid.uuid4().hex)
    scope.setdefault("state", {})[_SCOPE_KEY] = entry
    return entry


def _send_with_id(entry: RequestLog, send: Send) -> Send:
    async def send_with_id(message: Message) -> None:
        if message["type"] == "http.response.start":
            entry.status = message["status"]
            MutableHeaders(scope=message)[ID_HEADER] = entry.request_id
        await send(message)

    return send_with_id
