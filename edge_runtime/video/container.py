"""The container format of a video, by its first bytes, and why a decoder refuses a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO, Literal, TypeAlias

from edge_runtime.errors import ImageError
from edge_runtime.picture.file_signature import (
    VIDEO_HEAD_BYTES,
    foreign_kind,
    is_picture,
    video_ending,
)
from edge_runtime.types import FailureCode

Container: TypeAlias = Literal["mp4", "matroska", "avi"]

_FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_HANDLER_PARENTS = (b"moov", b"trak", b"mdia")
_EBML = b"\x1aE\xdf\xa3"
_MOST_BOXES = 10_000

_AV1 = "av01"
_NO_VIDEO = "there is no video in it, only sound or a cover picture"
_NO_STREAM = "no video stream in it that this OpenCV can decode"
_DAMAGED = "the file is damaged or cut off"


def container_of(path: str | os.PathLike[str]) -> Container:
    """The container format of a file.

    Play lists, which name other files and addresses, are refused here: FFmpeg would open them.

    Raises:
        ImageError: With code ``unreadable``, ``empty`` or ``unsupported``.
    """
    head = _head_of(path)
    if not head:
        raise ImageError("empty", "the file has no bytes")
    if is_picture(head):
        raise ImageError("unsupported", "a picture under the name of a video: rename it")
    container = _container_of(head)
    if container is None:
        other = foreign_kind(head) or "not an MP4, MOV, 3GP, MKV, WebM or AVI file"
        raise ImageError("unsupported", other)
    return container


def is_video_file(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a video of a container that this tool reads, whatever its name is.

    A file that cannot be read is none, and neither is a pipe: reading it would take its beginning
    away.
    """
    try:
        return os.path.isfile(path) and video_ending(_head_of(path)) is not None
    except ImageError:
        return False


def _head_of(path: str | os.PathLike[str]) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(VIDEO_HEAD_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ImageError("unreadable", f"cannot read the file: {reason}") from error


def require_video(path: str | os.PathLike[str], container: Container) -> None:
    """Refuse an MP4 without a video track: a decoder would take its cover picture for one.

    Raises:
        ImageError: With code ``unsupported``.
    """
    if container != "mp4":
        return
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        handlers = _handlers(file, 0, size) if _is_whole_mp4(file, size) else set()
        if handlers and b"vide" not in handlers:
            raise ImageError("unsupported", _NO_VIDEO)


def why_no_frame(
    path: str | os.PathLike[str], container: Container, codec: str
) -> tuple[FailureCode, str]:
    """Code and message for a file that was opened, and of which no frame can be decoded.

    Args:
        path: The file.
        container: Of the file.
        codec: Four characters.
    """
    with open(path, "rb") as file:
        whole = container != "mp4" or _is_whole_mp4(file, os.fstat(file.fileno()).st_size)
    if whole and codec.lower() == _AV1:
        message = "this OpenCV has no decoder for AV1: convert the video to H.264"
        return "unsupported", message
    return "undecodable", f"{_DAMAGED}: no frame can be decoded"


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


def _handlers(
    file: BinaryIO, start: int, end: int, parents: tuple[bytes, ...] = _HANDLER_PARENTS
) -> set[bytes]:
    """Kinds of the tracks between two places of the file, such as ``vide`` and ``soun``."""
    found: set[bytes] = set()
    for kind, content, box_end in _boxes_from(file, start, end):
        if parents and kind == parents[0]:
            found |= _handlers(file, content, min(box_end, end), parents[1:])
        elif not parents and kind == b"hdlr":
            file.seek(content + 8)
            found.add(file.read(4))
    return found


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    """Type and end of each top-level box; a box shorter than its own header ends the list."""
    return ((kind, end) for kind, _, end in _boxes_from(file, 0, size))


def _boxes_from(file: BinaryIO, start: int, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, start of the content, and end of the boxes between two places of the file."""
    for _ in range(_MOST_BOXES):
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return
        length, header = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, header = int.from_bytes(head[8:16], "big"), 16
        end = size if length == 0 else start + length
        yield head[4:8], start + header, end if end > start + 7 else size + 1
        if end < start + 8 or end >= size:
            return
        start = end


def _riff_size(file: BinaryIO) -> int:
    file.seek(4)
    return int.from_bytes(file.read(4), "little") + 8
