from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from model_dev.data.readers.entry import LABELS, Entry, RecipeError
from model_dev.data.recipe import read_recipe
from model_dev.paths import DATASETS

HEAD = """
name = "{name}"
origin = "made here"
licence = "none"
about = "a test"
shares = [0.5, 0.1, 0.1, 0.3]
near_duplicates = false
one_encoder = false
"""
REALS = '[[files]]\nglob = "real/**/*.jpg"\nlabel = "real"\ngenerator = "camera"\n'
TABLE = """
[table]
csv = "list.csv"
picture = "faces/{stem}.jpg"
name = "video"
label = "label"
fake = "FAKE"
group = "original"
generator = "swap"
"""
READER = '[reader]\nname = "tree"\ngroup = "file"\nframes = 3\n'
LISTING = """video,label,original
a.mp4,REAL,
b.mp4,REAL,
fake1.mp4,FAKE,a.mp4
fake2.mp4,FAKE,a.mp4
fake3.mp4,FAKE,a.mp4
fake4.mp4,FAKE,b.mp4
gone.mp4,FAKE,b.mp4
orphan.mp4,FAKE,
"""


def written(folder: Path, text: str, name: str = "small") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(HEAD.replace("{name}", name) + text)
    return path


def tree(folder: Path, names: Iterable[str]) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def entries(folder: Path, text: str) -> list[Entry]:
    return list(read_recipe(written(folder, text)).entries(folder))


@pytest.mark.parametrize("path", sorted(DATASETS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_recipe_parses(path: Path) -> None:
    recipe = read_recipe(path)
    assert recipe.name == path.stem
    parts = [bool(recipe.files), recipe.table is not None, recipe.reader is not None]
    assert parts.count(True) == 1
    assert sum(recipe.shares) == pytest.approx(1)
    assert all((recipe.origin, recipe.licence, recipe.about))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('colour = "red"\n', "small.toml: colour: unknown key"),
        (REALS + "depth = 3\n", r"small.toml: files\[0\]\.depth: unknown key"),
        (REALS.replace('"camera"', "3"), r"files\[0\]\.generator: must be a string"),
        ("near = 1\n".replace("near", "reader"), r"reader\.name"),
        (TABLE + 'depth = "3"\n', r"small.toml: table\.depth: unknown key"),
        ('[[files]]\nglob = "*"\nlabel = "real"\n', r"files\[0\]\.generator: missing"),
        (REALS + 'split = "holdout"\n', r"files\[0\]\.split: must be one of train"),
        (REALS.replace('"real"', '"maybe"'), r"files\[0\]\.label: must be one of real"),
        ("", "give"),
        (REALS + TABLE, "one only"),
        (READER + "depth = 3\n", r"reader\.depth: unknown key"),
        (READER.replace("frames = 3\n", ""), r"reader\.frames: missing"),
        (READER.replace("= 3", "= 0"), r"reader\.frames: must be at least 1"),
        (READER.replace("= 3", '= "3"'), r"reader\.frames: must be an integer, not a string"),
        (READER.replace('"tree"', '"forest"'), r"reader\.name: must be one of celeb_df, dfdc"),
        ('[reader]\nname = "dfdc"\nparts = "*"\ngroup = "actor"\nframes = 1\n', "part, original"),
    ],
)
def test_a_malformed_recipe_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(RecipeError, match=problem):
        read_recipe(written(tmp_path, text))


@pytest.mark.parametrize("shares", ["[0.5, 0.5]", "[0.5, 0.1, 0.1, 0.1]"])
def test_shares_are_four_and_sum_to_one(tmp_path: Path, shares: str) -> None:
    path = written(tmp_path, REALS)
    path.write_text(path.read_text().replace("[0.5, 0.1, 0.1, 0.3]", shares))
    with pytest.raises(RecipeError, match="shares"):
        read_recipe(path)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, REALS)
    path.write_text(path.read_text().replace('licence = "none"\n', ""))
    with pytest.raises(RecipeError, match="licence"):
        read_recipe(path)


