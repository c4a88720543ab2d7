"""The bytes of a request, in pieces, within limits of size and time."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

from edge_runtime.server.problem import ProblemError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Message, Receive


class Body:
    """Reads a request's body from ASGI.

    Only the time spent waiting for the client counts, so that a client is not blamed for the time
    its earlier pictures take to scan.

    Args:
        request: The request; its body must not have been read.
        max_bytes: Largest body.
        seconds: Longest wait for the client, in all.

    Raises:
        ProblemError: ``too_large`` if the request announces more than that, ``unsupported`` if the
            body is compressed, ``bad_request`` if its length is no number.

    Attributes:
        received: Bytes so far.
        complete: Whether there is no more.
    """

    def __init__(self, request: Request, max_bytes: int, seconds: float) -> None:
        self._receive: Receive = request.receive
        self._max_bytes = max_bytes
        self._seconds_left = seconds
        self.received = 0
        self.complete = False
        encoding = request.headers.get("content-encoding", "identity")
        if encoding.lower() != "identity":
            raise ProblemError("unsupported", "a compressed body is not taken")
        self._check_length(request.headers.get("content-length", "0"))

    async def read(self) -> bytes:
        """The next piece, which may be empty; only while the body is not complete.

        Raises:
            ProblemError: ``too_large``, ``slow_body``, or ``gone`` if the client has hung up.
        """
        message = await self._next_message()
        if message["type"] == "http.disconnect":
            raise ProblemError("gone", "the client hung up")
        piece: bytes = message.get("body", b"")
        self.complete = not message.get("more_body", False)
        self.received += len(piece)
        self._check_size(self.received)
        return piece

    async def wait_until_gone(self) -> None:
        """Return when the client has hung up; only for a complete body."""
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

    def _check_length(self, announced: str) -> None:
        if not announced.isascii() or not announced.isdigit():
            raise ProblemError("bad_request", "Content-Length is no number")
        self._check_size(int(announced))

    def _check_size(self, size: int) -> None:
        if size > self._max_bytes:
            raise ProblemError("too_large", f"the body has more than {self._max_bytes} bytes")
