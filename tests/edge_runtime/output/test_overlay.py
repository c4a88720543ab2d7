"""Evidence drawn where it lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from edge_runtime.bundle.contract import Contract
from edge_runtime.output.overlay import draw_evidence
from edge_runtime.result.scan_result import ImageInfo, Region, ScanResult
from edge_runtime.types import Box, EvidenceMap, RgbImage, Verdict
from tests.support.result_documents import FAILED, SCANNED, WHOLE
from tests.support.sample_contract import contract_dict

CROP = Contract.parse(contract_dict()).crop
HALVES: EvidenceMap = np.repeat(np.float32([[-1, -1, -1, 0, 1, 1, 1]]), 7, axis=0)


def drawn(width: int, height: int, region: Region, evidence: EvidenceMap | None) -> RgbImage:
    rgb = np.full((height, width, 3), 128, np.uint8)
    return np.asarray(draw_evidence(rgb, result_of(width, height, region, evidence), CROP))


def result_of(width: int, height: int, region: Region, evidence: EvidenceMap | None) -> ScanResult:
    maps = () if evidence is None else (evidence,)
    info = ImageInfo(width, height, ())
    return replace(SCANNED, image=info, regions=(region,), evidence=maps)


def test_red_speaks_for_fake_and_blue_for_real() -> None:
    region = replace(WHOLE, box=Box(0, 0, 800, 800))
    picture = drawn(800, 800, region, HALVES).astype(int)
    left, middle, right = picture[400, 100], picture[400, 400], picture[400, 700]
    assert left[2] > left[0] + 50
    assert right[0] > right[2] + 50
    assert np.abs(middle - 128).max() < 30


def test_heat_covers_a_faces_square_with_its_margin_and_no_more() -> None:
    region = replace(SCANNED.regions[0], box=Box(400, 400, 600, 600))
    picture = drawn(1000, 1000, region, np.ones((7, 7), np.float32))
    plain = picture[500] == 128
    assert not plain[345:395].all(axis=1).any()
    assert plain[:335].all()
    assert plain[665:].all()


def test_a_square_may_reach_outside_the_picture() -> None:
    region = replace(SCANNED.regions[0], box=Box(-50, -50, 200, 200))
    picture = drawn(600, 600, region, HALVES)
    assert picture.shape == (600, 600, 3)
    assert (picture[100, 5] != 128).any()


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
