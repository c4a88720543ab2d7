"""A real encoded video in, one verdict with a timeline out, in every form that is written."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.cli import exit_codes, main
from edge_runtime.errors import ContractError
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.result.video_result import VideoResult
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import Box, RgbImage, Verdict
from edge_runtime.video.scan import FRAMES, scan_video
from tests.support.clips import index_first, without_duration, write_clip
from tests.support.sample_contract import write_bundle
from tests.support.tiny_scanner import BrightnessEngine, FixedFaces, tiny_scanner

Captured: TypeAlias = pytest.CaptureFixture[str]
FACE = Box(60, 20, 120, 80)


def flat(level: int) -> Callable[[int], RgbImage]:
    """Paints every frame in one grey."""
    return lambda _: np.full((120, 160, 3), level, np.uint8)


def darkening(number: int) -> RgbImage:
    """White, and from the 40th frame on black."""
    return np.full((120, 160, 3), 255 if number < 40 else 0, np.uint8)


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    folder = tmp_path / "bundle"
    folder.mkdir()
    return Bundle.open(write_bundle(folder))


@pytest.fixture
def scanner(bundle: Bundle) -> Scanner:
    return tiny_scanner(bundle, [FACE])


@pytest.mark.parametrize(
    ("level", "verdict"), [(0, Verdict.REAL), (128, Verdict.UNSURE), (255, Verdict.FAKE)]
)
def test_the_clip_takes_the_verdict_of_its_frames(
    level: int, verdict: Verdict, scanner: Scanner, tmp_path: Path
) -> None:
    result = scan_video(scanner, write_clip(tmp_path / "clip.mp4", paint=flat(level)), frames=6)
    assert result.verdict is verdict
    assert [moment.frame for moment in result.timeline] == [5, 15, 25, 35, 45, 55]
    assert [(track.kind, track.frames) for track in result.tracks] == [("image", 6), ("face", 6)]
    assert result.faces == 1
    assert len(result.evidence) == 6


def test_a_change_shows_in_the_timeline(scanner: Scanner, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", frames=80, paint=darkening)
    result = scan_video(scanner, clip, frames=8)
    verdicts = [moment.regions[0].region.verdict for moment in result.timeline]
    assert verdicts == [Verdict.FAKE] * 4 + [Verdict.REAL] * 4
    assert result.verdict is Verdict.UNSURE
    assert result.key_frame == 0
    assert result.timings_ms is not None
    assert result.timings_ms.total >= result.timings_ms.decode > 0


def test_a_capped_frame_is_told_in_the_timeline_and_of_the_clip(
    bundle: Bundle, tmp_path: Path
) -> None:
    found = FoundFaces(omitted=2)
    networks = EngineAndDetector(BrightnessEngine(), FixedFaces([FACE], found))
    scanner = Scanner(bundle, lambda: networks)  # grey has no colour
    result = scan_video(scanner, write_clip(tmp_path / "clip.mp4", paint=flat(255)), frames=4)
    assert result.verdict is Verdict.UNSURE
    assert "no_colour" in result.reasons
    assert result.reasons[-1] == "faces_omitted"
    assert result.faces_omitted == 2
    assert [track.capped for track in result.tracks] == [True, True]
    for position, moment in enumerate(result.timeline):
        assert (moment.verdict, moment.reasons) == (Verdict.UNSURE, result.reasons)
        assert [len(tracked.region.looks) for tracked in moment.regions] == [1, 1]
        shown = result.frame_result(position)
        assert (shown.verdict, shown.probability) == (moment.verdict, moment.probability)
        assert (shown.reasons, shown.faces_omitted) == (moment.reasons, 2)
        assert len(shown.regions) == 2


def test_a_moment_has_the_pooled_verdict_of_its_frame(scanner: Scanner, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", frames=80, paint=darkening)
    result = scan_video(scanner, clip, frames=8)
    assert [moment.verdict for moment in result.timeline] == [Verdict.FAKE] * 4 + [Verdict.REAL] * 4
    for moment in result.timeline:
        odds = [
            region.region.probability / (1 - region.region.probability) for region in moment.regions
        ]
        pooled = (odds[0] * odds[1]) ** 0.5
        assert moment.probability == pytest.approx(pooled / (1 + pooled))


def test_a_short_clip_gives_all_its_frames(scanner: Scanner, tmp_path: Path) -> None:
    result = scan_video(scanner, write_clip(tmp_path / "clip.mp4", frames=3, paint=flat(255)))
    assert [moment.frame for moment in result.timeline] == [0, 1, 2]
    assert result.verdict is Verdict.FAKE


def test_a_recording_without_a_length_is_scanned(scanner: Scanner, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mkv", paint=flat(255))
    result = scan_video(scanner, without_duration(clip, tmp_path / "live.mkv"), frames=4)
    assert result.video is not None
    assert result.video.frames == 60
    assert result.verdict is Verdict.FAKE


def test_what_could_not_be_decoded_is_told(scanner: Scanner, tmp_path: Path) -> None:
    clip = index_first(write_clip(tmp_path / "whole.mp4"), tmp_path / "cut.mp4", share=0.8)
    result = scan_video(scanner, clip, frames=10)
    assert result.video is not None
    assert re.fullmatch(r"[5-9] of 10 frames could be decoded", result.video.notes[0])
    assert result.verdict is not None


def test_too_little_of_a_clip_is_a_failure(scanner: Scanner, tmp_path: Path) -> None:
    clip = index_first(write_clip(tmp_path / "whole.mp4"), tmp_path / "cut.mp4", share=0.3)
    result = scan_video(scanner, clip, frames=10)
    assert result.failure is not None
    assert result.failure.code == "undecodable"
    assert "of 10 frames" in result.failure.message
    assert result.video is not None


def test_a_clip_too_small_to_judge_is_a_failure(scanner: Scanner, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "tiny.mp4", paint=lambda _: np.zeros((16, 16, 3), np.uint8))
    result = scan_video(scanner, clip)
    assert result.failure is not None
    assert result.failure.code == "too_small"


@pytest.fixture
def command(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs ``scan`` with hand-made networks."""
    monkeypatch.setattr(Scanner, "open", lambda opened, *_: tiny_scanner(opened, [FACE]))
    folder = str(bundle.directory)
    return lambda *arguments: main(["scan", "--bundle", folder, *map(str, arguments)])


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """A white video, a damaged one, and a black picture."""
    folder = tmp_path / "album"
    folder.mkdir()
    write_clip(folder / "white.mp4", paint=flat(255))
    (folder / "broken.mov").write_bytes(b"not a video")
    Image.new("RGB", (160, 120)).save(folder / "black.png")
    return folder


