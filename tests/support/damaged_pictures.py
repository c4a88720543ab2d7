"""Endless ways to damage a picture file, each one named by a seed."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence

Damage = Callable[[bytes, bytes, random.Random], bytes]
"""(the file, another file, chance) to a damaged file."""

HUGE = (0xFFFFFFFF, 0x7FFFFFFF, 0xFFFF, 60_000, 12_345)


def cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data))]


def flip_bits(data: bytes, _: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def flip_header(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Bytes near the start hold sizes, offsets, modes and compressions."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 2, 5))):
        damaged[chance.randrange(min(400, len(damaged)))] = chance.randrange(256)
    return bytes(damaged)


def splice(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The head of one file on the body of another."""
    at = chance.choice((4, 8, 12, 16, 32, 64, 128))
    return data[:at] + other[at:]


def drop_middle(data: bytes, _: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 64) :] + b"\x00"


def repeat_middle(data: bytes, _: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start : start + 200] * 3 + data[start:]


def huge_number(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """A huge number where a width, a height, a length or an offset may be."""
    damaged, number = bytearray(data), chance.choice(HUGE)
    form = chance.choice(("<I", ">I", "<H", ">H"))
    value = struct.pack(form, number & (0xFFFF if form[1] == "H" else 0xFFFFFFFF))
    at = chance.randrange(min(400, len(damaged)))
    damaged[at : at + len(value)] = value
    return bytes(damaged)


DAMAGES: Sequence[Damage] = (
    cut,
    flip_bits,
    flip_header,
    splice,
    drop_middle,
    repeat_middle,
    huge_number,
)


def damaged_pictures(files: Mapping[str, bytes], count: int, seed: int) -> list[tuple[str, bytes]]:
    """``count`` damaged files with the way to make each again: format, damage and seed."""
    names = sorted(files)
    made = []
    for number in range(seed, seed + count):
        chance = random.Random(number)
        name, other, damage = chance.choice(names), chance.choice(names), chance.choice(DAMAGES)
        made.append(
            (f"{name}, {damage.__name__}, {number}", damage(files[name], files[other], chance))
        )
    return made


def _chunk(name: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def png_that_claims(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG with sound checksums and this size; its pixels are ``body``, deflated."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(body)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_with_text_bomb(megabytes: int) -> bytes:
    """A 1 x 1 PNG with compressed text and a compressed profile that grow a thousandfold."""
    bomb = zlib.compress(bytes(megabytes * 1_000_000), 9)
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = (
        _chunk(b"IHDR", head),
        _chunk(b"iCCP", b"p\x00\x00" + bomb),
        _chunk(b"zTXt", b"t\x00\x00" + bomb),
        _chunk(b"IDAT", zlib.compress(bytes(4))),
        _chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def jpeg_that_claims(data: bytes, width: int, height: int) -> bytes:
    """A JPEG whose frame header states another size."""
    at = next(i for i in range(len(data)) if data[i : i + 2] in (b"\xff\xc0", b"\xff\xc2"))
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def bmp_that_claims(data: bytes, width: int, height: int) -> bytes:
    """A BMP whose header states another size."""
    return data[:18] + struct.pack("<ii", width, height) + data[26:]


def gif_that_claims(data: bytes, width: int, height: int) -> bytes:
    """A GIF whose logical screen has another size."""
    return data[:6] + struct.pack("<HH", width, height) + data[10:]


def tiff_that_claims(data: bytes, width: int, height: int) -> bytes:
    """A little-endian TIFF whose first directory states another size, and one strip for all."""
    start = struct.unpack_from("<I", data, 4)[0]
    sizes, damaged = {256: width, 257: height, 278: height}, bytearray(data)
    for entry in range(struct.unpack_from("<H", data, start)[0]):
        at = start + 2 + 12 * entry
        tag = struct.unpack_from("<H", data, at)[0]
        if tag in sizes:
            struct.pack_into("<HHII", damaged, at, tag, 4, 1, sizes[tag] & 0xFFFFFFFF)
    return bytes(damaged)


def heic_that_claims(data: bytes, width: int, height: int) -> bytes:
    """A HEIC whose property of spatial extents states another size than its bitstream."""
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]