def test_patterns_give_sorted_labelled_entries(tmp_path: Path) -> None:
    tree(tmp_path, ["real/b.jpg", "real/a/c.jpg", "real/a/notes.txt"])
    found = entries(tmp_path, REALS + 'split = "test"\n')
    assert found == [
        Entry("real/a/c.jpg", LABELS["real"], "camera", "small/real/a/c.jpg", "test"),
        Entry("real/b.jpg", LABELS["real"], "camera", "small/real/b.jpg", "test"),
    ]


@pytest.mark.parametrize(
    ("rule", "groups"),
    [
        ('"file"', ["small/real/ann/12_a.jpg", "small/real/ann/12_b.jpg", "small/real/bob/x.jpg"]),
        ('"parent"', ["small/real/ann", "small/real/ann", "small/real/bob"]),
        ("'/(\\d+)_'", ["small/12", "small/12", "small/real/bob/x.jpg"]),
    ],
)
def test_a_group_is_a_file_a_folder_or_a_part_of_the_name(
    tmp_path: Path, rule: str, groups: list[str]
) -> None:
    tree(tmp_path, ["real/ann/12_a.jpg", "real/ann/12_b.jpg", "real/bob/x.jpg"])
    found = entries(tmp_path, REALS + f"group = {rule}\n")
    assert [entry.group for entry in found] == groups


def test_a_limit_draws_by_the_hash_of_the_name(tmp_path: Path) -> None:
    names = [f"real/{index}.jpg" for index in range(20)]
    tree(tmp_path, names)
    found = entries(tmp_path, REALS + "limit = 5\n")
    first = sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())[:5]
    assert [entry.path for entry in found] == sorted(first)


def test_a_pattern_that_finds_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="nothing matches real"):
        entries(tmp_path, REALS)


def listed(folder: Path, limit: int = 0) -> list[Entry]:
    (folder / "list.csv").write_text(LISTING)
    stems = ("a", "b", "fake1", "fake2", "fake3", "fake4", "orphan")
    tree(folder, [f"faces/{stem}.jpg" for stem in stems])
    return entries(folder, TABLE + f"fakes_per_group = {limit}\n")


def test_a_table_groups_fakes_with_their_original(tmp_path: Path) -> None:
    found = {entry.path: entry for entry in listed(tmp_path)}
    assert len(found) == 7
    assert found["faces/a.jpg"] == Entry("faces/a.jpg", 0, "camera", "small/a.mp4", None)
    assert found["faces/fake2.jpg"] == Entry("faces/fake2.jpg", 1, "swap", "small/a.mp4", None)
    assert found["faces/orphan.jpg"].group == "small/orphan.mp4"


def test_a_table_leaves_out_pictures_that_are_not_there(tmp_path: Path) -> None:
    assert "faces/gone.jpg" not in {entry.path for entry in listed(tmp_path)}


def test_a_table_limits_the_fakes_of_each_original(tmp_path: Path) -> None:
    found = listed(tmp_path, limit=2)
    fakes = [entry.path for entry in found if entry.group == "small/a.mp4" and entry.label]
    drawn = [f"faces/fake{index}.jpg" for index in (1, 2, 3)]
    first = sorted(drawn, key=lambda name: hashlib.sha256(name.encode()).digest())[:2]
    assert sorted(fakes) == sorted(first)
    assert [entry.path for entry in found if not entry.label] == ["faces/a.jpg", "faces/b.jpg"]


def test_a_missing_listing_or_column_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"list\.csv is missing"):
        entries(tmp_path, TABLE)
    (tmp_path / "list.csv").write_text(LISTING.replace("original", "source"))
    with pytest.raises(RecipeError, match=r"list\.csv has no column original"):
        entries(tmp_path, TABLE)


def test_pictures_of_a_wrong_label_take_no_part(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / "real" / name).touch()
    recipe = read_recipe(written(tmp_path, 'left_out = ["real/b.jpg"]\n' + REALS))
    found = {entry.path: entry.left_out for entry in recipe.entries(tmp_path)}
    assert found == {"real/a.jpg": None, "real/b.jpg": "wrong_label"}


def test_a_topic_is_one_that_is_known(tmp_path: Path) -> None:
    assert read_recipe(written(tmp_path, 'topic = "food"\n' + REALS)).topic == "food"
    with pytest.raises(RecipeError, match="topic: must be one of"):
        read_recipe(written(tmp_path, 'topic = "weather"\n' + REALS))
