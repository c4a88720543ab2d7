"""What kind of file a picture is, by its first bytes."""

from __future__ import annotations

from typing import Literal, TypeAlias

VideoEnding: TypeAlias = Literal[".mp4", ".mkv", ".avi"]

JPEG = b"\xff\xd8\xff"
"""The first bytes of every JPEG."""

PNG = b"\x89PNG"
"""The first bytes of every PNG."""

TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
"""The first bytes of every TIFF; the latter two are of BigTIFF."""

BMP = b"BM"
"""The first bytes of every BMP."""

_SIGNATURES = (JPEG, PNG, b"GIF8", BMP, *TIFF)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis")
_GENERAL_BRANDS = (b"mif1", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
_OTHER_BRANDS = (b"crx ", b"jpm ", b"mjp2")
_MAX_FTYP_BYTES = 256

_EBML = b"\x1aE\xdf\xa3"
_SAVE = "save it as PNG or JPEG"
_CONVERT = "convert it to MP4"

_FOREIGN: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\xff\x0a", "a JPEG XL picture", _SAVE),
    (4, b"JXL \r\n\x87\n", "a JPEG XL picture", _SAVE),
    (4, b"jP  \r\n\x87\n", "a JPEG 2000 picture", _SAVE),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 picture", _SAVE),
    (0, b"8BPS", "a Photoshop document (PSD)", _SAVE),
    (4, b"ftypcrx ", "a camera raw file (CR3)", _SAVE),
    (0, b"FUJIFILMCCD-RAW", "a camera raw file (RAF)", _SAVE),
    (0, b"IIU\x00", "a camera raw file (RW2)", _SAVE),
    (0, b"IIRO", "a camera raw file (ORF)", _SAVE),
    (0, b"%PDF-", "a PDF document", _SAVE),
    (4, b"ftypM4A ", "a sound file (M4A)", "give a picture or a video"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a Windows Media file (WMV, ASF)", _CONVERT),
    (0, b"FLV\x01", "a Flash video (FLV)", _CONVERT),
    (0, b"\x00\x00\x01\xba", "an MPEG video", _CONVERT),
    (0, b"OggS", "an Ogg file", _CONVERT),
)
"""Offset and bytes of a signature, what the file is, and what to do."""

_VIDEO_NAMES = {".mp4": "an MP4, MOV or 3GP", ".mkv": "a Matroska or WebM", ".avi": "an AVI"}


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as those of a picture format that this tool reads."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data.startswith(_SIGNATURES) or webp or is_heif(data) or _is_avif(data)


def is_heif(data: bytes) -> bool:
    """Whether the `ftyp` box (ISO/IEC 14496-12) means HEIF, and not AVIF under a general brand."""
    if data[4:8] != b"ftyp":
        return False
    major = data[8:12]
    return major in _HEIF_BRANDS or (major in _GENERAL_BRANDS and not _is_avif(data))


def _is_avif(data: bytes) -> bool:
    end = min(int.from_bytes(data[:4], "big"), _MAX_FTYP_BYTES)
    brands = [data[8:12], *(data[i : i + 4] for i in range(16, end, 4))]
    return data[4:8] == b"ftyp" and any(brand in _AVIF_BRANDS for brand in brands)


def video_ending(data: bytes) -> VideoEnding | None:
    """The usual ending of the name of a video whose container this tool reads; None if it is none.

    Args:
        data: The beginning of a file, at least `VIDEO_HEAD_BYTES` if it has so many.
    """
    if data.startswith(_EBML):
        return ".mkv"
    if data[:4] == b"RIFF" and data[8:12] == b"AVI ":
        return ".avi"
    if data[4:8] not in (b"ftyp", b"moov", b"mdat") or is_picture(data):
        return None
    return None if foreign_kind(data) or data[8:12] in _OTHER_BRANDS else ".mp4"


VIDEO_HEAD_BYTES = _MAX_FTYP_BYTES
"""So many bytes at the beginning of a file tell whether it is a video."""


def foreign_kind(data: bytes) -> str | None:
    """What a file of a known kind is that this tool does not read, and what to do; else None."""
    for start, signature, kind, advice in _FOREIGN:
        if data[start : start + len(signature)] == signature:
            return f"{kind}, which this tool does not read: {advice}"
    return None


def video_as_picture(data: bytes) -> str | None:
    """What to do with a video that was given as a picture; None if the file is no video."""
    ending = video_ending(data)
    if ending is None:
        return None
    return f"{_VIDEO_NAMES[ending]} video, not a picture: name it {ending} to have it judged"
