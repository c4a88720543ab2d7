"""What kind of file a picture is, by its first bytes."""

from __future__ import annotations

JPEG = b"\xff\xd8\xff"
"""The first bytes of every JPEG."""

_SIGNATURES = (
    JPEG,
    b"\x89PNG",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis")
_GENERAL_BRANDS = (b"mif1", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
_MAX_FTYP_BYTES = 256


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as those of a picture format that this tool reads."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data.startswith(_SIGNATURES) or webp or data[4:8] == b"ftyp"


def is_heif(data: bytes) -> bool:
    """Whether the `ftyp` box (ISO/IEC 14496-12) means HEIF, and not AVIF under a general brand."""
    if data[4:8] != b"ftyp":
        return False
    major, end = data[8:12], min(int.from_bytes(data[:4], "big"), _MAX_FTYP_BYTES)
    compatible = [data[i : i + 4] for i in range(16, end, 4)]
    avif = any(brand in _AVIF_BRANDS for brand in compatible)
    return major in _HEIF_BRANDS or (major in _GENERAL_BRANDS and not avif)
