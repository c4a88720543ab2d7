"""The slow reference is right by outside witnesses, and the stored vectors are what it makes."""

from __future__ import annotations

import base64
import io
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.golden import make
from tests.golden.reference import decision, face_views, faces, pictures, resample
from tests.support.golden_vectors import CHECKS, suite


def noise(width: int, height: int, seed: int) -> pictures.Pixels:
    return pictures.draw({"formula": "noise", "width": width, "height": height, "seed": seed})


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    ends=st.tuples(*[st.floats(0, 1) for _ in range(4)]),
    size=st.tuples(st.integers(1, 24), st.integers(1, 24)),
    seed=st.integers(0, 2**32 - 1),
)
def test_resampling_is_pillows(
    width: int, height: int, ends: tuple[float, ...], size: tuple[int, int], seed: int
) -> None:
    left, right = sorted((ends[0] * width, ends[1] * width))
    top, bottom = sorted((ends[2] * height, ends[3] * height))
    if right - left < 0.01 or bottom - top < 0.01:
        return
    box = (left, top, right, bottom)
    pixels = noise(width, height, seed)
    pillow = Image.fromarray(np.array(pixels, np.uint8)).resize(
        size, Image.Resampling.BILINEAR, box=box
    )
    made = np.array(resample.resize(pixels, box, size))
    assert np.abs(made - np.asarray(pillow).astype(int)).max() <= 1


@pytest.mark.parametrize("size", [(224, 224), (31, 500)])
def test_resampling_of_a_large_picture_is_pillows(size: tuple[int, int]) -> None:
    pixels = noise(613, 402, 5)
    box = (3.7, 1.2, 611.9, 400.4)
    pillow = Image.fromarray(np.array(pixels, np.uint8)).resize(
        size, Image.Resampling.BILINEAR, box=box
    )
    made = np.array(resample.resize(pixels, box, size))
    assert np.abs(made - np.asarray(pillow).astype(int)).max() <= 1


@pytest.mark.parametrize("size", [(30, 23), (20, 47), (19, 9), (60, 15), (7, 5), (1, 1)])
def test_shrinking_is_pillows(size: tuple[int, int]) -> None:
    pixels = noise(60, 47, 3)
    pillow = Image.fromarray(np.array(pixels, np.uint8)).resize(
        size, Image.Resampling.BILINEAR, reducing_gap=1.0
    )
    made = np.array(resample.shrink(pixels, size))
    assert np.abs(made - np.asarray(pillow).astype(int)).max() <= 1


@pytest.mark.parametrize("block", [2, 3, 7, 50, 61])
def test_block_means_are_pillows(block: int) -> None:
    pixels = noise(60, 47, 3)
    pillow = Image.fromarray(np.array(pixels, np.uint8)).reduce(block)
    made = np.array(resample.reduce(pixels, block))
    assert np.abs(made - np.asarray(pillow).astype(int)).max() <= 1


def test_a_face_of_known_numbers() -> None:
    """Cell (2, 1) of stride 16: the centre half a cell right of it and a quarter above."""
    rows = [[0.0] * 6 for _ in range(16)]
    rows[6] = [0.81, 0.64, 0.5, -0.25, math.log(2), math.log(3)]
    (found,) = faces.decode(rows, 64, [16], 0.7)
    assert found == pytest.approx([24, -12, 56, 36, 0.72])


def test_faces_of_turned_pictures_come_back() -> None:
    """A mark in each picture lies where the way back says, for every turn."""
    pixels = [[(x, y, 0) for x in range(9)] for y in range(5)]
    drawn = face_views.sheet(pixels, 20)
    for turn, (left, top) in {90: (0, 0), 180: (10, 0), 270: (0, 10)}.items():
        for y in range(10):
            for x in range(10):
                red, green, _ = drawn[top + y][left + x]
                box = [left + x, top + y, left + x + 1, top + y + 1, 1.0]
                ((found, back),) = face_views.from_sheet([box], 9, 5, (20, 20), 1)
                inside = 0 <= back[0] < 9 and 0 <= back[1] < 5
                assert found == turn
                assert [red, green] == (back[:2] if inside else [0, 0])


def test_probabilities_of_known_logits() -> None:
    rule = {"temperature": 2.0, "bias": 1.0}
    assert decision.probability(-1.0, rule) == 0.5
    assert decision.probability(2 * math.log(3) - 1, rule) == pytest.approx(0.75)


@pytest.mark.parametrize("name", CHECKS)
def test_the_stored_vectors_are_the_references(name: str) -> None:
    assert decoded(suite(name)) == decoded(make.suite(name))


def decoded(document: dict[str, Any]) -> dict[str, Any]:
    """The suite with its PNGs as pixels: their bytes differ between compressors."""
    for vector in document["vectors"]:
        if "png" in vector:
            picture = Image.open(io.BytesIO(base64.b64decode(vector["png"])))
            vector["png"] = np.asarray(picture).tolist()
    return document


@pytest.mark.parametrize("arguments", [[], ["--reason", ""], ["--reason", "  \n "]])
def test_no_vectors_without_a_reason(arguments: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        make.main(arguments, tmp_path)
    assert caught.value.code == 2
    assert not list(tmp_path.iterdir())


@pytest.fixture
def two_suites(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, Any]]]:
    vectors = {"one": [{"id": "a", "x": 1}, {"id": "b", "x": 2}], "two": [{"id": "c"}]}
    makers = {name: lambda name=name: {"vectors": vectors[name]} for name in vectors}
    monkeypatch.setattr(make, "SUITES", makers)
    return vectors


def test_what_changed_is_told_and_logged(
    tmp_path: Path,
    two_suites: dict[str, list[dict[str, Any]]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert make.main(["--reason", "first"], tmp_path) == 0
    two_suites["one"] = [{"id": "a", "x": 3}, {"id": "d", "x": 4}]
    capsys.readouterr()
    assert make.main(["--reason", "the x of a\nwas wrong"], tmp_path) == 0
    told = capsys.readouterr().out
    assert "one: 2 vectors, 3 differences\n  + d\n  - b\n  ~ a: x\n" in told
    assert "two: 1 vectors, 0 differences\n" in told
    log = (tmp_path / "CHANGES.md").read_text("utf-8").splitlines()
    assert log[-2].endswith("(one, two): first")
    assert log[-1].endswith("(one): the x of a was wrong")
    stored = json.loads((tmp_path / "vectors/one.json").read_text("utf-8"))
    assert stored == {"schema": "golden/1", "suite": "one", "vectors": two_suites["one"]}
    assert sorted(path.name for path in (tmp_path / "vectors").iterdir()) == [
        "one.json",
        "two.json",
    ]


def test_unchanged_vectors_leave_no_trace(
    tmp_path: Path, two_suites: dict[str, list[dict[str, Any]]]
) -> None:
    make.main(["--reason", "first"], tmp_path)
    before = (tmp_path / "CHANGES.md").read_text("utf-8")
    make.main(["--reason", "again"], tmp_path)
    assert (tmp_path / "CHANGES.md").read_text("utf-8") == before
