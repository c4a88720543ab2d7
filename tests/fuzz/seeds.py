"""Sound inputs of every target, from which fuzzing starts."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PIL import Image

from edge_runtime.picture.tiff_tags import WEBP
from tests.support.encoded_pictures import HEIGHT, WIDTH, animations, encoded, sample, stills
from tests.support.sample_contract import contract_dict
from tests.support.written_tiff import tiff


def seeds() -> Mapping[str, list[bytes]]:
    """Inputs by the name of their target."""
    return {
        "picture": [*stills().values(), *animations().values(), *_mended()],
        "contract": [json.dumps(contract_dict()).encode()],
        "form": [bytes([step]) + _form() for step in (0, 3, 40, 255)],
    }


def _mended() -> list[bytes]:
    """A JPEG without its end, and a TIFF of WebP strips."""
    webp = encoded(Image.fromarray(sample()), "WEBP", quality=80)
    strips = tiff(WIDTH, HEIGHT, webp, 8, 2, samples=3, compression=WEBP)
    return [stills()["jpeg"][:-2], strips]


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
