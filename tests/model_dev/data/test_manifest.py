from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from model_dev.data.manifest import COLUMNS, build_manifest, picture_id, read_manifest, split_of
from model_dev.data.near_duplicates import DISTANCE, join_groups, perceptual_hash
from model_dev.data.picture_facts import jpeg_quality
from model_dev.data.readers.entry import HELD_OUT, SPLITS, RecipeError
from model_dev.data.readers.files import Files
from model_dev.data.recipe import Recipe

ALL_KINDS = (0.4, 0.1, 0.1, 0.4)


def picture(seed: int) -> Image.Image:
    """A smooth random scene, which survives JPEG and scaling."""
    small = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), np.uint8)
    return Image.fromarray(small).resize((96, 96), Image.Resampling.BICUBIC)


def save(path: Path, image: Image.Image, quality: int = 90) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, quality=quality)


def recipe(name: str, *files: Files, near_duplicates: bool = True) -> Recipe:
    return Recipe(name, "", "", "", ALL_KINDS, near_duplicates, False, files)


def reals(**changes: object) -> Files:
    return replace(Files("real/**/*.jpg", "real", "camera"), **changes)


FAKES = Files("fake/*.jpg", "fake", "maker")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for index in range(12):
        save(tmp_path / f"people/real/p{index // 3}/{index}.jpg", picture(index))
        save(tmp_path / f"people/fake/{index}.jpg", picture(100 + index))
    return tmp_path


def test_a_manifest_lists_every_picture_once(root: Path) -> None:
    table = build_manifest([recipe("people", reals(group="parent"), FAKES)], root).rows
    assert tuple(table.columns) == COLUMNS
    assert len(table) == 24
    assert table["path"].is_monotonic_increasing
    assert table.groupby("label")["generator"].unique().explode().to_list() == ["camera", "maker"]
    assert set(table["width"]) == {96}
    assert table["split"].isin(SPLITS).all()
    assert table["sha256"].str.len().eq(64).all()


def test_a_manifest_is_the_same_twice(root: Path) -> None:
    recipes = [recipe("people", reals(group="parent"), FAKES)]
    pd.testing.assert_frame_equal(
        build_manifest(recipes, root).rows, build_manifest(recipes, root, workers=1).rows
    )


def test_no_group_is_in_two_splits(root: Path) -> None:
    split_by_authors = Files("fake/1*.jpg", "fake", "maker", group="parent", split="test")
    others = Files("fake/[!1]*.jpg", "fake", "maker", group="parent")
    table = build_manifest(
        [recipe("people", reals(group="parent"), others, split_by_authors)], root
    ).rows
    assert table.groupby("group")["split"].nunique().eq(1).all()
    assert set(table.loc[table["group"] == "people/fake", "split"]) == {"test"}


