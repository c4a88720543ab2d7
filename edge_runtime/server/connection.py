"""Connections that do not wait for ever for a client that is slow on purpose."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
READ_SECONDS = 30.0


class GuardedConnection(H11Protocol):
    """uvicorn's HTTP/1.1, with the two time limits it lacks.

    `Body` limits the time of a request's body. What is left to a client that wants to keep a
    connection for nothing is to send a head byte by byte, or the rest of a body that has been
    answered already, and not to read its answer.

    Attributes:
        head_seconds: From opening the connection, or from the last answer, to the end of the next
            head.
        read_seconds: How long the client may read nothing while the answer waits for it.
    """

    head_seconds = HEAD_SECONDS
    read_seconds = READ_SECONDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_limit = _Limit(self, self.head_seconds)
        self._read_limit = _Limit(self, self.read_seconds)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect a head from now on."""
        super().connection_made(transport)
        self._head_limit.start()

    def data_received(self, data: bytes) -> None:
        """Expect no head while a request is answered."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_limit.stop()

    def on_response_complete(self) -> None:
        """Expect the next head, or what is left of an answered body."""
        self._head_limit.start()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client does not read."""
        super().pause_writing()
        self._read_limit.start()

    def resume_writing(self) -> None:
        """The client reads on."""
        super().resume_writing()
        self._read_limit.stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is expected any more."""
        super().connection_lost(exc)
        self._head_limit.stop()
        self._read_limit.stop()


class _Limit:
    """Aborts a connection unless it is stopped in time."""

    def __init__(self, connection: GuardedConnection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin again from zero."""
        self.stop()
        self._timer = self._connection.loop.call_later(self._seconds, self._abort)

    def stop(self) -> None:
        """Let the connection be."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _abort(self) -> None:
        self._connection.transport.abort()
