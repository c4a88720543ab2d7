"""Parses a request's body into form parts while it arrives; nothing is written to disk."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TypeAlias

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from edge_runtime.server.problem import ProblemError

MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class PartHead:
    """The headers of a part, which come before its data.

    Attributes:
        field: Name of the form field; None for a body that is a file itself.
        filename: As the client sent it; None if it sent none.
        content_type: Lower case, without parameters; None if the client sent none.
    """

    field: str | None
    filename: str | None
    content_type: str | None


@dataclass(frozen=True, slots=True)
class PartEnd:
    """The current part is complete."""


FormEvent: TypeAlias = PartHead | bytes | PartEnd
"""Head, chunk of data, or end of a part."""


class SingleFileReader:
    """Gives a body that is a file itself the form of one part without a field name."""

    def __init__(self) -> None:
        self._head: list[FormEvent] = [PartHead(None, None, None)]

    def feed(self, chunk: bytes) -> deque[FormEvent]:
        """See `MultipartReader.feed`."""
        head, self._head = self._head, []
        return deque([*head, chunk])

    def end(self) -> deque[FormEvent]:
        """See `MultipartReader.end`."""
        return deque([PartEnd()])


class MultipartReader:
    """Parses multipart form data (RFC 7578).

    Args:
        content_type: The request's Content-Type, which names the boundary.

    Raises:
        ProblemError: ``bad_request`` if the boundary is missing or invalid.
    """

    def __init__(self, content_type: str) -> None:
        boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
        if not boundary:
            raise ProblemError("bad_request", "Content-Type names no boundary")
        self._events: deque[FormEvent] = deque()
        self._headers: dict[bytes, bytes] = {}
        self._name, self._value = b"", b""
        self._started, self._ended = False, False
        try:
            self._parser = MultipartParser(boundary, self._callbacks())  # type: ignore[arg-type]
        except FormParserError as error:
            raise ProblemError("bad_request", str(error)) from error

    def feed(self, chunk: bytes) -> deque[FormEvent]:
        """Parse the next chunk of the body.

        Raises:
            ProblemError: ``bad_request`` if the body is not a multipart form.
        """
        try:
            self._parser.write(self._without_preamble(chunk))
        except FormParserError as error:
            raise ProblemError("bad_request", f"the form is malformed: {error}") from error
        events, self._events = self._events, deque()
        return events

    def end(self) -> deque[FormEvent]:
        """Check that the form is complete; call it at the end of the body.

        Raises:
            ProblemError: ``bad_request`` if the closing boundary is missing.
        """
        if not self._ended:
            raise ProblemError("bad_request", "the form ends before its closing boundary")
        return deque()

    def _without_preamble(self, chunk: bytes) -> bytes:
        """Strip line ends before the first boundary.

        The parser would also skip other bytes after them, and how many would depend on where the
        chunks end.
        """
        rest = chunk if self._started else chunk.lstrip(b"\r\n")
        self._started = self._started or bool(rest)
        return rest

    def _callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._headers.clear,
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers_finished,
            "on_part_data": self._on_part_data,
            "on_part_end": lambda: self._events.append(PartEnd()),
            "on_end": self._on_end,
        }

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def _on_headers_finished(self) -> None:
        options = parse_options_header(self._headers.get(b"content-disposition"))[1]
        filename, content_type = options.get(b"filename"), self._headers.get(b"content-type")
        self._events.append(
            PartHead(
                field=_text(options.get(b"name", b"")),
                filename=None if filename is None else _text(filename),
                content_type=None if content_type is None else media_type_of(_text(content_type)),
            )
        )

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._events.append(data[start:end])

    def _on_end(self) -> None:
        self._ended = True


def media_type_of(content_type: str) -> str:
    """A Content-Type in lower case, without its parameters."""
    return content_type.split(";", 1)[0].strip().lower()


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
