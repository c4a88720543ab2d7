"""PNG files whose chunks are damaged where no pixel depends on them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_SIGNATURE_BYTES = 8
_LOWER_CASE = 0x20
"""The bit of a chunk's first letter that says a decoder may ignore it (PNG 3rd edition, 5.4)."""


def without_damaged_chunks(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A PNG without the ancillary chunks whose checksum is wrong, and their names, each once."""
    kept, left_out = [data[:_SIGNATURE_BYTES]], []
    for chunk in _chunks(data):
        kind, checksum = chunk[4:8], int.from_bytes(chunk[-4:], "big")
        ancillary = kind.isalpha() and kind[0] & _LOWER_CASE
        if ancillary and zlib.crc32(chunk[4:-4]) != checksum:
            left_out.append(kind.decode("ascii"))
        else:
            kept.append(chunk)
    return b"".join(kept), tuple(dict.fromkeys(left_out))


def _chunks(data: bytes) -> Iterator[bytes]:
    """Whole chunks, and what is left behind the last one."""
    at = _SIGNATURE_BYTES
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        yield data[at:end]
        at = end
