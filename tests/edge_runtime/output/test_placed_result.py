"""Boxes follow their picture to another size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from edge_runtime.output.displayed_picture import displayed_picture
from edge_runtime.output.placed_result import place_on
from edge_runtime.picture.decode import Picture, read_rgb
from edge_runtime.result.scan_result import ImageInfo
from edge_runtime.types import Box
from tests.support.result_documents import FAILED, SCANNED


def test_regions_and_possible_faces_are_scaled() -> None:
    placed = place_on(SCANNED, 320, 240)
    assert [region.box for region in placed.regions] == [
        Box(40.0, 0.0, 280.0, 240.0),
        Box(-1.75, 5.125, 45.0, 51.875),
    ]
    assert [face.box for face in placed.possible_faces] == [Box(150.0, 100.0, 170.0, 125.0)]
    assert placed.image == ImageInfo(320, 240, ("first frame only",))


def test_at_its_own_size_it_is_the_same_result() -> None:
    assert place_on(SCANNED, 640, 480) is SCANNED


def test_a_failed_result_has_no_boxes() -> None:
    with pytest.raises(ValueError, match="failed"):
        place_on(FAILED, 320, 240)


def test_a_jpeg_that_is_decoded_at_half_its_scale_keeps_its_boxes_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A white square at (160, 80) of the original must lie in its box."""
    pixels = np.zeros((240, 400, 3), np.uint8)
    pixels[80:160, 160:240] = 255
    Image.fromarray(pixels).save(tmp_path / "large.jpg", quality=95)
    region = replace(SCANNED.regions[1], box=Box(160, 80, 240, 160))
    result = replace(SCANNED, image=ImageInfo(400, 240, ()), regions=(region,))

    def read_small(source: Path) -> Picture:
        return read_rgb(source, max_pixels=400 * 240 - 1)

    monkeypatch.setattr("edge_runtime.output.displayed_picture.read_rgb", read_small)
    rgb, placed = displayed_picture(tmp_path / "large.jpg", result)
    box = placed.regions[0].box
    assert rgb.shape == (120, 200, 3)
    assert box == Box(80, 40, 120, 80)
    assert rgb[41:79, 81:119].min() > 240
    assert rgb[:38].max() < 15
