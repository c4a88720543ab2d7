"""Frames come out of real encoded video where they were put in, upright; bad files have codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_runtime.errors import ImageError
from edge_runtime.video import clip as clip_module
from edge_runtime.video.clip import Clip, middles
from tests.support.clips import (
    CODECS,
    HEIGHT,
    WIDTH,
    audio_only,
    index_first,
    number_on,
    turn_clockwise,
    without_duration,
    write_clip,
)


@pytest.mark.parametrize("ending", CODECS)
def test_each_container_gives_its_frames_by_number(ending: str, tmp_path: Path) -> None:
    with Clip(write_clip(tmp_path / f"clip{ending}", frames=57)) as clip:
        assert (clip.width, clip.height, clip.frames) == (WIDTH, HEIGHT, 57)
        assert clip.seconds == pytest.approx(57 / 25)
        frames = list(clip.spread(5))
    assert [frame.number for frame in frames] == [5, 17, 28, 39, 51]
    assert [number_on(frame.rgb) for frame in frames] == [5, 17, 28, 39, 51]
    assert [frame.seconds for frame in frames] == pytest.approx(
        [n / 25 for n in (5, 17, 28, 39, 51)]
    )


@pytest.mark.parametrize("ending", CODECS)
def test_seeking_finds_the_same_frames_as_decoding_all(ending: str, tmp_path: Path) -> None:
    with Clip(write_clip(tmp_path / f"clip{ending}", frames=290)) as clip:
        wanted = [7, 133, 271, 64]
        frames = [clip.read(number) for number in wanted]
    assert [frame and number_on(frame.rgb) for frame in frames] == wanted
    assert [frame and frame.seconds for frame in frames] == pytest.approx([n / 25 for n in wanted])


def test_a_turned_video_is_upright(tmp_path: Path) -> None:
    turned = turn_clockwise(write_clip(tmp_path / "clip.mp4"), tmp_path / "turned.mp4")
    with Clip(turned) as clip:
        assert (clip.width, clip.height) == (HEIGHT, WIDTH)
        frame = clip.read(3)
    assert frame is not None
    assert frame.rgb.shape == (WIDTH, HEIGHT, 3)
    red, *others = frame.rgb[4, -4]
    assert red > 200
    assert max(others) < 60


def test_a_recording_without_a_length_is_counted(tmp_path: Path) -> None:
    live = without_duration(write_clip(tmp_path / "clip.mkv", frames=43), tmp_path / "live.mkv")
    with Clip(live) as clip:
        assert clip.frames == 43
        assert clip.notes == ()
        assert [number_on(frame.rgb) for frame in clip.spread(3)] == [7, 21, 35]


def test_counting_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_module, "MOST_COUNTED", 20)
    monkeypatch.setattr(clip_module, "frame_times", lambda _: None)
    live = without_duration(write_clip(tmp_path / "clip.mkv", frames=43), tmp_path / "live.mkv")
    with Clip(live) as clip:
        assert clip.frames == 20
        assert clip.notes == ("only the first 20 frames were looked at",)


def test_a_file_cut_off_gives_the_frames_it_still_has(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "clip.mp4", frames=60)
    with Clip(index_first(whole, tmp_path / "cut.mp4", share=0.6)) as clip:
        assert clip.frames == 60
        numbers = [frame.number for frame in clip.spread(10)]
    assert 3 <= len(numbers) < 10
    assert numbers == [3, 9, 15, 21, 27, 33, 39, 45, 51, 57][: len(numbers)]


BAD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "empty": ("empty", lambda path: path.write_bytes(b"")),
    "absent": ("unreadable", lambda path: None),
    "folder": ("unreadable", lambda path: path.mkdir()),
    "text": ("unsupported", lambda path: path.write_text("not a video")),
    "picture": ("unsupported", lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(64))),
    "play list": (
        "unsupported",
        lambda path: path.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"),
    ),
    "audio only": ("unsupported", audio_only),
    "no index": (
        "undecodable",
        lambda path: path.write_bytes(write_clip(path).read_bytes()[:3000]),
    ),
    "box without end": (
        "undecodable",
        lambda path: path.write_bytes(b"\x00\x00\x00\x08ftyp" + bytes(40)),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_has_its_code(case: str, tmp_path: Path) -> None:
    code, make = BAD[case]
    make(tmp_path / "bad.mp4")
    with pytest.raises(ImageError) as error:
        Clip(tmp_path / "bad.mp4")
    assert error.value.code == code
    assert error.value.message


@pytest.mark.parametrize("ending", [".mkv", ".avi", ".webm"])
def test_other_containers_cut_off_are_undecodable(ending: str, tmp_path: Path) -> None:
    path = write_clip(tmp_path / f"clip{ending}")
    path.write_bytes(path.read_bytes()[:150])
    with pytest.raises(ImageError) as error:
        Clip(path)
    assert error.value.code == "undecodable"


def test_a_huge_frame_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_module, "MAX_PIXELS", 6000)
    with pytest.raises(ImageError, match="96 x 64 pixels") as error:
        Clip(write_clip(tmp_path / "clip.mp4"))
    assert error.value.code == "too_large"


def test_without_opencv_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_clip(tmp_path / "clip.mp4")
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(ImageError, match=r"pip install 'edge-deepfake\[camera\]'") as error:
        Clip(path)
    assert error.value.code == "unsupported"


@pytest.mark.parametrize("seed", range(40))
def test_damaged_bytes_never_escape_as_another_error(seed: int, tmp_path: Path) -> None:
    ending = list(CODECS)[seed % len(CODECS)]
    path = write_clip(tmp_path / f"clip{ending}", frames=12)
    data = bytearray(path.read_bytes())
    for i in range(8):
        data[(seed * 7919 + i * 104729) % len(data)] ^= 1 << (seed + i) % 8
    path.write_bytes(data)
    try:
        with Clip(path) as clip:
            for frame in clip.spread(6):
                assert frame.rgb.ndim == 3
                assert frame.rgb.shape[2] == 3
    except ImageError as error:
        assert error.message


@given(st.integers(1, 10**7), st.integers(1, 500))
def test_middles_are_spread_evenly_and_lie_inside(frames: int, count: int) -> None:
    numbers = middles(frames, count)
    assert len(set(numbers)) == min(frames, count)
    assert numbers[0] >= 0
    assert numbers[-1] < frames
    gaps = [after - before for before, after in pairwise(numbers)]
    assert not gaps or max(gaps) - min(gaps) <= 1
    assert abs(numbers[0] - (frames - 1 - numbers[-1])) <= 1
