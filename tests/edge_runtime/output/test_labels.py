"""Labels stay within the picture and clear of each other."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from edge_runtime.output.labels import Labels, font_that_fits
from edge_runtime.types import Box, RgbImage

WIDTH, HEIGHT = 600, 400
RED, BLUE = "#ff0000", "#0000ff"


class Page:
    """A black picture with labels."""

    def __init__(self) -> None:
        self.canvas = Image.new("RGB", (WIDTH, HEIGHT))
        self.labels = Labels(ImageDraw.Draw(self.canvas), (WIDTH, HEIGHT), 20)

    def bar(self, colour: str) -> Box:
        """Where the bar of a colour is."""
        rgb: RgbImage = np.asarray(self.canvas)
        wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
        rows, columns = np.nonzero((rgb == wanted).all(axis=2))
        return Box(columns.min(), rows.min(), columns.max(), rows.max())


def test_a_label_stands_above_its_box_where_there_is_room() -> None:
    page = Page()
    page.labels.write("FAKE", Box(100, 200, 300, 300), RED)
    bar = page.bar(RED)
    assert (bar.left, bar.bottom) == (100, 200)
    assert bar.height == pytest.approx(30, abs=1)


def test_without_room_above_it_stands_below_and_without_that_inside() -> None:
    page = Page()
    page.labels.write("FAKE", Box(100, 10, 300, 300), RED)
    assert page.bar(RED).top == 300
    page = Page()
    page.labels.write("FAKE", Box(100, 0, 500, 400), RED)
    assert (page.bar(RED).left, page.bar(RED).top) == (100, 0)


def test_a_later_label_makes_way() -> None:
    page = Page()
    box = Box(100, 200, 300, 300)
    page.labels.write("FAKE", box, RED)
    page.labels.write("REAL", box, BLUE)
    assert page.bar(RED).bottom <= 200
    assert page.bar(BLUE).top >= 300 or page.bar(BLUE).left > page.bar(RED).right


def test_a_place_can_be_kept_clear() -> None:
    page = Page()
    page.labels.keep_clear(Box(0, 150, WIDTH, 200))
    page.labels.write("FAKE", Box(100, 200, 300, 300), RED)
    assert page.bar(RED).top == 300


@pytest.mark.parametrize("box", [Box(-80, -90, 40, 60), Box(580, 380, 700, 500)])
def test_a_box_that_reaches_outside_has_its_label_inside(box: Box) -> None:
    page = Page()
    page.labels.write("a long label of a region", box, RED)
    bar = page.bar(RED)
    assert bar.left >= 0
    assert bar.width > 200
    assert bar.height == pytest.approx(30, abs=1)


def test_a_line_that_is_too_long_gets_a_smaller_font() -> None:
    text = "not a photograph (graphic, drawing, page of text)"
    font = font_that_fits(text, 300, 30)
    assert font.size < 30
    assert font.getlength(text) + font.size / 2 <= 300 * 1.05
    assert font_that_fits(text, 3000, 30).size == 30
    assert font_that_fits(text, 30, 30).size == 8
