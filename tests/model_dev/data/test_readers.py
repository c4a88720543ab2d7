from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model_dev.data.manifest import Manifest, build_manifest
from model_dev.data.readers.celeb_df import CelebDf
from model_dev.data.readers.components import Components
from model_dev.data.readers.dfdc import Dfdc
from model_dev.data.readers.entry import HELD_OUT, Entry, RecipeError
from model_dev.data.readers.faceforensics import FaceForensics
from model_dev.data.readers.tree import Tree
from model_dev.data.recipe import Recipe, read_recipe, recipes_below
from model_dev.paths import DATASETS
from tests.support.small_videos import write_broken_video, write_video


def by_path(entries: Sequence[Entry]) -> dict[str, Entry]:
    found = {entry.path: entry for entry in entries}
    assert len(found) == len(entries)
    return found


def shipped(name: str, frames: int = 3) -> Recipe:
    """A shipped recipe, with as few frames as the small videos have."""
    recipe = read_recipe(DATASETS / f"{name}.toml")
    return replace(recipe, reader=replace(recipe.reader, frames=frames))  # type: ignore[type-var]


def test_components_are_named_by_their_smallest() -> None:
    found = Components([["7"], ["5", "6"], ["9", "8"], ["8", "5"]])
    assert {name: found.of(name) for name in "567890"} == dict(zip("567890", "557550", strict=True))


YOUTUBE = ("000", "003", "001", "870", "002", "004")
PAIRS = {"train": [["000", "003"]], "val": [["001", "870"]], "test": [["002", "004"]]}


