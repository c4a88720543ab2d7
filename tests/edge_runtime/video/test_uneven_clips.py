"""Frames of a clip whose rate varies are counted, and found by their times."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.video.clip import Clip
from edge_runtime.video.matroska import frame_times
from edge_runtime.video.scan import scan_video
from tests.support.clips import audio_only, number_on, without_duration, write_clip
from tests.support.sample_contract import write_bundle
from tests.support.tiny_scanner import tiny_scanner
from tests.support.uneven_clips import uneven_matroska, uneven_mp4

FRAMES = 200
"""The first 51 follow each other at 25 frames per second, the others six times slower."""


def uneven(ending: str, folder: Path) -> Path:
    clip = write_clip(folder / f"even{ending}", frames=FRAMES)
    return uneven_matroska(clip, folder / f"uneven{ending}", start=2000, factor=6)


def time_of(number: int) -> float:
    return 0.04 * number if number <= 50 else 2 + 0.24 * (number - 50)


@pytest.mark.parametrize("ending", [".mkv", ".webm"])
def test_the_frames_of_a_matroska_file_are_counted(ending: str, tmp_path: Path) -> None:
    with Clip(uneven(ending, tmp_path)) as clip:
        assert clip.frames == FRAMES
        frames = list(clip.spread(32))
    assert [number_on(frame.rgb) for frame in frames] == [frame.number for frame in frames]
    assert [frame.seconds for frame in frames] == pytest.approx(
        [time_of(frame.number) for frame in frames]
    )


@pytest.mark.parametrize("ending", [".mkv", ".webm"])
@pytest.mark.parametrize("order", [(199, 100, 190, 20, 150), (100, 199), (0, 70, 140)])
def test_frames_are_found_in_any_order(ending: str, order: tuple[int, ...], tmp_path: Path) -> None:
    with Clip(uneven(ending, tmp_path)) as clip:
        frames = [clip.read(number) for number in order]
    assert [frame and number_on(frame.rgb) for frame in frames] == list(order)


@pytest.mark.parametrize("ending", [".mkv", ".webm"])
def test_a_sound_file_of_varying_rate_is_judged_without_a_word(ending: str, tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    scanner = tiny_scanner(Bundle.open(write_bundle(tmp_path / "bundle")), [])
    result = scan_video(scanner, uneven(ending, tmp_path), frames=32)
    assert result.status == "scanned"
    assert result.video is not None
    assert (result.video.frames, result.video.notes) == (FRAMES, ())
    assert len(result.timeline) == 32


def test_a_seek_past_the_end_of_an_mp4_is_made_good(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "even.mp4", frames=FRAMES)
    with Clip(uneven_mp4(clip, tmp_path / "uneven.mp4", first=50, factor=12)) as opened:
        frames = [opened.read(number) for number in (199, 100, 150)]
    assert [frame and number_on(frame.rgb) for frame in frames] == [199, 100, 150]


@pytest.mark.parametrize("ending", [".mkv", ".webm"])
def test_times_are_those_of_the_frames(ending: str, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / f"even{ending}", frames=43)
    assert frame_times(clip) == pytest.approx([n / 25 for n in range(43)])
    assert frame_times(uneven(ending, tmp_path)) == pytest.approx(
        [time_of(n) for n in range(FRAMES)]
    )


def test_a_recording_without_a_length_has_times(tmp_path: Path) -> None:
    live = without_duration(write_clip(tmp_path / "clip.mkv", frames=43), tmp_path / "live.mkv")
    assert frame_times(live) == pytest.approx([n / 25 for n in range(43)])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_of_a_file_cut_off_no_times_are_known(share: float, tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mkv", frames=60)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert frame_times(path) is None
    with Clip(path) as clip:
        assert clip.frames == 60


def test_no_times_are_read_from_other_files(tmp_path: Path) -> None:
    assert frame_times(audio_only(tmp_path / "sound.mp4")) is None
    path = tmp_path / "bad.mkv"
    for data in (b"\0" * 40, b"\x1a", b"\x1a\x45\xdf\xa3\x88", b"\xa3\x84\x81\0\0\0"):
        path.write_bytes(data)
        assert not frame_times(path)
