from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from edge_runtime.errors import OutputError
from edge_runtime.files.output_path import check_output

CSV = (".csv",)


def refused(target: Path, *inputs: Path, force: bool = False) -> str:
    with pytest.raises(OutputError) as caught:
        check_output(target, CSV, inputs, force=force)
    assert str(target) in str(caught.value)
    return caught.value.code


def test_a_new_file_of_the_right_ending_is_accepted(tmp_path: Path) -> None:
    check_output(tmp_path / "t.csv", CSV, [tmp_path / "a.jpg"], force=False)
    check_output(tmp_path / "T.CSV", CSV, [], force=False)


@pytest.mark.parametrize("name", ["a.jpg", "table", "t.csv.gz"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name, force=True) == "wrong_suffix"


def test_an_existing_file_is_replaced_by_force_only(tmp_path: Path) -> None:
    (tmp_path / "t.csv").touch()
    assert refused(tmp_path / "t.csv") == "exists"
    check_output(tmp_path / "t.csv", CSV, [], force=True)


def test_an_input_is_never_replaced_under_any_name(tmp_path: Path) -> None:
    picture, link = tmp_path / "picture.csv", tmp_path / "link.csv"
    picture.touch()
    link.symlink_to(picture)
    for target in (picture, link, tmp_path / "." / "picture.csv"):
        assert refused(target, tmp_path / "gone.jpg", picture, force=True) == "is_input"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_can_be_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    check_output(tmp_path / "pipe.csv", CSV, [], force=False)


def test_the_error_survives_a_process_border() -> None:
    error = pickle.loads(pickle.dumps(OutputError("exists", "t.csv exists")))
    assert (error.code, str(error)) == ("exists", "t.csv exists")
