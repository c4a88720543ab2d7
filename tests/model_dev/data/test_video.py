from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from edge_runtime.errors import ImageError
from model_dev.data.video import read_frames, spread_frames
from tests.support.small_videos import SIDE, STEP, write_broken_video, write_video


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [(1, [4]), (3, [1, 4, 7]), (4, [1, 3, 5, 7]), (9, list(range(9))), (40, list(range(9)))],
)
def test_frames_are_the_centres_of_equal_parts(
    tmp_path: Path, wanted: int, numbers: list[int]
) -> None:
    assert spread_frames(write_video(tmp_path / "a.mp4"), wanted) == numbers


def test_frames_are_those_that_were_written(tmp_path: Path) -> None:
    frames = dict(read_frames(write_video(tmp_path / "a.mp4"), [0, 3, 8]))
    assert list(frames) == [0, 3, 8]
    for number, rgb in frames.items():
        assert rgb is not None
        assert rgb.shape == (SIDE, SIDE, 3)
        assert rgb.dtype == np.uint8
        assert rgb.flags.c_contiguous
        assert rgb.mean() == pytest.approx(40 + STEP * number, abs=4)


def test_colours_are_red_first(tmp_path: Path) -> None:
    import cv2

    path = tmp_path / "red.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), 25, (SIDE, SIDE))
    writer.write(np.full((SIDE, SIDE, 3), (0, 0, 200), np.uint8))
    writer.release()
    ((_, rgb),) = read_frames(path, [0])
    assert rgb is not None
    assert rgb[..., 0].mean() > 150 > 60 > rgb[..., 2].mean()


def test_a_frame_after_the_end_is_none_and_said(tmp_path: Path) -> None:
    found = dict(read_frames(write_video(tmp_path / "a.mp4"), [8, 9, 40]))
    assert [number for number, rgb in found.items() if rgb is None] == [9, 40]


def test_a_percent_sign_in_a_name_is_no_pattern(tmp_path: Path) -> None:
    assert spread_frames(write_video(tmp_path / "a%02d.mp4"), 1) == [4]


@pytest.mark.parametrize(
    ("name", "code"),
    [("gone", "unreadable"), ("empty", "empty"), ("text", "undecodable"), ("cut", "undecodable")],
)
def test_a_broken_video_has_a_code(tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / f"{name}.mp4"
    if name == "cut":
        write_broken_video(path)
    elif name != "gone":
        path.write_text("no video " * 40 * (name == "text"))
    for read in (lambda: spread_frames(path, 3), lambda: list(read_frames(path, [0]))):
        with pytest.raises(ImageError) as error:
            read()
        assert error.value.code == code
