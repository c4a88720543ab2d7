"""Evidence drawn where it lies, and boxes around what was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import ImageColor

from edge_runtime.bundle.contract import Contract
from edge_runtime.output.evidence_heat import WHOLE_BESIDE_FACES
from edge_runtime.output.outlines import COLOURS
from edge_runtime.output.overlay import draw_evidence
from edge_runtime.picture.region_crop import region_square
from edge_runtime.result.scan_result import ImageInfo, Region, ScanResult
from edge_runtime.types import Box, EvidenceMap, Face, RgbImage, Verdict
from tests.support.result_documents import FACE, FAILED, SCANNED, WHOLE
from tests.support.sample_contract import contract_dict

CROP = Contract.parse(contract_dict()).crop
HALVES: EvidenceMap = np.repeat(np.float32([[-1, -1, -1, 0, 1, 1, 1]]), 7, axis=0)
FAKE_EVERYWHERE: EvidenceMap = np.ones((7, 7), np.float32)
REAL_EVERYWHERE: EvidenceMap = -FAKE_EVERYWHERE


def drawn(width: int, height: int, region: Region, evidence: EvidenceMap | None) -> RgbImage:
    return drawn_all(width, height, [region], () if evidence is None else (evidence,))


def drawn_all(
    width: int,
    height: int,
    regions: Sequence[Region],
    evidence: tuple[EvidenceMap, ...] = (),
    possible: tuple[Face, ...] = (),
) -> RgbImage:
    rgb = np.full((height, width, 3), 128, np.uint8)
    result = result_of(width, height, regions, evidence)
    return np.asarray(draw_evidence(rgb, replace(result, possible_faces=possible), CROP))


def result_of(
    width: int, height: int, regions: Sequence[Region], evidence: tuple[EvidenceMap, ...]
) -> ScanResult:
    info = ImageInfo(width, height, ())
    return replace(
        SCANNED, image=info, rotated=0, regions=tuple(regions), possible_faces=(), evidence=evidence
    )


def is_coloured(picture: RgbImage, verdict: Verdict) -> np.ndarray:
    return (picture == ImageColor.getrgb(COLOURS[verdict])).all(axis=2)


def test_red_speaks_for_fake_and_blue_for_real() -> None:
    region = replace(WHOLE, box=Box(0, 0, 800, 800))
    picture = drawn(800, 800, region, HALVES).astype(int)
    left, middle, right = picture[400, 100], picture[400, 400], picture[400, 700]
    assert left[2] > left[0] + 50
    assert right[0] > right[2] + 50
    assert np.abs(middle - 128).max() < 30


def test_heat_covers_a_faces_square_and_no_more() -> None:
    region = replace(FACE, box=Box(400, 400, 600, 600))
    square = region_square("face", region.box, CROP)
    assert square.width == pytest.approx(320)
    picture = drawn(1000, 1000, region, FAKE_EVERYWHERE)
    plain = picture[500] == 128
    left, right = round(square.left), round(square.right)
    assert not plain[left + 5 : 395].all(axis=1).any()
    assert plain[: left - 1].all()
    assert plain[right + 1 :].all()
    column = (picture[:, 380] == 128).all(axis=1)
    assert not column[round(square.bottom) - 2]
    assert column[round(square.bottom) + 1 :].all()


def test_a_square_may_reach_outside_the_picture() -> None:
    region = replace(FACE, box=Box(-50, -50, 200, 200))
    picture = drawn(600, 600, region, HALVES)
    assert picture.shape == (600, 600, 3)
    assert (picture[100, 5] != 128).any()


LARGE = replace(FACE, box=Box(300, 300, 500, 500))
SMALL = replace(FACE, box=Box(520, 350, 620, 450))
SQUARE = replace(WHOLE, box=Box(0, 0, 1000, 1000))


def test_no_place_has_the_evidence_of_two_regions() -> None:
    """With equal evidence everywhere the squares of the faces must not show where they overlap."""
    maps = (np.zeros((7, 7), np.float32), FAKE_EVERYWHERE, FAKE_EVERYWHERE)
    picture = drawn_all(1000, 1000, [SQUARE, LARGE, SMALL], maps)
    squares = [region_square("face", face.box, CROP) for face in (LARGE, SMALL)]
    assert squares[1].left < 505 < 515 < squares[0].right
    alone, shared = picture[480, 280], picture[430, 510]
    assert alone.tolist() == shared.tolist() == [179, 66, 80]


def test_a_face_shows_its_own_evidence_and_not_that_of_the_whole_picture() -> None:
    maps = (FAKE_EVERYWHERE, REAL_EVERYWHERE)
    picture = drawn_all(1000, 1000, [SQUARE, LARGE], maps).astype(int)
    inside, outside = picture[400, 400], picture[900, 200]
    assert inside[2] > inside[0] + 50
    assert outside[0] > outside[2] + 30


def test_beside_faces_the_evidence_of_the_whole_picture_is_fainter() -> None:
    alone = drawn_all(1000, 1000, [SQUARE], (FAKE_EVERYWHERE,))[900, 200].astype(int)
    maps = (FAKE_EVERYWHERE, FAKE_EVERYWHERE)
    beside = drawn_all(1000, 1000, [SQUARE, LARGE], maps)[900, 200].astype(int)
    assert np.abs(beside - 128) == pytest.approx(WHOLE_BESIDE_FACES * np.abs(alone - 128), abs=1)


def test_the_whole_picture_has_a_thick_line_alone_and_a_thin_one_beside_faces() -> None:
    alone = is_coloured(drawn_all(1000, 1000, [SQUARE]), Verdict.UNSURE)[900, :60]
    beside = is_coloured(drawn_all(1000, 1000, [SQUARE, LARGE]), Verdict.UNSURE)[900, :60]
    assert (alone.sum(), beside.sum()) == (8, 2)


def test_faces_have_thick_lines_in_the_colours_of_their_verdicts() -> None:
    faces = [LARGE, replace(SMALL, verdict=Verdict.REAL)]
    picture = drawn_all(1000, 1000, [SQUARE, *faces])
    assert is_coloured(picture, Verdict.FAKE)[480, 290:320].sum() == 8
    assert is_coloured(picture, Verdict.REAL)[400, 510:540].sum() == 8


def test_a_possible_face_has_a_thin_dashed_line_and_no_verdict() -> None:
    plain = drawn_all(1000, 1000, [SQUARE])
    possible = (Face(Box(600, 600, 800, 800), 0.55),)
    picture = drawn_all(1000, 1000, [SQUARE], possible=possible)
    changed = (picture != plain).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert (columns.min(), rows.min()) == (600, 600)
    assert max(columns.max(), rows.max()) <= 801
    assert not changed[605:795, 605:795].any()
    light = picture[600, 600:800, 0] > 200
    assert 0.4 < light.mean() < 0.6
    assert np.count_nonzero(np.diff(light.astype(int))) >= 8


def test_a_label_does_not_hide_a_possible_face() -> None:
    above = Face(Box(300, 240, 500, 290), 0.55)
    picture = drawn_all(1000, 1000, [SQUARE, LARGE], possible=(above,))
    assert (picture[245:280, 310:490] == 128).all()


def test_labels_of_neighbouring_faces_do_not_hide_each_other() -> None:
    boxes = [Box(100 + 210 * i, 300, 300 + 210 * i, 500) for i in range(4)]
    verdicts = [Verdict.FAKE, Verdict.REAL, Verdict.FAKE, Verdict.REAL]
    faces = [replace(FACE, box=b, verdict=v) for b, v in zip(boxes, verdicts, strict=True)]
    picture = drawn_all(1000, 1000, [SQUARE, *faces])
    line = 8 * 200
    for verdict, boxes_of in ((Verdict.FAKE, boxes[0::2]), (Verdict.REAL, boxes[1::2])):
        bars = is_coloured(picture, verdict).sum() - len(boxes_of) * 4 * line
        assert bars > 2 * 30 * 300


@pytest.mark.parametrize(
    ("width", "height"), [(32, 32), (33, 400), (400, 33), (2000, 1500), (32, 6000), (6000, 32)]
)
def test_words_are_drawn_inside_any_picture(width: int, height: int) -> None:
    side = min(width, height)
    region = replace(WHOLE, box=Box(0, 0, side, side), verdict=Verdict.FAKE)
    picture = drawn(width, height, region, None)
    assert min(picture.shape[:2]) >= min(512, 4096 * side // max(width, height), 2000)
    white = (picture > 240).all(axis=2)
    assert white.sum() > 40


def test_small_pictures_are_enlarged() -> None:
    assert drawn(64, 64, replace(WHOLE, box=Box(0, 0, 64, 64)), HALVES).shape == (512, 512, 3)


def test_no_evidence_at_all_leaves_the_picture_clear() -> None:
    region = replace(WHOLE, box=Box(0, 0, 800, 800))
    picture = drawn(800, 800, region, np.zeros((7, 7), np.float32))
    assert (picture[200:700, 50:750] == 128).all()


def test_a_failed_result_has_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="failed"):
        draw_evidence(np.zeros((8, 8, 3), np.uint8), FAILED, CROP)
