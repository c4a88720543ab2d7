"""Multipart form data (RFC 7578) taken apart while it arrives; nothing is kept or spooled here."""

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
    """What a part says of itself before its bytes.

    Attributes:
        field: Name of the form field; None for a body that is no form.
        filename: As the client sent it; None if it sent none.
        content_type: Lower case, without parameters; None if the client sent none.
    """

    field: str | None
    filename: str | None
    content_type: str | None


@dataclass(frozen=True, slots=True)
class PartEnd:
    """The part whose head came last is complete."""


Event: TypeAlias = PartHead | bytes | PartEnd


class PartSplitter:
    """Turns the bytes of a multipart body into heads, pieces and ends of parts.

    Args:
        content_type: The request's header, with the boundary.

    Raises:
        ProblemError: ``bad_request`` if it names no usable boundary.
    """

    def __init__(self, content_type: str) -> None:
        boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
        if not boundary:
            raise ProblemError("bad_request", "the Content-Type names no boundary")
        self._events: deque[Event] = deque()
        self._headers: dict[bytes, bytes] = {}
        self._name, self._value = b"", b""
        self._begun, self._ended = False, False
        try:
            self._parser = MultipartParser(boundary, self._callbacks())  # type: ignore[arg-type]
        except FormParserError as error:
            raise ProblemError("bad_request", str(error)) from error

    def feed(self, piece: bytes) -> deque[Event]:
        """What became known with the next piece of the body.

        Raises:
            ProblemError: ``bad_request`` if the body is no multipart form.
        """
        try:
            self._parser.write(self._without_preamble(piece))
        except FormParserError as error:
            raise ProblemError("bad_request", f"the form is malformed: {error}") from error
        events, self._events = self._events, deque()
        return events

    def end(self) -> deque[Event]:
        """Call it when the body is complete; nothing more becomes known.

        Raises:
            ProblemError: ``bad_request`` if the last part is not.
        """
        if not self._ended:
            raise ProblemError("bad_request", "the form ends before its last boundary")
        return deque()

    def _without_preamble(self, piece: bytes) -> bytes:
        """The piece without line ends before the first boundary.

        The parser would skip more after them, and how much would depend on where the pieces end.
        """
        rest = piece if self._begun else piece.lstrip(b"\r\n")
        self._begun = self._begun or bool(rest)
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
        filename, kind = options.get(b"filename"), self._headers.get(b"content-type")
        self._events.append(
            PartHead(
                field=_text(options.get(b"name", b"")),
                filename=None if filename is None else _text(filename),
                content_type=None if kind is None else media_type_of(_text(kind)),
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
