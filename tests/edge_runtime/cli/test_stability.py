"""``scan --stability``: a table of verdicts under edits."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from edge_runtime.cli import exit_codes, main
from edge_runtime.scan.scanner import Scanner
from edge_runtime.scan.stability import EDITS
from tests.support.tiny_scanner import tiny_scanner

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(1).integers(90, 160, (120, 160, 3), np.uint8)
    path = tmp_path / "picture.png"
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scanner, "open", lambda opened, *_: tiny_scanner(opened))


def stability(bundle: str, *arguments: object) -> int:
    return main(["scan", "--bundle", bundle, "--stability", *map(str, arguments)])


def test_the_table_has_a_row_for_each_edit(bundle: str, picture: Path, capsys: Captured) -> None:
    assert stability(bundle, picture) == exit_codes.OK
    name, *rows = capsys.readouterr().out.splitlines()
    assert name == str(picture)
    assert [row[2:18].strip() for row in rows[: len(EDITS)]] == list(EDITS)
    assert {row[20:27].strip() for row in rows[: len(EDITS)]} <= {"REAL", "FAKE", "UNSURE"}


def test_json_has_a_line_for_each_picture(bundle: str, picture: Path, capsys: Captured) -> None:
    other = picture.with_name("other.png")
    other.write_bytes(picture.read_bytes())
    assert stability(bundle, picture, other, "--json") == exit_codes.OK
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["source"] for line in lines] == [str(picture), str(other)]
    assert [row["edit"] for row in lines[0]["edits"]] == list(EDITS)
    assert all(0 <= row["probability"] <= 1 for row in lines[0]["edits"])


def test_a_broken_picture_costs_only_itself(
    bundle: str, picture: Path, tmp_path: Path, capsys: Captured
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture")
    assert stability(bundle, broken, picture) == exit_codes.SOME_FAILED
    told = capsys.readouterr()
    assert "broken.jpg: unsupported: " in told.err
    assert told.out.startswith(str(picture))


@pytest.mark.parametrize("option", ["--csv", "--report", "--explain"])
def test_other_outputs_are_refused(
    bundle: str, picture: Path, tmp_path: Path, option: str, capsys: Captured
) -> None:
    assert stability(bundle, picture, option, tmp_path / "out") == exit_codes.USAGE
    assert "--stability" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_video_is_refused(bundle: str, tmp_path: Path, capsys: Captured) -> None:
    video = tmp_path / "clip.mp4"
    video.write_bytes(b"a video")
    assert stability(bundle, video) == exit_codes.USAGE
    assert "not videos" in capsys.readouterr().err
