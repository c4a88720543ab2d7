"""A camera's frames judged as they come; its source here is a real encoded video, or a stream."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np
import pytest
from clips import number_on, numbered, write_clip
from jsonschema import Draft202012Validator
from sample_contract import write_bundle
from tiny_scanner import tiny_scanner

from edge_runtime.bundle import BUNDLES, Bundle
from edge_runtime.camera import source as source_module
from edge_runtime.camera import window as window_module
from edge_runtime.camera.frame import CameraFrame
from edge_runtime.camera.newest import NewestFrame
from edge_runtime.camera.source import Source, open_source
from edge_runtime.cli import exit_codes, main
from edge_runtime.errors import CameraError
from edge_runtime.scanner import Scanner
from edge_runtime.types import Box, RgbImage

Captured: TypeAlias = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]
SIZE = (640, 480)


class Scripted:
    """A source that gives frames when it is let."""

    def __init__(self, live: bool = False) -> None:
        self.live = live
        self.closed = False
        self._ready: list[RgbImage | CameraError | None] = []
        self._changed = threading.Condition()
        self.taken = 0

    def give(self, *frames: RgbImage | CameraError | None) -> None:
        with self._changed:
            self._ready.extend(frames)
            self._changed.notify_all()

    def read(self) -> RgbImage | None:
        with self._changed:
            self.taken += 1
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self._ready, timeout=20)
            frame = self._ready.pop(0)
        if isinstance(frame, CameraError):
            raise frame
        return frame

    def wait_until_read(self, times: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.taken >= times, timeout=20)

    def close(self) -> None:
        self.closed = True


def flat(level: int) -> RgbImage:
    return np.full((48, 64, 3), level, np.uint8)


def all_frames(source: Source) -> list[RgbImage]:
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    return frames


def test_only_the_newest_frame_is_given() -> None:
    source = Scripted()
    with NewestFrame(source) as frames:
        source.give(flat(1), flat(2), flat(3))
        source.wait_until_read(4)
        newest = frames.take()
        assert newest is not None
        assert newest[0, 0, 0] == 3
        assert frames.dropped == 2
        source.give(None)
        assert frames.take() is None
    assert source.closed


def test_the_last_frame_is_given_before_the_end() -> None:
    source = Scripted()
    source.give(flat(9), None)
    with NewestFrame(source) as frames:
        source.wait_until_read(2)
        assert frames.take() is not None
        assert frames.take() is None


def test_a_live_source_must_not_end() -> None:
    source = Scripted(live=True)
    source.give(None)
    with NewestFrame(source) as frames, pytest.raises(CameraError, match="stopped giving frames"):
        frames.take()
    assert source.closed


def test_a_fault_of_the_source_reaches_the_reader() -> None:
    source = Scripted(live=True)
    source.give(CameraError("unplugged"))
    with NewestFrame(source) as frames, pytest.raises(CameraError, match="unplugged"):
        frames.take()


def test_a_file_is_played_at_its_own_speed(tmp_path: Path) -> None:
    source = open_source(str(write_clip(tmp_path / "clip.mp4", frames=16, fps=25)), SIZE)
    start = time.monotonic()
    frames = all_frames(source)
    assert time.monotonic() - start >= 15 / 25 - 0.05
    assert [number_on(frame) for frame in frames] == list(range(16))
    source.close()


def test_a_file_that_is_none_says_why(tmp_path: Path) -> None:
    (tmp_path / "bad.mp4").write_bytes(b"not a video")
    with pytest.raises(CameraError, match="not an MP4"):
        open_source(str(tmp_path / "bad.mp4"), SIZE)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="device files are Linux's")
def test_a_camera_that_is_not_there_says_so() -> None:
    with pytest.raises(CameraError, match=r"no /dev/video87; a Pi's own camera is --source picam"):
        open_source("87", SIZE)


def test_an_unknown_kind_of_stream_is_refused() -> None:
    with pytest.raises(CameraError, match="no stream of the kind concat://"):
        open_source("concat://a|b", SIZE)


def test_a_password_is_not_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://me:secret@127.0.0.1:{taken.getsockname()[1]}/live"
        with pytest.raises(CameraError) as error:
            open_source(address, SIZE)
    assert "secret" not in str(error.value)
    assert "http://127.0.0.1" in str(error.value)


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[str]:
    """A real stream over HTTP, which ends."""
    data = write_clip(tmp_path / "live.mkv", frames=30).read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "video/x-matroska")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/live"
    server.shutdown()
    server.server_close()


def test_a_stream_gives_its_frames(stream: str) -> None:
    source = open_source(stream, SIZE)
    assert source.live
    assert [number_on(frame) for frame in all_frames(source)] == list(range(30))
    source.close()


class FakePicamera2:
    """Answers as `picamera2.Picamera2`: what its format calls BGR888 is red, green, blue."""

    def __init__(self) -> None:
        self.running = False

    def create_video_configuration(self, main: dict[str, Any]) -> dict[str, Any]:
        return {"main": main}

    def configure(self, configuration: dict[str, Any]) -> None:
        self.main = configuration["main"]

    def start(self) -> None:
        self.running = True

    def capture_array(self, name: str) -> RgbImage:
        assert self.running
        assert name == "main"
        width, height = self.main["size"]
        red = (255, 0, 0) if self.main["format"] == "BGR888" else (0, 0, 255)
        return np.broadcast_to(np.array(red, np.uint8), (height, width, 3))

    def stop(self) -> None:
        self.running = False

    def close(self) -> None:
        assert not self.running


def test_the_pi_camera_gives_red_first(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("picamera2")
    module.Picamera2 = FakePicamera2  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "picamera2", module)
    source = open_source("picamera", (32, 16))
    frame = source.read()
    assert frame is not None
    assert frame.shape == (16, 32, 3)
    assert frame[0, 0].tolist() == [255, 0, 0]
    source.close()


@pytest.mark.parametrize(("module", "name"), [("picamera2", "picamera"), ("cv2", "0")])
def test_what_is_missing_is_told_with_what_to_install(
    module: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(CameraError, match=r"python3-picamera2|edge-deepfake\[camera\]"):
        open_source(name, SIZE)


@pytest.fixture
def camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs ``camera`` with hand-made networks on a machine without a display."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    bundle = Bundle.open(write_bundle(folder))
    monkeypatch.setattr(Scanner, "open", lambda *_: tiny_scanner(bundle, [Box(10, 10, 60, 60)]))
    monkeypatch.setattr(window_module, "has_display", lambda: False)
    return lambda *arguments: main(["camera", *map(str, arguments)])


def told(capsys: Captured) -> tuple[list[CameraFrame], str]:
    captured = capsys.readouterr()
    lines = [json.loads(line) for line in captured.out.splitlines()]
    assert main(["schema", "camera-frame"]) == exit_codes.OK
    validator = Draft202012Validator(json.loads(capsys.readouterr().out))
    for line in lines:
        validator.validate(line)
        assert CameraFrame.from_json(line).to_json() == line
    return [CameraFrame.from_json(line) for line in lines], captured.err


def test_a_real_video_gives_json_lines_and_a_steady_verdict(
    camera: Callable[..., int], tmp_path: Path, capsys: Captured
) -> None:
    white = np.full((96, 128, 3), 255, np.uint8)
    clip = write_clip(tmp_path / "clip.mp4", frames=30, paint=lambda _: white)
    assert camera("--source", clip, "--headless") == exit_codes.OK
    frames, error = told(capsys)
    assert len(frames) >= 4
    assert [str(frame.verdict) for frame in frames[:3]] == ["UNSURE", "UNSURE", "FAKE"]
    assert {str(frame.regions[0].region.verdict) for frame in frames} == {"FAKE"}
    assert {frame.regions[0].track for frame in frames} == {1}
    assert [frame.number for frame in frames] == list(range(len(frames)))
    assert len(frames) + frames[-1].dropped <= 30
    assert frames[-1].fps > 0
    assert f"{len(frames)} frames judged" in error


def test_it_ends_after_as_many_frames_as_asked_for(
    camera: Callable[..., int], tmp_path: Path, capsys: Captured
) -> None:
    assert camera("--source", write_clip(tmp_path / "c.mp4"), "--frames", 2) == exit_codes.OK
    frames, error = told(capsys)
    assert len(frames) == 2
    assert "no display: JSON lines instead of a window" in error


def test_a_stream_that_ends_is_a_fault_after_its_frames(
    camera: Callable[..., int], stream: str, capsys: Captured
) -> None:
    assert camera("--source", stream, "--headless") == exit_codes.SOME_FAILED
    frames, error = told(capsys)
    assert frames
    assert "the camera stopped giving frames" in error


def test_a_source_that_cannot_be_opened_is_told(
    camera: Callable[..., int], tmp_path: Path, capsys: Captured
) -> None:
    assert camera("--source", tmp_path / "absent.mp4", "--headless") == exit_codes.SOME_FAILED
    assert "absent.mp4: cannot read the file" in capsys.readouterr().err


def test_frames_too_small_to_judge_are_told(
    camera: Callable[..., int], tmp_path: Path, capsys: Captured
) -> None:
    clip = write_clip(tmp_path / "c.mp4", paint=lambda _: np.zeros((16, 16, 3), np.uint8))
    assert camera("--source", clip, "--headless") == exit_codes.SOME_FAILED
    assert "cannot be judged: the shorter side is 16 pixels" in capsys.readouterr().err


class FakeWindow:
    """Takes pictures until it was shown three."""

    def __init__(self) -> None:
        self.shown: list[RgbImage] = []
        self.closed = False

    def show(self, rgb: RgbImage) -> bool:
        self.shown.append(rgb)
        return len(self.shown) < 3

    def close(self) -> None:
        self.closed = True


def test_the_window_shows_boxes_and_ends_the_program(
    camera: Callable[..., int],
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = FakeWindow()
    monkeypatch.setattr(window_module, "has_display", lambda: True)
    monkeypatch.setattr(window_module, "Window", lambda: window)
    clip = write_clip(tmp_path / "c.mp4", paint=numbered)
    assert camera("--source", clip) == exit_codes.OK
    assert capsys.readouterr().out == ""
    assert len(window.shown) == 3
    assert window.closed
    assert {picture.shape for picture in window.shown} == {numbered(0).shape}
    assert (window.shown[0] != numbered(0)).any(axis=2).mean() > 0.05


@pytest.mark.parametrize(("name", "told_of"), [("lost.mp4", "cannot read"), ("0x0", "cannot read")])
def test_a_name_that_is_no_device_is_a_file(name: str, told_of: str) -> None:
    with pytest.raises(CameraError, match=told_of):
        open_source(name, SIZE)


def test_a_device_without_permission_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module.os, "access", lambda *_: False)
    monkeypatch.setattr(source_module.Path, "exists", lambda _: True)
    monkeypatch.setattr(source_module.sys, "platform", "linux")
    with pytest.raises(CameraError, match="add the user to the group video"):
        open_source("87", SIZE)


@pytest.mark.skipif(not (BUNDLES / "DEFAULT").exists(), reason="no bundle is sealed")
@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "long.mp4", frames=200, fps=2)
    command = [sys.executable, "-m", "edge_runtime", "camera", "--headless", "--source", str(clip)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    os.kill(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == exit_codes.OK, error
    assert first["number"] == 0
    assert "Traceback" not in error
    assert "judged in" in error
