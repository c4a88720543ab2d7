"""The container format of a video, by its first bytes, and why a decoder refuses a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO, Literal, TypeAlias

from edge_runtime.errors import ImageError
from edge_runtime.types import FailureCode

Container: TypeAlias = Literal["mp4", "matroska", "avi"]

_FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_EBML = b"\x1aE\xdf\xa3"
_HEADER_BYTES = 12
_MOST_BOXES = 10_000

_NO_STREAM = "no video stream in it that this OpenCV can decode"
_DAMAGED = "the file is damaged or cut off"


def container_of(path: str | os.PathLike[str]) -> Container:
    """The container format of a file.

    Play lists, which name other files and addresses, are refused here: FFmpeg would open them.

    Raises:
        ImageError: With code ``unreadable``, ``empty`` or ``unsupported``.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(_HEADER_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ImageError("unreadable", f"cannot read the file: {reason}") from error
    if not head:
        raise ImageError("empty", "the file has no bytes")
    container = _container_of(head)
    if container is None:
        raise ImageError("unsupported", "not an MP4, MOV, MKV, WebM or AVI file")
    return container


def why_refused(path: str | os.PathLike[str], container: Container) -> tuple[FailureCode, str]:
    """Code and message for a file of this container that the decoder did not open."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if container == "mp4" and _is_whole_mp4(file, size):
            return "unsupported", _NO_STREAM
        if container == "avi" and _riff_size(file) <= size:
            return "unsupported", _NO_STREAM
    if container == "matroska":
        return "undecodable", f"{_DAMAGED}, or there is {_NO_STREAM}"
    return "undecodable", _DAMAGED


def _container_of(head: bytes) -> Container | None:
    if head[4:8] in _FIRST_BOXES:
        return "mp4"
    if head.startswith(_EBML):
        return "matroska"
    return "avi" if head[:4] == b"RIFF" and head[8:12] == b"AVI " else None


def _is_whole_mp4(file: BinaryIO, size: int) -> bool:
    """Whether every box ends inside the file and one is the index, ``moov`` (ISO/IEC 14496-12)."""
    boxes = list(_boxes(file, size))
    return any(kind == b"moov" for kind, _ in boxes) and all(end <= size for _, end in boxes)


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    """Type and end of each top-level box; a box shorter than its own header ends the list."""
    start = 0
    for _ in range(_MOST_BOXES):
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        end = size if length == 0 else start + length
        yield head[4:8], end if end > start + 7 else size + 1
        if end < start + 8 or end >= size:
            return
        start = end


def _riff_size(file: BinaryIO) -> int:
    file.seek(4)
    return int.from_bytes(file.read(4), "little") + 8