@pytest.fixture(scope="module")
def faceforensics(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ff")
    folder = root / "faceforensics"
    seeds = itertools.count()
    for person in YOUTUBE:
        name = f"original_sequences/youtube/c23/videos/{person}.mp4"
        write_video(folder / name, seed=next(seeds))
    for method in ("Deepfakes", "Face2Face", "FaceSwap", "NeuralTextures", "FaceShifter"):
        for pairs in PAIRS.values():
            for first, second in pairs:
                for target, source in ((first, second), (second, first)):
                    name = f"manipulated_sequences/{method}/c23/videos/{target}_{source}.mp4"
                    write_video(folder / name, seed=next(seeds))
    (folder / "splits").mkdir()
    for split, pairs in PAIRS.items():
        (folder / f"splits/{split}.json").write_text(json.dumps(pairs))
    return root


def ff_entries(root: Path, *methods: str) -> dict[str, Entry]:
    reader = FaceForensics("c23", methods, 3)
    return by_path(list(reader.entries(root / "faceforensics", "ff")))


def test_faceforensics_groups_target_and_source(faceforensics: Path) -> None:
    found = ff_entries(faceforensics, "Deepfakes", "FaceSwap")
    assert len(found) == 6 + 2 * 6
    assert found["original_sequences/youtube/c23/videos/003.mp4"] == Entry(
        "original_sequences/youtube/c23/videos/003.mp4", 0, "camera", "ff/000", "train", 3
    )
    fake = found["manipulated_sequences/FaceSwap/c23/videos/870_001.mp4"]
    assert (fake.label, fake.generator, fake.group, fake.split) == (
        1, "FaceSwap", "ff/001", HELD_OUT,
    )  # fmt: skip
    assert {entry.group: entry.split for entry in found.values()} == {
        "ff/000": "train", "ff/001": HELD_OUT, "ff/002": "test",
    }  # fmt: skip


def test_faceforensics_actors_are_people_of_their_own(faceforensics: Path) -> None:
    folder = faceforensics / "faceforensics"
    actors = folder / "original_sequences/actors/c23/videos"
    fakes = folder / "manipulated_sequences/DeepFakeDetection/c23/videos"
    for path in (
        actors / "01__exit_phone_room.mp4",
        actors / "05__hugging_happy.mp4",
        fakes / "01_02__exit_phone_room__YVGY8LOK.mp4",
        fakes / "notes.mp4",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = {Path(p).name: e for p, e in ff_entries(faceforensics, "DeepFakeDetection").items()}
    assert found["01__exit_phone_room.mp4"].group == "ff/actor-01"
    assert found["01_02__exit_phone_room__YVGY8LOK.mp4"].group == "ff/actor-01"
    assert found["05__hugging_happy.mp4"].group == "ff/actor-05"
    assert {entry.split for entry in found.values()} == {None}
    assert found["notes.mp4"].left_out == "unknown_name"
    assert len(found) == 4


def test_faceforensics_needs_its_parts(faceforensics: Path, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"splits/train\.json"):
        list(FaceForensics("c23", ("Deepfakes",), 3).entries(tmp_path, "ff"))
    with pytest.raises(RecipeError, match="manipulated_sequences/Other/c23/videos"):
        ff_entries(faceforensics, "Other")
    with pytest.raises(RecipeError, match="c0, c23, c40"):
        FaceForensics("c24", ("Deepfakes",), 3)


def test_a_manifest_of_faceforensics(faceforensics: Path) -> None:
    broken = "manipulated_sequences/Deepfakes/c23/videos/003_000.mp4"
    write_broken_video(faceforensics / "faceforensics" / broken)
    manifest = build_manifest([shipped("faceforensics")], faceforensics)
    rows = manifest.rows
    assert rows["frame"].value_counts().to_dict() == {1: 35, 4: 35, 7: 35}
    assert manifest.left_out.to_dict("records") == [
        {"path": f"faceforensics/{broken}", "source": "faceforensics", "reason": "undecodable"}
    ]
    assert rows.groupby("path")["sha256"].nunique().eq(1).all()
    assert rows["perceptual"].str.len().eq(16).all()
    assert (set(rows["width"]), set(rows["jpeg_quality"])) == ({64}, {-1})
    assert rows.groupby("group")["split"].nunique().eq(1).all()
    person = rows[rows["path"].str.endswith("/youtube/c23/videos/870.mp4")]
    assert set(person["split"]) <= {"validation", "calibration"}
    kept = rows[rows["path"].str.contains("/002")]
    assert set(kept["split"]) == {"test"}


LISTED = ("Celeb-real/id1_0007.mp4", "YouTube-real/00170.mp4", "Celeb-synthesis/id1_id0_0007.mp4")
OTHERS = (
    "Celeb-real/id1_0001.mp4",
    "Celeb-real/id5_0000.mp4",
    "Celeb-synthesis/id5_id7_0000.mp4",
    "Celeb-synthesis/id5_id0_0000.mp4",
    "YouTube-real/00001.mp4",
)


@pytest.fixture
def celeb_df(tmp_path: Path) -> Path:
    for index, name in enumerate((*LISTED, *OTHERS)):
        write_video(tmp_path / "celeb_df" / name, seed=index)
    lines = [f"{int('synthesis' not in name)} {name}" for name in LISTED]
    (tmp_path / "celeb_df/List_of_testing_videos.txt").write_text("\n".join(lines) + "\n")
    return tmp_path


def test_celeb_df_tests_on_the_list_and_nowhere_meets_its_people(celeb_df: Path) -> None:
    found = by_path(list(CelebDf(True, 3).entries(celeb_df / "celeb_df", "c")))
    assert {path for path, entry in found.items() if entry.split == "test"} == set(LISTED)
    left_out = {path for path, entry in found.items() if entry.left_out}
    assert left_out == {"Celeb-real/id1_0001.mp4", "Celeb-synthesis/id5_id0_0000.mp4"}
    assert found[LISTED[2]].label == 1
    assert found[LISTED[2]].group == "c/id1"
    assert found["YouTube-real/00001.mp4"].group == "c/YouTube-real/00001.mp4"
    assert found["Celeb-synthesis/id5_id7_0000.mp4"].group == "c/id5"


def test_celeb_df_without_the_list_deals_people_by_hash(celeb_df: Path) -> None:
    (celeb_df / "celeb_df/List_of_testing_videos.txt").unlink()
    found = list(CelebDf(False, 3).entries(celeb_df / "celeb_df", "c"))
    assert len(found) == 8
    assert {(entry.split, entry.left_out) for entry in found} == {(None, None)}


def test_a_manifest_of_celeb_df_counts_what_is_left_out(celeb_df: Path) -> None:
    with (celeb_df / "celeb_df/List_of_testing_videos.txt").open("a") as file:
        file.write("1 Celeb-real/id9_0000.mp4\n")
    manifest = build_manifest([shipped("celeb_df")], celeb_df)
    reasons = manifest.left_out["reason"].value_counts().to_dict()
    assert reasons == {"person_of_the_test_list": 2, "unreadable": 1}
    assert len(manifest.rows) == 3 * 6
    test = manifest.rows[manifest.rows["split"] == "test"]
    assert set(test["path"]) == {f"celeb_df/{name}" for name in LISTED}


@pytest.mark.parametrize(
    "line", ["0 Celeb-real/id1_0007.mp4", "1 Elsewhere/id1.mp4", "Celeb-real/id1.mp4", "2 a b"]
)
def test_a_list_that_contradicts_the_folders_is_an_error(celeb_df: Path, line: str) -> None:
    (celeb_df / "celeb_df/List_of_testing_videos.txt").write_text(line)
    with pytest.raises(RecipeError, match="is not `label path`"):
        list(CelebDf(True, 3).entries(celeb_df / "celeb_df", "c"))


def test_celeb_df_without_list_or_videos_is_an_error(celeb_df: Path, tmp_path: Path) -> None:
    (celeb_df / "celeb_df/List_of_testing_videos.txt").unlink()
    with pytest.raises(RecipeError, match="List_of_testing_videos"):
        list(CelebDf(True, 3).entries(celeb_df / "celeb_df", "c"))
    with pytest.raises(RecipeError, match="no video"):
        list(CelebDf(True, 3).entries(tmp_path / "elsewhere", "c"))


@pytest.fixture
def dfdc(tmp_path: Path) -> Path:
    parts = {
        "dfdc_train_part_0": {
            "a.mp4": {"label": "REAL", "split": "train", "original": None},
            "b.mp4": {"label": "FAKE", "split": "train", "original": "a.mp4"},
            "gone.mp4": {"label": "FAKE", "split": "train", "original": "a.mp4"},
        },
        "dfdc_train_part_1": {"c.mp4": {"label": "REAL", "split": "train"}},
    }
    for index, (part, videos) in enumerate(parts.items()):
        for place, video in enumerate(videos):
            if video != "gone.mp4":
                write_video(tmp_path / "dfdc_video" / part / video, seed=10 * index + place)
        (tmp_path / "dfdc_video" / part / "metadata.json").write_text(json.dumps(videos))
    return tmp_path


@pytest.mark.parametrize(
    ("group", "groups"),
    [("part", ["d/dfdc_train_part_0"] * 3 + ["d/dfdc_train_part_1"]),
     ("original", ["d/a.mp4"] * 3 + ["d/c.mp4"])],
)  # fmt: skip
def test_dfdc_groups_by_part_or_original(dfdc: Path, group: str, groups: list[str]) -> None:
    found = list(Dfdc("dfdc_train_part_*", group, 2).entries(dfdc / "dfdc_video", "d"))
    assert [entry.group for entry in found] == groups
    assert [entry.label for entry in found] == [0, 1, 1, 0]
    assert {entry.split for entry in found} == {None}


def test_a_manifest_of_dfdc_counts_a_listed_video_that_is_not_there(dfdc: Path) -> None:
    manifest = build_manifest([shipped("dfdc_video")], dfdc)
    (missing,) = manifest.left_out.to_dict("records")
    assert missing["path"] == "dfdc_video/dfdc_train_part_0/gone.mp4"
    assert missing["reason"] == "unreadable"
    assert manifest.rows["perceptual"].isna().all()
    assert len(manifest.rows) == 9


def test_malformed_metadata_are_an_error(dfdc: Path) -> None:
    listing = dfdc / "dfdc_video/dfdc_train_part_1/metadata.json"
    for text in ("[]x", '{"c.mp4": {"label": "MAYBE", "split": "train"}}', '{"c.mp4": {}}'):
        listing.write_text(text)
        with pytest.raises(RecipeError, match="dfdc_train_part_1"):
            list(Dfdc("dfdc_train_part_*", "part", 2).entries(dfdc / "dfdc_video", "d"))
    with pytest.raises(RecipeError, match="no other_"):
        list(Dfdc("other_*", "part", 2).entries(dfdc / "dfdc_video", "d"))
    with pytest.raises(RecipeError, match="part, original"):
        Dfdc("*", "actor", 2)


def noise(seed: int) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), np.uint8)
    return Image.fromarray(coarse).resize((48, 48), Image.Resampling.BICUBIC)


