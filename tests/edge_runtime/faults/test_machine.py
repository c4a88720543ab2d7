"""A machine whose clock jumps, or that lacks a shared library."""

from __future__ import annotations

import ast
import itertools
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import edge_runtime
from edge_runtime.cli import exit_codes, main
from edge_runtime.engine import interpreter
from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from tests.support.encoded_pictures import stills
from tests.support.run_batch import TinySpec, run
from tests.support.running_server import WHITE, serving
from tests.support.sample_contract import write_bundle

ROOT = Path(edge_runtime.__file__).parent
DAY = 86_400
HEIC = stills()["heic"]
MAY_TELL_THE_DATE = {"html_report.py"}
CALENDARS = {("time", "time"), ("time", "time_ns"), ("datetime", "now"), ("datetime", "utcnow")}


@pytest.fixture
def jumping_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever asks for the time of day finds that it went a day back, or two on."""
    true, jumps = time.time, itertools.cycle([0, -DAY, DAY])
    monkeypatch.setattr(time, "time", lambda: true() + next(jumps))
    yield
    assert time.time() != time.time(), "the clock did not jump"


def calls_of(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (("time", name.name) for name in node.names)


def test_no_duration_is_taken_from_the_time_of_day() -> None:
    files = [path for path in ROOT.rglob("*.py") if "node_modules" not in path.parts]
    assert len(files) > 50
    tell = {path.name for path in files if CALENDARS & set(calls_of(path))}
    assert tell == MAY_TELL_THE_DATE


def test_a_server_whose_clock_jumps(jumping_clock: None) -> None:
    with serving(body_seconds=5.0, request_seconds=5.0) as running:
        for _ in range(6):
            answer = running.client.post(
                "/v1/scan", content=WHITE, headers={"Content-Type": "image/png"}
            )
            assert (answer.status_code, answer.json()["verdict"]) == (200, "FAKE")
            assert 0 <= answer.json()["timings_ms"]["total"] < 5000


def test_a_batch_whose_clock_jumps(tmp_path: Path, jumping_clock: None) -> None:
    folder, album = tmp_path / "bundle", tmp_path / "album"
    for each in (folder, album):
        each.mkdir()
    (tmp_path / "log").touch()
    for index in range(12):
        (album / f"{index:02d}.png").write_bytes(WHITE)
    spec = TinySpec(str(write_bundle(folder)), log=str(tmp_path / "log"))
    out = tmp_path / "out.jsonl"
    assert run(spec, str(out), 1, str(album)) == {"FAKE": 12}
    totals = [json.loads(line)["timings_ms"]["total"] for line in out.read_text().splitlines()]
    assert all(0 <= total < DAY for total in totals)


ABSENT = "libabsent.so.7"
LACKING = {
    "linked": f"raise ImportError('{ABSENT}: cannot open shared object file')",
    "by ctypes": f"import ctypes; ctypes.CDLL('{ABSENT}')",
}


def lacking(name: str, folder: Path, how: str) -> None:
    """A module that cannot be loaded because a shared library is missing."""
    module = folder.joinpath(*name.split(".")).with_suffix(".py")
    module.parent.mkdir(exist_ok=True)
    module.write_text(LACKING[how])


@pytest.mark.parametrize("how", LACKING)
def test_a_runtime_without_its_shared_library(
    tmp_path: Path,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = f"lacking_{how[:2]}"
    lacking(f"{name}.interpreter", tmp_path, how)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(interpreter._MODULES, "litert", f"{name}.interpreter")  # type: ignore[misc]
    (tmp_path / "a.png").write_bytes(WHITE)
    arguments = ["scan", "--accelerator", "cpu", "--backend", "litert", str(tmp_path / "a.png")]
    assert main(arguments) == exit_codes.BROKEN
    told = capsys.readouterr()
    assert ABSENT in told.err
    assert "a.png" not in told.out


def test_a_heic_without_its_decoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lacking("pillow_heif", tmp_path, "linked")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "pillow_heif", raising=False)
    with pytest.raises(ImageError, match=ABSENT) as caught:
        read_rgb(HEIC)
    assert caught.value.code == "unsupported"


def test_a_video_without_opencv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking("cv2", tmp_path, "linked")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "cv2", raising=False)
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64))
    main(["scan", "--json", "--accelerator", "cpu", str(tmp_path / "clip.mp4")])
    told = capsys.readouterr()
    assert ABSENT in told.out + told.err
    assert "Traceback" not in told.err
