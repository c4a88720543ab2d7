"""Reads the body of a request in chunks, with limits on its size and on the time it takes."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

from edge_runtime.server.problem import ProblemError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Message, Receive


class RequestBody:
    """The body of a request.

    Only the time spent waiting for the client counts. A client is not blamed for the time that
    scanning its earlier pictures takes.

    Args:
        request: A request whose body has not been read.
        max_bytes: Size limit.
        seconds: Longest total wait for the client.

    Raises:
        ProblemError: ``too_large`` if Content-Length exceeds the limit, ``unsupported`` if the
            body is compressed, ``bad_request`` if Content-Length is not a number.

    Attributes:
        received: Bytes so far.
        complete: Whether the whole body has arrived.
    """

    def __init__(self, request: Request, max_bytes: int, seconds: float) -> None:
        self._receive: Receive = request.receive
        self._max_bytes = max_bytes
        self._seconds_left = seconds
        self.received = 0
        self.complete = False
        encoding = request.headers.get("content-encoding", "identity")
        if encoding.lower() != "identity":
            raise ProblemError("unsupported", "compressed bodies are not accepted")
        self._check_content_length(request.headers.get("content-length", "0"))

    async def read(self) -> bytes:
        """The next chunk, which may be empty. Call it only until the body is complete.

        Raises:
            ProblemError: ``too_large``, ``slow_body``, or ``gone`` if the client has disconnected.
        """
        message = await self._next_message()
        if message["type"] == "http.disconnect":
            raise ProblemError("gone", "the client disconnected")
        chunk: bytes = message.get("body", b"")
        self.complete = not message.get("more_body", False)
        self.received += len(chunk)
        self._check_size(self.received)
        return chunk

    async def wait_for_disconnect(self) -> None:
        """Return when the client disconnects. Call it only when the body is complete."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _next_message(self) -> Message:
        start = perf_counter()
        try:
            message = await asyncio.wait_for(self._receive(), self._seconds_left)
        except asyncio.TimeoutError:
            raise ProblemError("slow_body", "the body took too long to arrive") from None
        self._seconds_left = max(0.0, self._seconds_left - (perf_counter() - start))
        return message

    def _check_content_length(self, value: str) -> None:
        if not value.isascii() or not value.isdigit():
            raise ProblemError("bad_request", "Content-Length is not a number")
        self._check_size(int(value))

    def _check_size(self, size: int) -> None:
        if size > self._max_bytes:
            raise ProblemError("too_large", f"the body has more than {self._max_bytes} bytes")
