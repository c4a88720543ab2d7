"""What the camera's window shows of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from edge_runtime.camera.frame import CameraFrame
from edge_runtime.camera.overlay import draw_overlay, status_line
from edge_runtime.camera.processor_heat import Heat
from edge_runtime.output.outlines import COLOURS
from edge_runtime.tracking.voting import VotedRegion
from edge_runtime.types import Box, RgbImage, Verdict
from tests.support.result_documents import FACE, SCANNED, WHOLE

GREY = np.full((480, 640, 3), 128, np.uint8)
SQUARE = VotedRegion(1, WHOLE, 0.6, Verdict.UNSURE, 9, capped=True)
PERSON = VotedRegion(
    2, replace(FACE, box=Box(250, 150, 350, 280)), 0.9, Verdict.FAKE, 9, capped=False
)


def frame_of(regions: Sequence[VotedRegion], verdict: Verdict = Verdict.FAKE) -> CameraFrame:
    assert SCANNED.timings_ms is not None
    return CameraFrame(
        number=9,
        seconds=1.0,
        width=640,
        height=480,
        verdict=verdict,
        probability=0.7,
        reasons=(),
        regions=tuple(regions),
        faces_omitted=0,
        fps=7.4,
        dropped=0,
        heat=Heat(None, ()),
        bundle=SCANNED.bundle,
        runtime=SCANNED.runtime,
        timings_ms=SCANNED.timings_ms,
    )


def drawn(*regions: VotedRegion) -> RgbImage:
    return draw_overlay(GREY, frame_of(regions))


def coloured(picture: RgbImage, verdict: Verdict) -> NDArray[np.bool_]:
    return (picture == ImageColor.getrgb(COLOURS[verdict])).all(axis=2)


def test_beside_faces_the_whole_picture_has_a_thin_line_and_no_label() -> None:
    picture = drawn(SQUARE, PERSON)
    assert coloured(picture, Verdict.UNSURE)[200, 70:100].sum() == 1
    assert coloured(picture, Verdict.FAKE)[200, 240:270].sum() == 4
    inside = picture[2:100, 83:557]
    assert (inside == 128).all()


def test_alone_it_has_a_thick_line_and_a_label() -> None:
    picture = drawn(SQUARE)
    unsure = coloured(picture, Verdict.UNSURE)
    assert unsure[200, 70:100].sum() == 4
    assert unsure[5:20, 90:120].mean() > 0.3


def test_the_frame_itself_is_not_changed() -> None:
    before = GREY.copy()
    drawn(SQUARE, PERSON)
    assert (before == GREY).all()


def test_the_status_line_tells_why_a_frame_is_unsure() -> None:
    frame = replace(
        frame_of([SQUARE], Verdict.UNSURE),
        reasons=("no_colour", "faces_omitted"),
        faces_omitted=2,
        heat=Heat(61.0, ("throttled",)),
    )
    assert status_line(frame) == (
        "7.4 fps  61 °C  UNSURE  fake 70%  throttled  black and white  2 faces more than are judged"
    )
    assert status_line(frame_of([SQUARE])) == "7.4 fps  FAKE  fake 70%"


def test_a_long_status_line_fits_the_frame() -> None:
    frame = replace(frame_of([SQUARE], Verdict.UNSURE), reasons=("not_a_photograph", "no_colour"))
    bar = draw_overlay(GREY, frame)[-10:]
    written = np.nonzero((bar > 150).any(axis=(0, 2)))[0]
    assert 560 < written.max() < 638
