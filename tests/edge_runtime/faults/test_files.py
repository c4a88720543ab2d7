"""Files and folders that are not what their names say."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import psutil
import pytest
from PIL import Image

from edge_runtime.batch.batch_folder import BatchFolder
from edge_runtime.batch.request import BatchRequest
from edge_runtime.batch.run import run_batch
from edge_runtime.batch.shard_writer import ShardWriter
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.cli import exit_codes, main
from edge_runtime.files.inputs import expand
from edge_runtime.scan.scanner import Scanner
from tests.support.run_batch import request_for
from tests.support.tiny_scanner import tiny_scanner

ROOT = Path(__file__).parents[3]

Captured: TypeAlias = pytest.CaptureFixture[str]
ScanCommand: TypeAlias = Callable[..., int]
MANY = 100_000
NOBODY = 65_534

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")


@pytest.fixture
def scan(bundle: str, monkeypatch: pytest.MonkeyPatch) -> ScanCommand:
    monkeypatch.setattr(Scanner, "open", lambda opened, *_: tiny_scanner(opened))
    return lambda *arguments: main(["scan", "--json", "--bundle", bundle, *map(str, arguments)])


@pytest.fixture
def album(tmp_path: Path) -> Path:
    folder = tmp_path / "album"
    folder.mkdir()
    Image.new("RGB", (64, 64)).save(folder / "sound.png")
    return folder


def outcomes(capsys: Captured) -> dict[str, str]:
    """Verdict or failure code by file name."""
    rows = map(json.loads, capsys.readouterr().out.splitlines())
    return {Path(row["source"]).name: row["verdict"] or row["failure"]["code"] for row in rows}


def test_links_that_lead_nowhere_or_to_themselves(
    album: Path, scan: ScanCommand, capsys: Captured
) -> None:
    (album / "itself.png").symlink_to("itself.png")
    (album / "one.png").symlink_to("other.png")
    (album / "other.png").symlink_to("one.png")
    (album / "lost.png").symlink_to("nowhere.png")
    (album / "good.png").symlink_to("sound.png")
    (album / "folder").symlink_to(album)
    assert scan("-r", album) == exit_codes.SOME_FAILED
    assert outcomes(capsys) == {
        "good.png": "REAL",
        "sound.png": "REAL",
        **dict.fromkeys(("itself.png", "lost.png", "one.png", "other.png"), "unreadable"),
    }


def test_a_list_or_bundle_that_is_a_loop(
    album: Path, bundle: str, tmp_path: Path, capsys: Captured
) -> None:
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    out = ["--out", str(tmp_path / "out.jsonl")]
    assert main(["batch", "--bundle", bundle, *out, str(loop)]) == exit_codes.USAGE
    assert "symbolic links" in capsys.readouterr().err
    assert main(["scan", "--bundle", str(loop), str(album)]) == exit_codes.BROKEN


@pytest.mark.parametrize("recursive", [False, True])
def test_pipes_sockets_and_devices_of_a_folder_are_left_out(album: Path, recursive: bool) -> None:
    os.mkfifo(album / "pipe.jpg")
    with socket.socket(socket.AF_UNIX) as server:
        before = os.open(".", os.O_RDONLY)
        os.chdir(album)
        server.bind("socket.jpg")
        os.fchdir(before)
        os.close(before)
    (album / "endless.jpg").symlink_to("/dev/zero")
    assert expand([str(album)], recursive).paths == (album / "sound.png",)


def test_a_device_that_never_ends_is_too_large(scan: ScanCommand, capsys: Captured) -> None:
    assert scan("/dev/zero", "/dev/null") == exit_codes.SOME_FAILED
    assert outcomes(capsys) == {"zero": "too_large", "null": "empty"}


def test_a_folder_named_as_a_picture(album: Path, scan: ScanCommand, capsys: Captured) -> None:
    (album / "inner.png").mkdir()
    assert scan("-r", album) == exit_codes.OK
    assert outcomes(capsys) == {"sound.png": "REAL"}


def as_nobody(action: Callable[[], object]) -> int:
    """Exit code of a child process that has no rights; 0 if the action returns True."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            code = 0 if action() is True else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@contextmanager
def open_to_all(*folders: Path) -> Iterator[None]:
    """Whoever has no rights may enter these folders for the block."""
    modes = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in folders}
    for folder, mode in modes.items():
        folder.chmod(mode | stat.S_IXOTH | stat.S_IROTH)
    try:
        yield
    finally:
        for folder, mode in modes.items():
            folder.chmod(mode)


def test_files_and_folders_without_permission(album: Path, bundle: str) -> None:
    closed_file, closed_folder = album / "closed.png", album / "closed"
    closed_file.write_bytes((album / "sound.png").read_bytes())
    closed_folder.mkdir()
    scanner = tiny_scanner(Bundle.open(bundle))
    assert scanner.scan(album / "sound.png").failure is None, "it also loads what nobody could"

    def told() -> bool:
        paths = expand([str(album)], recursive=True).paths
        codes = [each.failure and each.failure.code for each in map(scanner.scan, paths)]
        names = [path.name for path in paths]
        return names == ["closed.png", "sound.png"] and codes == ["unreadable", None]

    with open_to_all(album, *album.parents[:3]):
        closed_file.chmod(0)
        closed_folder.chmod(0)
        try:
            assert as_nobody(told) == 0
        finally:
            closed_folder.chmod(0o700)


def test_names_that_are_not_utf8_come_through_every_output(
    album: Path, bundle: str, tmp_path: Path
) -> None:
    if sys.platform != "linux":
        pytest.skip("other systems refuse such names")
    raw = os.fsencode(album) + b"/caf\xe9\n\x1b[31m.png"
    os.rename(os.fsencode(album / "sound.png"), raw)
    outputs = ["--csv", "t.csv", "--report", "t.html", "--explain", "drawn"]
    script = (
        "import sys; from edge_runtime.scan.scanner import Scanner;"
        "from edge_runtime.cli import main;"
        "from tests.support.tiny_scanner import tiny_scanner;"
        "Scanner.open = staticmethod(lambda opened, *_: tiny_scanner(opened)); sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "scan", "--bundle", bundle, *outputs, raw],
        cwd=tmp_path,
        env={
            **os.environ,
            "LC_ALL": "C",
            "PYTHONIOENCODING": "ascii",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == exit_codes.OK, done.stderr
    assert b"caf\\xe9\\n\\x1b[31m.png" in done.stdout
    assert "caf\\xe9\\n\\x1b[31m.png" in (tmp_path / "t.csv").read_text("utf-8")
    assert "caf\\xe9" in (tmp_path / "t.html").read_text("utf-8")
    assert len(list((tmp_path / "drawn").iterdir())) == 1


@pytest.mark.slow
def test_a_hundred_thousand_files_in_one_folder(
    album: Path, bundle: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(MANY - 1):
        (album / f"{index:06d}.png").touch()
    monkeypatch.chdir(tmp_path)
    assert len(expand([str(album)]).paths) == MANY

    class EmptyEngine:
        def run(self, folder: BatchFolder, request: BatchRequest) -> None:
            empty = json.dumps({"verdict": None, "filler": "x" * 900}).encode()
            with ShardWriter(folder, request) as writer:
                for index, _ in enumerate(folder.inputs()):
                    writer.add(index, empty)

    before = psutil.Process().memory_info().rss
    counts = run_batch("out.jsonl", request_for(bundle, "album"), False, EmptyEngine())
    assert counts == {"FAILED": MANY}
    grown = psutil.Process().memory_info().rss - before
    assert grown < 64_000_000, f"{grown / 1e6:.0f} MB more"
