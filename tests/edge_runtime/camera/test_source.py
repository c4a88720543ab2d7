"""Where a camera's frames come from: a real encoded video, a stream, a stand-in for Picamera2."""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np
import pytest

from edge_runtime.camera.newest_frame import NewestFrame
from edge_runtime.camera.source import Source, open_source
from edge_runtime.errors import CameraError
from edge_runtime.types import RgbImage
from tests.support.clips import number_on, write_clip
from tests.support.picture_stream import streaming

Captured: TypeAlias = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[3]
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


def test_a_stream_gives_its_frames(tmp_path: Path) -> None:
    with streaming(tmp_path) as address:
        source = open_source(address, SIZE)
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
