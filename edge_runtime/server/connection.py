"""HTTP connections with time limits against clients that are slow on purpose."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class TimeLimitedConnection(H11Protocol):
    """uvicorn's HTTP/1.1 protocol with the two time limits that it lacks.

    `RequestBody` limits the time in which a body arrives. These limits cover the rest: a client
    that sends a request head byte by byte, goes on sending a body that has been answered, or does
    not read its response.

    Attributes:
        head_seconds: From the start of the connection, or from the last response, to the end of
            the next request head.
        read_seconds: Longest time in which the client reads nothing of a response.
    """

    head_seconds = 10.0
    read_seconds = 30.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_timeout = _Timeout(self, self.head_seconds)
        self._read_timeout = _Timeout(self, self.read_seconds)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._head_timeout.start()

    def data_received(self, data: bytes) -> None:
        """Stop the timeout while a request is answered."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_timeout.stop()

    def on_response_complete(self) -> None:
        """Wait for the next head, or for the rest of the answered body."""
        self._head_timeout.start()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client has stopped reading."""
        super().pause_writing()
        self._read_timeout.start()

    def resume_writing(self) -> None:
        """The client reads again."""
        super().resume_writing()
        self._read_timeout.stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop both timeouts."""
        super().connection_lost(exc)
        self._head_timeout.stop()
        self._read_timeout.stop()


class _Timeout:
    """Aborts a connection unless it is stopped in time."""

    def __init__(self, connection: TimeLimitedConnection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Start, or start again from zero."""
        self.stop()
        self._timer = self._connection.loop.call_later(self._seconds, self._abort)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _abort(self) -> None:
        self._connection.transport.abort()
