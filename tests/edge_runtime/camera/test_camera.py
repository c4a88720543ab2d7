"""A camera's frames judged as they come; its source here is a real encoded video, or a stream."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from edge_runtime.bundle.bundle import BUNDLES, Bundle
from edge_runtime.camera import processor_heat
from edge_runtime.camera import source as source_module
from edge_runtime.camera import window as window_module
from edge_runtime.camera.frame import CameraFrame
from edge_runtime.camera.overlay import status_line
from edge_runtime.camera.processor_heat import Heat
from edge_runtime.camera.source import open_source
from edge_runtime.cli import exit_codes, main
from edge_runtime.errors import CameraError
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import Box, RgbImage
from tests.support.clips import numbered, write_clip
from tests.support.picture_stream import streaming
from tests.support.sample_contract import write_bundle
from tests.support.tiny_scanner import tiny_scanner

Captured: TypeAlias = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[3]
SIZE = (640, 480)


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
    assert {tuple(region.track for region in frame.regions) for frame in frames} == {(1, 2)}
    assert {len(region.region.looks) for frame in frames for region in frame.regions} == {1}
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
    camera: Callable[..., int], tmp_path: Path, capsys: Captured
) -> None:
    with streaming(tmp_path) as address:
        assert camera("--source", address, "--headless") == exit_codes.SOME_FAILED
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


class HeatingUp:
    """A processor that is throttled at the second frame and recovers at the third."""

    def __init__(self) -> None:
        self._heats = iter([Heat(70.0, ()), Heat(85.0, ("throttled", "under_voltage"))])

    def read(self) -> Heat:
        return next(self._heats, Heat(75.0, ()))


def test_slowing_down_is_told_once_and_so_is_its_end(
    camera: Callable[..., int],
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processor_heat, "HeatSensor", HeatingUp)
    clip = write_clip(tmp_path / "c.mp4")
    assert camera("--source", clip, "--headless", "--frames", 4) == exit_codes.OK
    frames, error = told(capsys)
    assert [frame.heat.celsius for frame in frames] == [70, 85, 75, 75]
    notices = [line for line in error.splitlines() if "speed" in line or "slowed" in line]
    assert notices == [
        "edge-runtime: the processor is slowed down at 85 °C: throttled, supply voltage too low",
        "edge-runtime: full speed again",
    ]
    assert status_line(frames[1]).endswith("throttled  supply voltage too low")
    assert "85 °C" in status_line(frames[1])


@pytest.mark.parametrize("name", ["lost.mp4", "0x0"])
def test_a_name_that_is_no_device_is_a_file(name: str) -> None:
    with pytest.raises(CameraError, match=f"{name}: cannot read the file"):
        open_source(name, SIZE)


def test_a_device_without_permission_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module.os, "access", lambda *_: False)
    monkeypatch.setattr(source_module.Path, "exists", lambda _: True)
    monkeypatch.setattr(source_module.sys, "platform", "linux")
    with pytest.raises(CameraError, match="add the user to the group video"):
        open_source("87", SIZE)


def listen_to_ctrl_c() -> None:
    """A shell lets the programs that it starts in the background ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.skipif(not (BUNDLES / "DEFAULT").exists(), reason="no bundle is sealed")
@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    clip = write_clip(tmp_path / "long.mp4", frames=200, fps=2)
    command = [sys.executable, "-m", "edge_runtime", "camera", "--headless", "--source", str(clip)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=listen_to_ctrl_c,
    )  # fmt: skip
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    os.kill(process.pid, number)
    _, error = process.communicate(timeout=60)
    assert process.returncode == exit_codes.OK, error
    assert first["number"] == 0
    assert "Traceback" not in error
    assert "judged in" in error
