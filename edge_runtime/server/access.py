"""Gives each request an id, and tells log and metrics how it ended."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from edge_runtime.server.logs import LOGGER
from edge_runtime.server.request_log import ID_HEADER, Journal, open_journal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from edge_runtime.server.metrics import Metrics

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_LOG = logging.getLogger(LOGGER)


class AccessLog:
    """ASGI middleware around everything else.

    A request is logged by the template of its route, never by its path, which a client is free to
    fill; no address is logged. A fault that has been answered already ends here, so that the
    connection can serve the next request.

    Args:
        app: What answers.
        metrics: Told of every request.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then log."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        journal, start = open_journal(scope), perf_counter()
        try:
            await self._app(scope, receive, _noting(journal, send))
        except Exception:
            if not journal.answered:
                raise
            _LOG.exception("fault", extra={"fields": {"request_id": journal.request_id}})
        finally:
            self._record(scope, journal, perf_counter() - start)

    def _record(self, scope: Scope, journal: Journal, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(route, method, journal.status).inc()
        self._metrics.request_seconds.labels(route).observe(seconds)
        if journal.code is not None:
            self._metrics.problems.labels(journal.code).inc()
        fields = {
            "request_id": journal.request_id,
            "method": method,
            "route": route,
            "status": journal.status,
            "code": journal.code,
            "milliseconds": round(seconds * 1000, 1),
            "pictures": journal.pictures,
        }
        _LOG.info("request", extra={"fields": fields})


def _noting(journal: Journal, send: Send) -> Send:
    async def note_and_send(message: Message) -> None:
        if message["type"] == "http.response.start":
            journal.status = message["status"]
            MutableHeaders(scope=message)[ID_HEADER] = journal.request_id
        await send(message)

    return note_and_send
