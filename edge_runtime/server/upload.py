"""The pictures of a request, one after another, as they arrive."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_runtime.server.body import Body
from edge_runtime.server.multipart import (
    MULTIPART,
    Event,
    PartEnd,
    PartHead,
    PartSplitter,
    media_type_of,
)
from edge_runtime.server.problem import ProblemError
from edge_runtime.server.upload_budget import HeldBytes

if TYPE_CHECKING:
    from starlette.requests import Request

    from edge_runtime.server.settings import Settings

ONE = "file"
"""Form field of the only picture of a request."""

MANY = "files"
"""Form field of each of several pictures."""

WHOLE = None
"""Stands for the field where the body itself is the picture."""

FIELDS = (ONE, MANY, WHOLE)
BYTES = "application/octet-stream"
MAX_OTHER_PARTS = 64
"""Form fields of other names are skipped, up to this many."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One picture file in memory.

    Attributes:
        field: ``ONE``, ``MANY`` or ``WHOLE``.
        name: File name as the client sent it; None if it sent none.
        data: The file.
        sha256: Of the file, hexadecimal.
    """

    field: str | None
    name: str | None
    data: bytes
    sha256: str


class WholeBody:
    """A body that is a picture itself, told as the only part of a form without a name."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque([PartHead(WHOLE, None, None)])

    def feed(self, piece: bytes) -> deque[Event]:
        """See `PartSplitter.feed`."""
        events, self._events = self._events, deque()
        events.append(piece)
        return events

    def end(self) -> deque[Event]:
        """See `PartSplitter.end`."""
        return deque([PartEnd()])


class _Growing:
    """A picture of which more is to come."""

    def __init__(self, head: PartHead, max_bytes: int, held: HeldBytes) -> None:
        self._head = head
        self._max_bytes = max_bytes
        self._held = held
        self._pieces: list[bytes] = []
        self._hash = hashlib.sha256()
        self.size = 0

    def add(self, piece: bytes) -> None:
        if self.size + len(piece) > self._max_bytes:
            raise ProblemError("too_large", f"a picture has more than {self._max_bytes} bytes")
        self._held.take(len(piece))
        self.size += len(piece)
        self._pieces.append(piece)
        self._hash.update(piece)

    def finish(self) -> Upload:
        data = b"".join(self._pieces)
        return Upload(self._head.field, self._head.filename, data, self._hash.hexdigest())


class Uploads:
    """Reads the pictures of one request; close it when their bytes are no longer needed.

    It holds one picture at a time: asking for the next lets go of the one before.

    Args:
        request: The request.
        settings: The limits.
        held: The budget that the bytes are drawn from.

    Raises:
        ProblemError: ``unsupported`` if the request is neither a picture nor a form; those of
            `Body` and `PartSplitter`.
    """

    def __init__(self, request: Request, settings: Settings, held: HeldBytes) -> None:
        content_type = request.headers.get("content-type", "")
        kind = media_type_of(content_type)
        form = kind == MULTIPART
        _check_kind("the body", kind, MULTIPART)
        limit = settings.max_body_bytes if form else settings.max_picture_bytes
        self.body = Body(request, limit, settings.body_seconds)
        self._splitter = PartSplitter(content_type) if form else WholeBody()
        self._settings = settings
        self._held = held
        self._events: deque[Event] = deque()
        self._growing: _Growing | None = None
        self._last_size = 0
        self._pictures, self._others = 0, 0

    async def next(self) -> Upload | None:
        """The next picture; None after the last.

        Raises:
            ProblemError: If the body is malformed, beyond a limit, too slow, or its sender is gone.
        """
        self._let_go_of_last()
        while self._events or not self.body.complete:
            if not self._events:
                await self._read_on()
                continue
            upload = self._follow(self._events.popleft())
            if upload is not None:
                self._last_size = len(upload.data)
                return upload
        return None

    def close(self) -> None:
        """Let go of all bytes."""
        self._let_go_of_last()
        if self._growing is not None:
            self._held.give_back(self._growing.size)
            self._growing = None

    def _let_go_of_last(self) -> None:
        self._held.give_back(self._last_size)
        self._last_size = 0

    async def _read_on(self) -> None:
        piece = await self.body.read()
        self._events = self._splitter.feed(piece)
        if self.body.complete:
            self._events += self._splitter.end()

    def _follow(self, event: Event) -> Upload | None:
        if isinstance(event, PartHead):
            self._growing = self._start(event)
        elif self._growing is not None and isinstance(event, PartEnd):
            return self._finish(self._growing)
        elif self._growing is not None and isinstance(event, bytes):
            self._growing.add(event)
        return None

    def _start(self, head: PartHead) -> _Growing | None:
        if head.field not in FIELDS:
            return self._skip()
        if head.content_type is not None:
            _check_kind("a file", head.content_type)
        self._pictures += 1
        if self._pictures > self._settings.max_files:
            raise ProblemError("too_large", f"more than {self._settings.max_files} pictures")
        return _Growing(head, self._settings.max_picture_bytes, self._held)

    def _skip(self) -> _Growing | None:
        self._others += 1
        if self._others > MAX_OTHER_PARTS:
            raise ProblemError("bad_request", f"more than {MAX_OTHER_PARTS} other form fields")
        return None

    def _finish(self, growing: _Growing) -> Upload:
        self._growing = None
        return growing.finish()


def _check_kind(what: str, kind: str, *others: str) -> None:
    if kind not in (BYTES, *others) and not kind.startswith("image/"):
        accepted = ", ".join((*others, "image/*", BYTES))
        raise ProblemError("unsupported", f"{what} is {kind[:80]!r}, this server reads {accepted}")
