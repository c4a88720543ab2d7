from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from edge_runtime.types import Box
from model_dev.detector.small_faces import LARGE, Portrait, with_small_face

GREY, RED, BLUE = (90, 90, 90), (255, 0, 0), (0, 0, 255)


def portrait(colour: tuple[int, int, int]) -> Portrait:
    """A face of 60 x 80 pixels of one colour, with as much around it."""
    return Portrait(Image.new("RGB", (200, 200), colour), Box(70, 60, 130, 140))


@pytest.mark.parametrize("share", [0.04, 0.12])
@pytest.mark.parametrize("seed", range(5))
def test_the_face_has_its_size_and_lies_where_it_is_said(share: float, seed: int) -> None:
    scene = Image.new("RGB", (1200, 900), GREY)
    picture, box = with_small_face(scene, portrait(RED), share, np.random.default_rng(seed))
    assert box.height == pytest.approx(share * 900, abs=1)
    assert box.width / box.height == pytest.approx(60 / 80, rel=0.05)
    inside = np.asarray(picture)[int(box.top + 2) : int(box.bottom - 2), int(box.left + 2)]
    assert np.abs(inside.astype(int) - RED).max() <= 8
    assert scene.getpixel((int(box.left) + 2, int(box.top) + 2)) == GREY


def test_the_edges_are_blended() -> None:
    scene = Image.new("RGB", (1200, 900), GREY)
    picture, _ = with_small_face(scene, portrait(RED), 0.12, np.random.default_rng(1))
    colours = {colour for _, colour in picture.getcolors(1 << 20) or []}
    assert len(colours - {GREY, RED}) > 10


def test_a_large_face_is_in_the_other_half() -> None:
    scene = Image.new("RGB", (1200, 900), GREY)
    draw = np.random.default_rng(2)
    picture, box = with_small_face(scene, portrait(RED), 0.04, draw, portrait(BLUE))
    rows, columns = np.nonzero((np.asarray(picture) == BLUE).all(axis=2))
    assert np.ptp(rows) > LARGE * 900
    assert columns.max() < 600 <= box.left
