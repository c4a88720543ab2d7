"""A disk that is full, or that nobody may write to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from PIL import Image

from edge_runtime.cli import exit_codes, main
from edge_runtime.engine import trial_cache
from edge_runtime.engine.trial import Trial, TrialSpec
from edge_runtime.engine.trial_cache import TrialCache
from edge_runtime.scan.scanner import Scanner
from tests.support.run_batch import TinySpec, run
from tests.support.small_disk import fill, make_read_only, small_disk
from tests.support.tiny_scanner import tiny_scanner

Captured: TypeAlias = pytest.CaptureFixture[str]
ScanCommand: TypeAlias = Callable[..., int]
DISK_KILOBYTES = 256
PICTURES = 60
OUTPUTS = ("--csv", "--report", "--explain")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", DISK_KILOBYTES) as mounted:
        yield mounted


@pytest.fixture
def album(tmp_path: Path) -> Path:
    folder = tmp_path / "album"
    folder.mkdir()
    for index in range(PICTURES):
        Image.new("RGB", (64, 64), (4 * index,) * 3).save(folder / f"{index:02d}.png")
    return folder


@pytest.fixture
def scan(bundle: str, monkeypatch: pytest.MonkeyPatch) -> ScanCommand:
    monkeypatch.setattr(Scanner, "open", lambda opened, *_: tiny_scanner(opened))
    return lambda *arguments: main(["scan", "--bundle", bundle, *map(str, arguments)])


def target(option: str, disk: Path) -> Path:
    return disk / {"--csv": "t.csv", "--report": "t.html", "--explain": "drawn"}[option]


@pytest.mark.parametrize("option", OUTPUTS)
def test_an_output_on_a_full_disk_is_absent(
    disk: Path, album: Path, scan: ScanCommand, option: str, capsys: Captured
) -> None:
    filler = fill(disk)
    assert scan(option, target(option, disk), album) == exit_codes.USAGE
    assert "No space left on device" in capsys.readouterr().err
    left = {path for path in disk.rglob("*") if path.is_file()}
    assert left == {filler}


@pytest.mark.parametrize("option", OUTPUTS)
def test_an_output_on_a_read_only_disk_is_told_before_scanning(
    disk: Path, album: Path, scan: ScanCommand, option: str, capsys: Captured
) -> None:
    make_read_only(disk)
    assert scan(option, target(option, disk), album) == exit_codes.USAGE
    told = capsys.readouterr()
    assert "Read-only file system" in told.err
    assert "00.png" not in told.out


def test_a_batch_that_fills_the_disk_goes_on_when_there_is_room(
    disk: Path, album: Path, spec: TinySpec
) -> None:
    out = disk / "out.jsonl"
    filler = fill(disk)
    with filler.open("r+b") as file:
        file.truncate(filler.stat().st_size - 60_000)
    with pytest.raises(OSError, match=r"No space|could be written"):
        run(spec, str(out), 2, str(album))
    assert not out.exists()
    begun = lines_of(spec)
    assert 0 < begun < PICTURES, "it was to stop half-way"
    filler.unlink()
    run(spec, str(out), 2, str(album))
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [Path(row["source"]).name for row in rows] == [f"{i:02d}.png" for i in range(PICTURES)]
    assert lines_of(spec) <= PICTURES + 2 + 1, "more was judged again than was in flight"
    assert list(disk.iterdir()) == [out]


def lines_of(spec: TinySpec) -> int:
    return len(Path(spec.log).read_bytes().splitlines())


def test_a_batch_on_a_read_only_disk_is_refused(disk: Path, album: Path, spec: TinySpec) -> None:
    make_read_only(disk)
    with pytest.raises(OSError, match="Read-only"):
        run(spec, str(disk / "out.jsonl"), 1, str(album))
    assert lines_of(spec) == 0


@pytest.mark.parametrize("spoil", [fill, make_read_only])
def test_trials_of_accelerators_are_forgotten_and_nothing_else(
    disk: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(disk))
    cache = TrialCache("0" * 64, 1, "litert")
    spec = TrialSpec("bundle", "gpu-fp16", 1, "litert")
    spoil(disk)
    cache.remember(spec, Trial("gpu-fp16", None, "unknown", "no driver"))
    assert cache.recall(spec) is None
    assert trial_cache.cache_folder().parent == disk
    assert not list(disk.rglob("trial-*")), "a half-written file is left"
