"""Reads damaged pictures and tells what came of them: ``python fuzz_images.py COUNT SEED``.

A program of its own, so that a crash, an endless loop or a flood of memory is seen from outside.
Its last line is a JSON object; ``last`` in the file named by the third argument is the case that
was being read.
"""

from __future__ import annotations

import json
import random
import resource
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from encoded_pictures import animations, stills

from edge_runtime.errors import ImageError
from edge_runtime.image import read_rgb

CODES = {"unreadable", "empty", "undecodable", "unsupported", "too_large"}
HUGE = (0, 1, 7071, 30_000, 65_535, 2**31 - 1, 2**32 - 1)
MOST_ADDRESSES = 6 * 2**30

Damage = Callable[[bytes, random.Random], bytes]


def cut_off(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data))]


def flip_bits(data: bytes, draw: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(draw.choice((1, 2, 8, 40))):
        damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
    return bytes(damaged)


def flip_head(data: bytes, draw: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(draw.choice((1, 3))):
        damaged[draw.randrange(min(len(damaged), 96))] = draw.choice((0, 1, 127, 128, 255))
    return bytes(damaged)


def splice(data: bytes, draw: random.Random) -> bytes:
    """Leave out, repeat or swap in a part."""
    a, b = sorted(draw.randrange(len(data)) for _ in range(2))
    other = draw.choice(SEEDS)[1]
    c, d = sorted(draw.randrange(len(other)) for _ in range(2))
    middle = draw.choice((b"", data[a:b] * 2, other[c:d], bytes(b - a)))
    return data[:a] + middle + data[b:]


def huge(data: bytes, draw: random.Random) -> bytes:
    """Declare another size; what is declared must not be believed."""
    width, height = draw.choice(HUGE), draw.choice(HUGE)
    return b"".join(_declare(data, width, height, draw))


def _declare(data: bytes, width: int, height: int, draw: random.Random) -> Iterator[bytes]:
    if data.startswith(b"\x89PNG"):
        header = data[12:16] + struct.pack(">II", width, height) + data[24:29]
        yield from (data[:12], header, struct.pack(">I", zlib.crc32(header)), data[33:])
        return
    place, form = _size_field(data)
    if place is None:
        yield flip_head(data, draw)
        return
    most = 2 ** (8 * struct.calcsize(form) // 2) - 1
    pair = (height, width) if data.startswith(b"\xff\xd8") else (width, height)
    field = struct.pack(form, *(min(value, most) for value in pair))
    yield from (data[:place], field, data[place + len(field) :])


def _size_field(data: bytes) -> tuple[int | None, str]:
    if data.startswith(b"GIF8"):
        return 6, "<HH"
    if data.startswith(b"BM"):
        return 18, "<II"
    if data.startswith(b"RIFF"):
        return 26, "<HH"
    if data.startswith(b"\xff\xd8"):
        start = max(data.find(b"\xff\xc0"), data.find(b"\xff\xc2"))
        return (start + 5 if start > 0 else None), ">HH"
    extent = data.find(b"ispe")
    return (extent + 8 if extent > 0 else None), ">II"


DAMAGES: tuple[Damage, ...] = (cut_off, flip_bits, flip_head, splice, huge)
SEEDS = [*stills().items(), *animations().items()]


def cases(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """The damaged files; each format and each kind of damage in turn."""
    for i in range(count):
        draw = random.Random(f"{seed}-{i}")
        name, data = SEEDS[i % len(SEEDS)]
        damage = DAMAGES[i // len(SEEDS) % len(DAMAGES)]
        yield f"{i}:{name}:{damage.__name__}", damage(data, draw)


def outcome(data: bytes) -> str:
    """ "read", an error's code, or what is wrong with what came back."""
    try:
        picture = read_rgb(data)
    except ImageError as error:
        return error.code if error.code in CODES and error.message else f"bad code {error.code!r}"
    except Exception as error:
        return f"raised {type(error).__name__}: {error}"
    rgb: Any = picture.rgb
    whole = rgb.ndim == 3 and rgb.shape[2] == 3 and rgb.dtype == np.uint8 and rgb.size > 0
    return "read" if whole else f"bad picture {rgb.shape} {rgb.dtype}"


def peak_mb() -> float:
    """Most memory this process ever held, in MiB."""
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def main(count: int, seed: int, last: Path) -> None:
    for _, data in SEEDS:
        assert outcome(data) == "read"
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    before, outcomes, wrong = peak_mb(), Counter[str](), {}
    largest = ("", 0.0)
    for name, data in cases(count, seed):
        last.write_text(name, "utf-8")
        found = outcome(data)
        outcomes[found if found in {*CODES, "read"} else "wrong"] += 1
        if found not in {*CODES, "read"}:
            wrong[name] = found
        largest = max(largest, (name, peak_mb() - before), key=lambda pair: pair[1])
    print(json.dumps({"outcomes": outcomes, "wrong": wrong, "largest": largest}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