def schema_of(name: str, capsys: Captured) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["schema", name]) == exit_codes.OK
    schema: dict[str, Any] = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    return schema


def test_json_lines_follow_their_schemas(
    command: Callable[..., int], album: Path, capsys: Captured
) -> None:
    assert command("--json", "--frames", 5, album) == exit_codes.SOME_FAILED
    picture, broken, white = map(json.loads, capsys.readouterr().out.splitlines())
    validator = Draft202012Validator(schema_of("video-result", capsys))
    for told in (broken, white):
        validator.validate(told)
        assert VideoResult.from_json(told).to_json() == told
    Draft202012Validator(schema_of("scan-result", capsys)).validate(picture)
    assert (picture["verdict"], broken["verdict"], white["verdict"]) == ("REAL", None, "FAKE")
    assert broken["failure"]["code"] == "unsupported"
    assert len(white["timeline"]) == 5
    assert not validator.is_valid({**white, "verdict": None})
    assert not validator.is_valid({**broken, "timeline": white["timeline"]})


def test_the_schema_is_closed(capsys: Captured) -> None:
    schema = schema_of("video-result", capsys)
    objects = [schema, *(part for part in schema["$defs"].values() if part.get("properties"))]
    for part in objects:
        assert part["additionalProperties"] is False
        assert sorted(part["required"]) == sorted(part["properties"])


def test_the_table_shows_videos_among_pictures(
    command: Callable[..., int], album: Path, capsys: Captured
) -> None:
    assert command(album) == exit_codes.SOME_FAILED
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines[1:4]] == ["REAL", "FAILED", "FAKE"]
    assert f"{FRAMES} frames" in lines[3]
    assert "1 face" in lines[3]


def test_csv_report_and_overlay_show_the_video(
    command: Callable[..., int], album: Path, tmp_path: Path
) -> None:
    table, page, overlays = tmp_path / "t.csv", tmp_path / "r.html", tmp_path / "overlays"
    command("--csv", table, "--report", page, "--explain", overlays, "--workers", 2, album)
    with table.open(newline="", encoding="utf-8") as file:
        picture, _, white = csv.DictReader(file)
    assert (picture["frames"], white["frames"]) == ("", str(FRAMES))
    assert float(white["seconds"]) == pytest.approx(2.4)
    html = page.read_text("utf-8")
    assert html.count('<svg class="timeline"') == 1
    assert html.count("<circle") == 2 * FRAMES  # the whole picture, and the face
    assert f"{FRAMES} of 60 frames judged" in html
    assert "<title>Deepfake scan of 1 picture and 2 videos</title>" in html
    with Image.open(overlays / "white.mp4.evidence.jpg") as overlay:
        assert overlay.format == "JPEG"


def test_without_opencv_a_video_fails_alone_and_says_what_to_install(
    command: Callable[..., int], album: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    assert command("--json", album) == exit_codes.SOME_FAILED
    picture, _, white = map(json.loads, capsys.readouterr().out.splitlines())
    assert picture["verdict"] == "REAL"
    assert white["failure"]["code"] == "unsupported"
    assert "pip install 'edge-deepfake[camera]'" in white["failure"]["message"]


def test_parts_that_contradict_each_other_are_refused(scanner: Scanner, tmp_path: Path) -> None:
    result = scan_video(scanner, write_clip(tmp_path / "clip.mp4"), frames=2)
    for wrong in ({"verdict": None}, {"timeline": ()}, {"status": "failed"}, {"key_frame": 2}):
        with pytest.raises(ContractError):
            replace(result, **wrong)


def test_a_failed_result_has_no_frames(scanner: Scanner, tmp_path: Path) -> None:
    failed = scan_video(scanner, tmp_path / "absent.mp4")
    with pytest.raises(ValueError, match="no frames"):
        failed.frame_result(0)
