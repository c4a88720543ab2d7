"""Reads the pictures of one request, one after another, while the body arrives."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from edge_runtime.server.multipart import (
    MULTIPART,
    FormEvent,
    MultipartReader,
    PartEnd,
    PartHead,
    SingleFileReader,
    media_type_of,
)
from edge_runtime.server.problem import ProblemError
from edge_runtime.server.request_body import RequestBody
from edge_runtime.server.upload import Upload, UploadBuffer

if TYPE_CHECKING:
    from starlette.requests import Request

    from edge_runtime.server.settings import Settings
    from edge_runtime.server.upload_budget import UploadBudget

ONE_FIELD = "file"
"""Form field of the only picture of a request."""

MANY_FIELD = "files"
"""Form field of each of several pictures."""

BINARY = "application/octet-stream"

_PICTURE_FIELDS = (ONE_FIELD, MANY_FIELD, None)
_MAX_OTHER_FIELDS = 64


class UploadReader:
    """Reads the pictures of one request; call `close` when their bytes are no longer needed.

    At most one picture is in memory: reading the next one releases the one before. Form fields
    of other names are skipped.

    Args:
        request: A request whose body has not been read.
        settings: The limits.
        budget: Counts the bytes in memory.

    Attributes:
        body: The request's body.

    Raises:
        ProblemError: ``unsupported`` if the body is neither a picture nor a form; those of
            `RequestBody` and `MultipartReader`.
    """

    def __init__(self, request: Request, settings: Settings, budget: UploadBudget) -> None:
        content_type = request.headers.get("content-type", "")
        media_type = media_type_of(content_type)
        is_form = media_type == MULTIPART
        _check_media_type("the body", media_type, MULTIPART)
        limit = settings.max_body_bytes if is_form else settings.max_picture_bytes
        self.body = RequestBody(request, limit, settings.body_seconds)
        self._form = MultipartReader(content_type) if is_form else SingleFileReader()
        self._settings = settings
        self._budget = budget
        self._events: deque[FormEvent] = deque()
        self._buffer: UploadBuffer | None = None
        self._reserved_by_last = 0
        self._pictures = 0
        self._other_fields = 0

    async def next(self) -> Upload | None:
        """The next picture; None after the last one.

        Raises:
            ProblemError: If the body is malformed, exceeds a limit or arrives too slowly, or if the
                client has disconnected.
        """
        self._release_last()
        while self._events or not self.body.complete:
            if not self._events:
                await self._read_chunk()
                continue
            upload = self._handle(self._events.popleft())
            if upload is not None:
                self._reserved_by_last = len(upload.data)
                return upload
        return None

    def close(self) -> None:
        """Release all bytes."""
        self._release_last()
        if self._buffer is not None:
            self._budget.release(self._buffer.size)
            self._buffer = None

    def _release_last(self) -> None:
        self._budget.release(self._reserved_by_last)
        self._reserved_by_last = 0

    async def _read_chunk(self) -> None:
        chunk = await self.body.read()
        self._events = self._form.feed(chunk)
        if self.body.complete:
            self._events += self._form.end()

    def _handle(self, event: FormEvent) -> Upload | None:
        if isinstance(event, PartHead):
            self._buffer = self._start(event)
        elif self._buffer is not None and isinstance(event, PartEnd):
            upload, self._buffer = self._buffer.finish(), None
            return upload
        elif self._buffer is not None and isinstance(event, bytes):
            self._buffer.add(event)
        return None

    def _start(self, head: PartHead) -> UploadBuffer | None:
        """A buffer for a picture; None for a field that is skipped."""
        if head.field not in _PICTURE_FIELDS:
            self._count_other_field()
            return None
        if head.content_type is not None:
            _check_media_type("a file", head.content_type)
        self._pictures += 1
        if self._pictures > self._settings.max_files:
            raise ProblemError("too_large", f"more than {self._settings.max_files} pictures")
        return UploadBuffer(head, self._settings.max_picture_bytes, self._budget)

    def _count_other_field(self) -> None:
        self._other_fields += 1
        if self._other_fields > _MAX_OTHER_FIELDS:
            raise ProblemError("bad_request", f"more than {_MAX_OTHER_FIELDS} other form fields")


def _check_media_type(what: str, media_type: str, *others: str) -> None:
    if media_type in (BINARY, *others) or media_type.startswith("image/"):
        return
    accepted = ", ".join((*others, "image/*", BINARY))
    raise ProblemError("unsupported", f"{what} is {media_type[:80]!r}; accepted are {accepted}")