def test_exact_duplicates_count_once_and_the_official_split_wins(root: Path) -> None:
    data = (root / "people/real/p0/0.jpg").read_bytes()
    for name in ("people/real/p9/copy.jpg", "people/fixed/z.jpg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    fixed = Files("fixed/*.jpg", "real", "camera", split="calibration")
    table, left_out = build_manifest(
        [recipe("people", reals(), fixed, near_duplicates=False)], root
    )
    assert left_out["path"].to_list() == ["people/real/p0/0.jpg", "people/real/p9/copy.jpg"]
    assert set(left_out["reason"]) == {"exact_duplicate"}
    assert table["sha256"].is_unique
    assert len(table) == 12
    (row,) = table[table["path"] == "people/fixed/z.jpg"].to_dict("records")
    assert row["split"] == "calibration"


def test_near_duplicates_of_two_sources_share_group_and_split(root: Path) -> None:
    save(root / "other/real/again.jpg", picture(0).resize((64, 64)), quality=50)
    save(root / "other/real/new.jpg", picture(500))
    table = build_manifest([recipe("other", reals()), recipe("people", reals())], root).rows
    by_path = table.set_index("path")
    pair = by_path.loc[["other/real/again.jpg", "people/real/p0/0.jpg"]]
    assert set(pair["group"]) == {"other/real/again.jpg"}
    assert pair["split"].nunique() == 1
    assert by_path.loc["other/real/new.jpg", "group"] == "other/real/new.jpg"
    assert by_path["group"].nunique() == 13


def test_hashes_of_several_sources_keep_all_their_bits(root: Path) -> None:
    save(root / "flat/real/0.jpg", Image.new("RGB", (64, 64)))
    table = build_manifest([recipe("flat", reals()), recipe("people", reals())], root).rows
    hashes = table.set_index("path")["perceptual"]
    assert hashes["people/real/p0/0.jpg"] == f"{saved_hash(root / 'people/real/p0/0.jpg'):016x}"
    assert table["group"].nunique() == 13


def saved_hash(path: Path) -> int:
    with Image.open(path) as image:
        found = perceptual_hash(image)
    assert found is not None
    return found


def test_a_flat_picture_is_a_near_duplicate_of_none(root: Path) -> None:
    for shade in (0, 1):
        save(root / f"flat/real/{shade}.png", Image.new("RGB", (64, 64), (shade, shade, shade)))
    table = build_manifest([recipe("flat", reals(glob="real/*.png"))], root).rows
    assert table["group"].nunique() == 2
    assert table["perceptual"].isna().all()


def test_a_source_may_take_no_part_in_near_duplicates(root: Path) -> None:
    save(root / "other/real/again.jpg", picture(0), quality=50)
    other = recipe("other", reals(), near_duplicates=False)
    table = build_manifest([other, recipe("people", reals())], root).rows
    assert table["group"].nunique() == 13


def test_what_is_no_picture_is_left_out_and_counted(root: Path) -> None:
    (root / "people/real/broken.jpg").write_bytes(b"no picture")
    (root / "people/real/cut.jpg").write_bytes((root / "people/real/p0/0.jpg").read_bytes()[:700])
    (root / "people/real/folder.jpg").mkdir()
    (root / "people/real/dangling.jpg").symlink_to("nowhere.jpg")
    (root / "people/real/empty.jpg").touch()
    manifest = build_manifest([recipe("people", reals())], root)
    assert len(manifest.rows) == 12
    assert dict(zip(manifest.left_out["path"], manifest.left_out["reason"], strict=True)) == {
        "people/real/broken.jpg": "unsupported",
        "people/real/cut.jpg": "undecodable",
        "people/real/dangling.jpg": "unreadable",
        "people/real/empty.jpg": "empty",
        "people/real/folder.jpg": "unreadable",
    }
    assert set(manifest.left_out["source"]) == {"people"}


def test_a_source_without_pictures_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "people/real").mkdir(parents=True)
    (tmp_path / "people/real/broken.jpg").write_bytes(b"no picture")
    with pytest.raises(RecipeError, match="no readable picture"):
        build_manifest([recipe("people", reals())], tmp_path)


@pytest.mark.parametrize("quality", [30, 40, 50, 60, 75, 85, 90, 95, 100])
def test_jpeg_quality_is_the_one_saved(tmp_path: Path, quality: int) -> None:
    save(tmp_path / "a.jpg", picture(1), quality)
    with Image.open(tmp_path / "a.jpg") as image:
        assert jpeg_quality(image) == pytest.approx(quality, abs=2)


def test_only_jpeg_has_a_quality() -> None:
    assert jpeg_quality(picture(1)) == -1


def test_an_official_validation_split_is_dealt_to_two(root: Path) -> None:
    held_out = Files("real/**/*.jpg", "real", "camera", split=HELD_OUT)
    both = Recipe("people", "", "", "", (0.5, 0.2, 0.2, 0.1), False, False, (held_out,))
    table = build_manifest([both], root).rows
    assert set(table["split"]) == {"validation", "calibration"}


def test_a_frame_has_a_name_of_its_own() -> None:
    assert (picture_id("a.jpg", -1), picture_id("a.mp4", 0)) == ("a.jpg", "a.mp4#0")


def test_a_manifest_without_frames_lists_pictures(tmp_path: Path) -> None:
    pd.DataFrame({"path": ["a.jpg"], "source": ["a"]}).to_parquet(tmp_path / "old.parquet")
    row = read_manifest(tmp_path / "old.parquet").iloc[0]
    assert (row["frame"], row["origin"], row["topic"]) == (-1, "a", "mixed")


def test_the_split_of_a_group_never_changes() -> None:
    drawn = [split_of(f"people/{index}", (0.5, 0.1, 0.1, 0.3)) for index in range(8)]
    assert drawn == ["train", "train", "train", "calibration", "train", "test", "train", "test"]


def test_splits_have_their_shares() -> None:
    drawn = pd.Series([split_of(f"g{index}", (0.7, 0.1, 0.0, 0.2)) for index in range(4000)])
    shares = drawn.value_counts(normalize=True)
    assert shares["train"] == pytest.approx(0.7, abs=0.03)
    assert shares["test"] == pytest.approx(0.2, abs=0.03)
    assert "calibration" not in shares


def test_groups_join_along_chains_up_to_the_distance() -> None:
    bits = [0, 0b1111, 0b11111111, 0b1111100000000000000, None]
    joined = join_groups(pd.Series(["c", "b", "a", "d", "e"]), pd.Series(bits, dtype=object))
    assert DISTANCE == 4
    assert joined.to_list() == ["a", "a", "a", "d", "e"]


def test_groups_join_over_more_pictures_than_a_block() -> None:
    random = np.random.default_rng(5)
    bits = [int(value) for value in random.integers(0, 2**63, 1200, np.int64)]
    bits[1100] = bits[3] ^ 1
    names = pd.Series([f"{index:04d}" for index in range(1200)])
    joined = join_groups(names, pd.Series(bits, dtype=object))
    assert joined[joined != names].to_dict() == {1100: "0003"}
