"""Real files of every picture format, made from one small picture."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image
from pillow_heif import register_heif_opener

WIDTH, HEIGHT = 64, 48


def sample() -> Any:
    """A smooth picture without symmetry, uint8 [48, 64, 3]."""
    x, y = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    return np.stack([3 * x + 40, 4 * y + 30, 230 - 2 * x - y], axis=-1).astype(np.uint8)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The file that Pillow (or pillow-heif) writes."""
    if kind == "HEIF":
        register_heif_opener()
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def stills() -> dict[str, bytes]:
    """Files of one picture; those named lossless give it back exactly."""
    image = Image.fromarray(sample())
    return {
        "jpeg": encoded(image, "JPEG", quality=95, subsampling=0),
        "jpeg_progressive": encoded(image, "JPEG", quality=90, progressive=True),
        "png_lossless": encoded(image, "PNG"),
        "webp": encoded(image, "WEBP", quality=95),
        "webp_lossless": encoded(image, "WEBP", lossless=True),
        "heic": encoded(image, "HEIF", quality=95),
        "avif": encoded(image, "AVIF", quality=95),
        "gif": encoded(image, "GIF"),
        "bmp_lossless": encoded(image, "BMP"),
        "tiff_lossless": encoded(image, "TIFF"),
        "tiff_lzw_lossless": encoded(image, "TIFF", compression="tiff_lzw"),
        "tiff_deflate_lossless": encoded(image, "TIFF", compression="tiff_adobe_deflate"),
    }


def animations() -> dict[str, bytes]:
    """Files of three pictures: red, green, blue."""
    colors = ("#e02010", "#10c020", "#1030e0")
    first, *rest = (Image.new("RGB", (WIDTH, HEIGHT), color) for color in colors)
    more: dict[str, Any] = {"save_all": True, "append_images": rest}
    return {
        "gif_animated": encoded(first, "GIF", duration=50, **more),
        "apng": encoded(first, "PNG", duration=50, **more),
        "webp_animated": encoded(first, "WEBP", lossless=True, duration=50, **more),
        "avif_animated": encoded(first, "AVIF", quality=95, duration=50, **more),
        "tiff_pages": encoded(first, "TIFF", **more),
    }


def png_of(samples: Any) -> bytes:
    """PNG of uint16 [H, W, 3], which Pillow itself cannot write."""
    height, width = samples.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def tiff_of(samples: Any) -> bytes:
    """Uncompressed little-endian TIFF of uint16 [H, W, 3], which Pillow itself cannot write."""
    height, width = samples.shape[:2]
    data = samples.astype("<u2").tobytes()
    depths = 8 + len(data)
    tags = (
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 3, depths),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 8),
        (277, 3, 1, 3),
        (278, 4, 1, height),
        (279, 4, 1, len(data)),
    )
    table = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags)
    head = b"II*\0" + struct.pack("<I", depths + 6)
    return head + data + struct.pack("<HHH", 16, 16, 16) + table + struct.pack("<I", 0)


def icc_profile(name: str, primaries: Any, gamma: float) -> bytes:
    """A minimal ICC version 2 display profile.

    Args:
        name: Its description.
        primaries: XYZ of red, green and blue adapted to D50, float [3, 3], a primary a row.
        gamma: Exponent of the tone curve.
    """
    title = name.encode("ascii") + b"\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(title)) + title + bytes(78)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    white = (0.9642, 1.0, 0.8249)
    tags = {b"desc": desc, b"cprt": b"text\0\0\0\0none\0", b"wtpt": xyz_tag(white)}
    for letter, primary in zip((b"r", b"g", b"b"), primaries, strict=True):
        tags[letter + b"XYZ"] = xyz_tag(primary)
        tags[letter + b"TRC"] = curve
    return profile_of(tags)


def xyz_tag(values: Any) -> bytes:
    """An element of type XYZ: three numbers of fixed point."""
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def profile_of(tags: dict[bytes, bytes]) -> bytes:
    """An ICC version 2 display profile of these elements."""
    offset = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for key, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        table += key + struct.pack(">II", offset + len(body), len(data))
        body += padded
    size = 128 + len(table) + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    return header.ljust(68, b"\0") + xyz_tag((0.9642, 1.0, 0.8249))[8:] + bytes(48) + table + body