def tree_manifest(root: Path) -> Manifest:
    folder = root / "tree"
    for name in ("real/ann", "fake/stylegan", "fake/.cache"):
        (folder / name).mkdir(parents=True)
    for index, name in enumerate(("real/ann/1.jpg", "real/0.png", "fake/stylegan/2.webp")):
        noise(index).save(folder / name)
    write_video(folder / "fake/clip.MP4", seed=5)
    write_broken_video(folder / "real/cut.mp4")
    (folder / "real/notes.txt").write_text("no picture " * 9)
    (folder / "real/none.jpg").touch()
    (folder / "fake/.cache/x.png").touch()
    return build_manifest([shipped("tree")], root)


def test_a_plain_tree_of_pictures_and_videos(tmp_path: Path) -> None:
    rows, left_out = tree_manifest(tmp_path)
    assert rows.groupby("path")["frame"].apply(list).to_dict() == {
        "tree/fake/clip.MP4": [1, 4, 7],
        "tree/fake/stylegan/2.webp": [-1],
        "tree/real/0.png": [-1],
        "tree/real/ann/1.jpg": [-1],
    }
    generators = rows.drop_duplicates("path").set_index("path")["generator"].to_list()
    assert generators == ["unknown", "stylegan", "camera", "camera"]
    assert dict(zip(left_out["path"], left_out["reason"], strict=True)) == {
        "tree/real/cut.mp4": "undecodable",
        "tree/real/none.jpg": "empty",
        "tree/real/notes.txt": "unsupported",
    }


def test_a_tree_without_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="no file in real or fake"):
        list(Tree("file", 3).entries(tmp_path, "tree"))


def test_only_data_sets_that_are_there_are_taken(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "cifake").mkdir()
    found, absent = recipes_below(tmp_path)
    assert [recipe.name for recipe in found] == ["cifake", "tree"]
    assert {"celeb_df", "dfdc", "faceforensics"} < set(absent)
