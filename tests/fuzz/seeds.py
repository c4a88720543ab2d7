"""Sound inputs of every target, from which fuzzing starts."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.support.encoded_pictures import animations, stills
from tests.support.sample_contract import contract_dict


def seeds() -> Mapping[str, list[bytes]]:
    """Inputs by the name of their target."""
    return {
        "picture": [*stills().values(), *animations().values()],
        "contract": [json.dumps(contract_dict()).encode()],
        "form": [bytes([step]) + _form() for step in (0, 3, 40, 255)],
    }


def _form() -> bytes:
    """Two pictures, and a field that is skipped."""
    parts = (
        ('name="file"; filename="a.png"', "image/png", b"first\r\n-"),
        ('name="note"', "text/plain", b"skipped"),
        ('name="files"; filename="\xc3\xa9.jpg"', "image/jpeg", b""),
    )
    body = b"".join(_part(*part) for part in parts)
    return body + b"--b--\r\n"


def _part(disposition: str, kind: str, data: bytes) -> bytes:
    head = f"--b\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {kind}\r\n\r\n"
    return head.encode("latin-1") + data + b"\r\n"
