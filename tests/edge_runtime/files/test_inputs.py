"""Which files the arguments of a scan stand for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from edge_runtime.files.inputs import expand, printable


@pytest.fixture
def album(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.JPG",
        "a.png",
        "notes.txt",
        ".hidden.jpg",
        "deep/c.webp",
        "deep/deeper/d.heic",
        ".thumbnails/t.jpg",
        "empty/readme.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*arguments: str, recursive: bool = False) -> list[str]:
    return [path.as_posix() for path in expand(arguments, recursive).paths]


def test_a_folder_gives_its_pictures_by_name(album: Path) -> None:
    assert names(".") == ["a.png", "b.JPG"]


def test_recursive_enters_visible_folders(album: Path) -> None:
    wanted = ["a.png", "b.JPG", "deep/c.webp", "deep/deeper/d.heic"]
    assert names(".", recursive=True) == wanted


def test_a_named_file_is_always_taken(album: Path) -> None:
    assert names("notes.txt", ".hidden.jpg", "absent.jpg") == [
        "notes.txt",
        ".hidden.jpg",
        "absent.jpg",
    ]


def test_order_of_arguments_is_kept_and_repetition_dropped(album: Path) -> None:
    assert names("b.JPG", ".", "b.JPG") == ["b.JPG", "a.png"]


def test_patterns_match_as_in_a_shell(album: Path) -> None:
    assert names("*.JPG") == ["b.JPG"]
    assert names("d*") == ["deep/c.webp"]
    assert names("**/*.[hw]e*") == ["deep/c.webp", "deep/deeper/d.heic"]


def test_a_file_whose_name_looks_like_a_pattern(album: Path) -> None:
    Path("IMG[1].jpg").write_bytes(b"x")
    assert names("IMG[1].jpg") == ["IMG[1].jpg"]


def test_what_stands_for_nothing_is_told(album: Path) -> None:
    inputs = expand(["empty", "*.bmp", "a.png"])
    assert inputs.empty == ("empty", "*.bmp")
    assert inputs.paths == (Path("a.png"),)


def test_a_folder_that_contains_itself_ends(album: Path) -> None:
    (album / "deep" / "loop").symlink_to(album)
    assert len(names(".", recursive=True)) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    Path(os.fsdecode(raw)).write_bytes(b"x")
    (path,) = expand([str(tmp_path)]).paths
    assert os.fsencode(path) == raw
    assert printable(path.name) == "caf\\xe9.jpg"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain name.jpg", "plain name.jpg"),
        ("Grüße 図.png", "Grüße 図.png"),
        ("a\nb.jpg", "a\\nb.jpg"),
        ("\x1b[31mred.jpg", "\\x1b[31mred.jpg"),
    ],
)
def test_printable_names(name: str, shown: str) -> None:
    assert printable(name) == shown
