"""A damaged file gives a picture or a failure with a code, never a crash, and little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image

from edge_runtime.types import FailureCode
from tests.support.damaged_pictures import (
    bmp_that_claims,
    damaged_pictures,
    gif_that_claims,
    heic_that_claims,
    jpeg_that_claims,
    png_that_claims,
    png_with_text_bomb,
    tiff_that_claims,
)
from tests.support.encoded_pictures import animations, encoded, sample, stills

FILES = {**stills(), **animations()}

MEMORY = 512 * 2**20
"""Most bytes that reading one file may take, the interpreter with its libraries included."""

READER = '''
import json, resource, sys, traceback, warnings
from pathlib import Path
import numpy as np
from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import Picture, read_rgb

def outcome(path):
    try:
        picture = read_rgb(path)
    except ImageError as error:
        return error.code
    except BaseException:
        return "crash: " + traceback.format_exc()
    sound = isinstance(picture, Picture) and picture.rgb.dtype == np.uint8
    sound = sound and picture.rgb.ndim == 3 and picture.rgb.shape[2] == 3 and picture.rgb.size
    return "picture" if sound else "not a picture: " + repr(picture)

def peak():
    """On Linux, ru_maxrss starts at what the parent process held."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest * (1 if sys.platform == "darwin" else 1024)

if sys.argv[2] == "error":
    warnings.simplefilter("error")
for path in sorted(Path(sys.argv[1]).iterdir()):
    print(path.name, json.dumps(outcome(path)), file=sys.__stdout__, flush=True)
print("peak", peak(), flush=True)
'''


def read_apart(folder: Path, on_warning: str = "ignore") -> tuple[dict[str, str], int]:
    """What a child process makes of every file of a folder, and its peak memory in bytes."""
    command = [sys.executable, "-c", READER, str(folder), on_warning]
    root = Path(__file__).parents[3]
    child = subprocess.run(command, capture_output=True, text=True, timeout=1800, cwd=root)
    outcomes, peak = {}, 0
    for line in child.stdout.splitlines():
        name, _, text = line.partition(" ")
        if name == "peak":
            peak = int(text)
        else:
            outcomes[name] = json.loads(text)
    assert child.returncode == 0, f"after {list(outcomes)[-1:]}: {child.stderr[-2000:]}"
    return outcomes, peak


def check(pictures: list[tuple[str, bytes]], folder: Path, on_warning: str = "ignore") -> list[str]:
    for number, (_, data) in enumerate(pictures):
        (folder / f"{number:06}").write_bytes(data)
    outcomes, peak = read_apart(folder, on_warning)
    assert len(outcomes) == len(pictures)
    known = {"picture", *get_args(FailureCode)}
    crashed = {
        label: outcome
        for (label, _), outcome in zip(pictures, outcomes.values(), strict=True)
        if outcome not in known
    }
    assert crashed == {}
    assert peak <= MEMORY
    return list(outcomes.values())


def test_sound_files_come_through_the_same_check(tmp_path: Path) -> None:
    assert check(list(FILES.items()), tmp_path) == ["picture"] * len(FILES)


@pytest.mark.parametrize("on_warning", ["ignore", "error"])
def test_damaged_files(tmp_path: Path, on_warning: str) -> None:
    outcomes = check(damaged_pictures(FILES, 400, seed=0), tmp_path, on_warning)
    assert {"picture", "undecodable", "unsupported"} <= set(outcomes)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_thousands_of_damaged_files(part: int, tmp_path: Path) -> None:
    outcomes = check(damaged_pictures(FILES, 2500, seed=10_000 * (part + 1)), tmp_path)
    assert {"picture", "undecodable", "unsupported"} <= set(outcomes)


@pytest.mark.parametrize("name", FILES)
def test_every_beginning_of_a_file(name: str, tmp_path: Path) -> None:
    data = FILES[name]
    lengths = sorted({*range(1, 40), *range(40, len(data), max(1, len(data) // 25))})
    outcomes = check([(f"{n} bytes", data[:n]) for n in lengths], tmp_path)
    assert set(outcomes) <= {"picture", "undecodable", "unsupported"}


def test_dimensions_that_cannot_be(tmp_path: Path) -> None:
    kinds = ("JPEG", "BMP", "GIF", "TIFF", "HEIF")
    jpeg, bmp, gif, tiff, heic = (encoded(Image.fromarray(sample()), kind) for kind in kinds)
    sizes = [(65_535, 65_535), (1, 65_535), (13_000, 13_000), (7_072, 7_072), (0, 8)]
    pictures = [(f"jpeg {w} {h}", jpeg_that_claims(jpeg, w, h)) for w, h in sizes]
    pictures += [(f"gif {w} {h}", gif_that_claims(gif, w, h)) for w, h in sizes]
    pictures += [(f"heic {w} {h}", heic_that_claims(heic, w, h)) for w, h in sizes]
    wide = [*sizes, (2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (1, 2**31 - 1)]
    pictures += [(f"png {w} {h}", png_that_claims(w, h)) for w, h in wide]
    pictures += [(f"bmp {w} {h}", bmp_that_claims(bmp, w, h)) for w, h in wide]
    pictures += [(f"tiff {w} {h}", tiff_that_claims(tiff, w, h)) for w, h in wide]
    pictures += [("bmp upside down", bmp_that_claims(bmp, -96, -64))]
    outcomes = dict(zip((label for label, _ in pictures), check(pictures, tmp_path), strict=True))
    for kind in ("jpeg", "gif", "png", "bmp", "tiff"):
        assert outcomes[f"{kind} 65535 65535"] == "too_large"
    assert outcomes["heic 65535 65535"] in ("too_large", "undecodable")


def test_little_files_that_grow(tmp_path: Path) -> None:
    blank = Image.new("L", (7_000, 7_000))
    pictures = [
        ("tiff", encoded(blank, "TIFF", compression="tiff_lzw")),
        ("heic", encoded(Image.new("RGB", (2_000, 2_000)), "HEIF", quality=10)),
        ("text and profile", png_with_text_bomb(200)),
        ("more rows than stated", png_that_claims(8, 8, bytes(200_000_000))),
        ("many rows missing", png_that_claims(7_000, 7_000, bytes(100))),
    ]
    assert all(len(data) < 600_000 for _, data in pictures)
    assert check(pictures, tmp_path)[:2] == ["picture", "picture"]
