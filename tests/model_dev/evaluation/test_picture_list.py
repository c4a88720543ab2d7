from __future__ import annotations

from pathlib import Path

import pytest

from model_dev.evaluation.picture_list import half_of, read_picture_list, sha256_of_list


def test_paths_are_relative_to_the_list(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("label,path,more\nreal,a/b.jpg,1\nfake,007,\n")
    table = read_picture_list(tmp_path / "list.csv", ["label"])
    assert list(table.columns) == ["path", "label", "file"]
    assert list(table["path"]) == ["a/b.jpg", "007"]
    assert list(table["file"]) == [tmp_path / "a/b.jpg", tmp_path / "007"]


@pytest.mark.parametrize(
    ("text", "problem"), [("path,kind\na,b\n", "no column label"), ("path,label\n", "no picture")]
)
def test_a_list_that_lacks_something_is_an_error(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(ValueError, match=problem):
        read_picture_list(tmp_path / "list.csv", ["label"])


def test_the_hash_of_a_list_does_not_depend_on_order_or_folder(tmp_path: Path) -> None:
    hashes = []
    for folder, lines in (("one", "a,x\nb,y\n"), ("two", "b,y\na,x\n"), ("three", "a,y\nb,x\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "list.csv").write_text(f"path,label\n{lines}")
        table = read_picture_list(tmp_path / folder / "list.csv", ["label"])
        hashes.append(sha256_of_list(table))
    assert hashes[0] == hashes[1] != hashes[2]


def test_halves_are_fixed_and_about_equal() -> None:
    halves = [half_of(f"source {number}") for number in range(400)]
    assert halves == [half_of(f"source {number}") for number in range(400)]
    assert 160 < sum(halves) < 240
