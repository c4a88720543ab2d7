"""Judges one picture under edits that say nothing about where it comes from.

A verdict that such an edit turns around should not be relied on.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PIL import Image, ImageOps

from edge_runtime.picture.decode import Source
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.types import Reason, Verdict

UNEDITED = "none"


@dataclass(frozen=True, slots=True)
class EditedVerdict:
    """The verdict on an edited picture.

    Attributes:
        edit: Name in `EDITS`.
        verdict: None if the edited picture could not be judged (too small, for example).
        probability: Of fake, in [0, 1]; None without a verdict.
        reasons: What caps the verdict at UNSURE.
    """

    edit: str
    verdict: Verdict | None
    probability: float | None
    reasons: tuple[Reason, ...]


def judge_edits(
    scan: Callable[[Source], ScanResult], picture: Image.Image
) -> Iterator[EditedVerdict]:
    """Judge a picture under each edit, the unedited one first.

    Args:
        scan: Such as `edge_runtime.scan.scanner.Scanner.scan`.
        picture: Upright, RGB.

    Raises:
        EngineError: If the network fails.
    """
    for name, result in scan_edits(scan, picture):
        yield EditedVerdict(name, result.verdict, result.probability, result.reasons)


def scan_edits(
    scan: Callable[[Source], ScanResult], picture: Image.Image
) -> Iterator[tuple[str, ScanResult]]:
    """Whole results; see `judge_edits`."""
    for name, edit in EDITS.items():
        yield name, scan(edit(picture))


def _mirrored(picture: Image.Image) -> Image.Image:
    return ImageOps.mirror(picture)


def _pixel_cut(picture: Image.Image) -> Image.Image:
    """Without the first row and column."""
    return picture.crop((min(1, picture.width - 1), min(1, picture.height - 1), *picture.size))


def _cut(picture: Image.Image) -> Image.Image:
    """Without 3 % of the width and height on each side."""
    across, down = round(picture.width * 0.03), round(picture.height * 0.03)
    return picture.crop((across, down, picture.width - across, picture.height - down))


def _resized(share: float) -> Callable[[Image.Image], Image.Image]:
    def edit(picture: Image.Image) -> Image.Image:
        size = tuple(max(1, round(side * share)) for side in picture.size)
        return picture.resize((size[0], size[1]), Image.Resampling.BICUBIC)

    return edit


def _encoded(encoding: str, quality: int) -> Callable[[Image.Image], bytes]:
    def edit(picture: Image.Image) -> bytes:
        buffer = io.BytesIO()
        picture.save(buffer, encoding, quality=quality)
        return buffer.getvalue()

    return edit


def _letterboxed(picture: Image.Image) -> Image.Image:
    """With black bars above and below, each an eighth of the height."""
    return ImageOps.expand(picture, (0, picture.height // 8), (0, 0, 0))


def _bordered(picture: Image.Image) -> Image.Image:
    """With a white border of 4 % of the longer side."""
    return ImageOps.expand(picture, max(1, round(max(picture.size) * 0.04)), (255, 255, 255))


def _screenshot(picture: Image.Image) -> Image.Image:
    """Shown at nine tenths of its size between two grey bars of a window."""
    small = _resized(0.9)(picture)
    bar = max(1, small.height // 10)
    shown = ImageOps.expand(small, (0, bar), (238, 238, 240))
    line = (0, bar - max(1, bar // 20), small.width, bar)
    shown.paste((200, 200, 204), line)
    return shown


def _turned(transpose: Image.Transpose) -> Callable[[Image.Image], Image.Image]:
    def edit(picture: Image.Image) -> Image.Image:
        return picture.transpose(transpose)

    return edit


EDITS: Mapping[str, Callable[[Image.Image], Source]] = {
    UNEDITED: lambda picture: picture,
    "mirrored": _mirrored,
    "1 pixel cut off": _pixel_cut,
    "3 % cut off": _cut,
    "75 % of the size": _resized(0.75),
    "50 % of the size": _resized(0.5),
    "JPEG quality 60": _encoded("JPEG", 60),
    "JPEG quality 40": _encoded("JPEG", 40),
    "WebP quality 80": _encoded("WEBP", 80),
    "letterbox": _letterboxed,
    "border": _bordered,
    "screenshot": _screenshot,
    "turned by 90": _turned(Image.Transpose.ROTATE_270),
    "turned by 180": _turned(Image.Transpose.ROTATE_180),
    "turned by 270": _turned(Image.Transpose.ROTATE_90),
}
"""Edits by name; each takes an upright RGB picture and gives what a scanner takes."""
