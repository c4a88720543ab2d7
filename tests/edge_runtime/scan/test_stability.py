from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from PIL import Image

from edge_runtime.scan.stability import EDITS, UNEDITED, EditedVerdict, judge_edits
from edge_runtime.types import Verdict

SIZE = (200, 100)


@dataclass
class Answer:
    verdict: Verdict | None
    probability: float | None
    reasons: tuple[str, ...] = ()


@dataclass
class Recorder:
    """Answers like a scanner: the mean of the pixels decides."""

    seen: list[Image.Image] = field(default_factory=list)

    def __call__(self, source: Any) -> Answer:
        image = Image.open(io.BytesIO(source)) if isinstance(source, bytes) else source
        self.seen.append(image)
        if min(image.size) < 60:
            return Answer(None, None)
        level = float(np.asarray(image.convert("L")).mean()) / 255
        verdict = Verdict.FAKE if level > 0.5 else Verdict.UNSURE
        return Answer(verdict, level, () if verdict is Verdict.FAKE else ("unstable",))


@pytest.fixture
def picture() -> Image.Image:
    """Left half dark, right half bright; brighter at the top."""
    down, across = np.mgrid[0:100, 0:200]
    level = np.where(across < 100, 60, 200) - down // 4
    return Image.fromarray(np.repeat(level[..., None], 3, axis=2).astype(np.uint8))


def seen_by_edit(picture: Image.Image) -> dict[str, Image.Image]:
    recorder = Recorder()
    rows = list(judge_edits(recorder, picture))
    assert [row.edit for row in rows] == list(EDITS)
    return dict(zip(EDITS, recorder.seen, strict=True))


def test_sizes_of_the_edited_pictures(picture: Image.Image) -> None:
    sizes = {name: image.size for name, image in seen_by_edit(picture).items()}
    assert sizes == {
        "none": (200, 100),
        "mirrored": (200, 100),
        "1 pixel cut off": (199, 99),
        "3 % cut off": (188, 94),
        "75 % of the size": (150, 75),
        "50 % of the size": (100, 50),
        "JPEG quality 60": (200, 100),
        "JPEG quality 40": (200, 100),
        "WebP quality 80": (200, 100),
        "letterbox": (200, 124),
        "border": (216, 116),
        "screenshot": (180, 108),
        "turned by 90": (100, 200),
        "turned by 180": (200, 100),
        "turned by 270": (100, 200),
    }


def test_what_was_where_goes_where_it_should(picture: Image.Image) -> None:
    seen = seen_by_edit(picture)
    corner = picture.getpixel((0, 0))
    assert seen["mirrored"].getpixel((199, 0)) == corner
    assert seen["turned by 90"].getpixel((99, 0)) == corner
    assert seen["turned by 180"].getpixel((199, 99)) == corner
    assert seen["turned by 270"].getpixel((0, 199)) == corner
    assert seen["1 pixel cut off"].getpixel((0, 0)) == picture.getpixel((1, 1))
    assert seen["3 % cut off"].getpixel((0, 0)) == picture.getpixel((6, 3))
    assert seen["letterbox"].getpixel((0, 11)) == (0, 0, 0)
    assert seen["letterbox"].getpixel((0, 12)) == corner
    assert seen["border"].getpixel((7, 7)) == (255, 255, 255)
    assert seen["border"].getpixel((8, 8)) == corner
    assert seen["screenshot"].getpixel((0, 0)) == (238, 238, 240)


def test_encodings_and_their_loss(picture: Image.Image) -> None:
    seen = seen_by_edit(picture)
    assert [seen[name].format for name in ("JPEG quality 60", "JPEG quality 40")] == ["JPEG"] * 2
    assert seen["WebP quality 80"].format == "WEBP"
    reference = np.asarray(picture, np.int16)
    error = {
        name: np.abs(np.asarray(seen[name].convert("RGB"), np.int16) - reference).mean()
        for name in ("JPEG quality 60", "JPEG quality 40")
    }
    assert 0 < error["JPEG quality 60"] < error["JPEG quality 40"]


def test_verdicts_are_those_of_the_scanner(picture: Image.Image) -> None:
    rows = {row.edit: row for row in judge_edits(Recorder(), picture)}
    assert rows["50 % of the size"] == EditedVerdict("50 % of the size", None, None, ())
    assert rows[UNEDITED].verdict is Verdict.UNSURE
    assert rows[UNEDITED].reasons == ("unstable",)
    level = float(np.asarray(picture.convert("L")).mean()) / 255
    assert rows[UNEDITED].probability == pytest.approx(level)
    assert rows["turned by 90"].probability == pytest.approx(level)
    assert rows["letterbox"].probability == pytest.approx(level * 100 / 124)
    assert rows["border"].verdict is Verdict.FAKE
