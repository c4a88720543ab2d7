from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from edge_runtime.bundle.contract import ReasonsRule
from edge_runtime.files import strict_reader
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import cut_crop, plan_whole
from model_dev.cli.arguments import fixed_contract_blocks
from model_dev.data.crop_store import CropStore, failure_counts
from model_dev.data.crops import build_crops
from model_dev.data.needed_stores import training_settings
from model_dev.data.views import ViewConfig, ViewCutter, picture_ids
from tests.support.sealed_bundle import sealed_bundle

SAMPLES = Path(__file__).parents[3] / "edge_runtime" / "samples"
CONFIG = ViewConfig(
    size=96, faces=2, margin=(0.0, 0.2), parts=0, smallest_part=0.4, quality=(70, 98), seed=3
)
GRAPHIC = strict_reader.read(ReasonsRule, fixed_contract_blocks().reasons).graphic
PORTRAITS = ["real_collins.jpg", "real_hopper.jpg"]


def rows(*names: str, one_encoder: bool = False) -> pd.DataFrame:
    facts: dict[str, Any] = {"frame": -1, "label": 0, "source": "a", "split": "train"}
    more = {"width": 1, "height": 1, "generator": "camera", "one_encoder": one_encoder}
    return pd.DataFrame([{**facts, **more, "path": n, "sha256": n, "group": n} for n in names])


def cut(root: Path, out: Path, table: pd.DataFrame, cutter: ViewCutter | None = None) -> CropStore:
    cutter = cutter or ViewCutter(CONFIG, GRAPHIC)
    settings = replace(
        training_settings(root, fixed_contract_blocks(), sealed_bundle()), size=CONFIG.size
    )
    build_crops(table, settings, out, 1, cutter)
    return CropStore.open(out)


def test_a_portrait_gives_the_whole_picture_and_its_face(tmp_path: Path) -> None:
    store = cut(SAMPLES, tmp_path / "out", rows(*PORTRAITS))
    assert store.rows["id"].to_list() == [
        f"{name}@{view}" for name in PORTRAITS for view in ("whole", "face0")
    ]
    assert store.rows["kind"].to_list() == ["image", "face"] * len(PORTRAITS)
    faces = store.rows[store.rows["kind"] == "face"]
    assert faces["margin"].between(*CONFIG.margin).all()
    assert faces["margin"].nunique() == len(PORTRAITS)
    assert not store.rows["graphic"].any()


def test_parts_are_inside_of_the_picture_and_never_enlarged(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    for name, side in (("large.png", 300), ("small.png", 96)):
        Image.fromarray(random.integers(0, 256, (side, 2 * side, 3), np.uint8)).save(
            tmp_path / name
        )
    cutter = ViewCutter(replace(CONFIG, parts=6), GRAPHIC)
    store = cut(tmp_path, tmp_path / "out", rows("large.png", "small.png"), cutter)
    names = store.rows["id"].str.split("@").str[1].to_list()
    assert names == ["whole", *(f"part{number}" for number in range(6)), "whole"]
    sides = store.rows["side"][1:7]
    assert sides.between(0.4 * 300, 300).all()
    assert sides.nunique() == 6
    assert set(store.rows["kind"]) == {"image"}


def test_views_do_not_depend_on_the_other_pictures(tmp_path: Path) -> None:
    once = cut(SAMPLES, tmp_path / "once", rows(*PORTRAITS))
    again = cut(SAMPLES, tmp_path / "again", rows(*PORTRAITS[::-1]))
    order = [once.rows["id"].to_list().index(name) for name in again.rows["id"]]
    assert (once.crops[order] == again.crops).all()


def test_pictures_of_one_encoder_stay_as_they_are_stored(tmp_path: Path) -> None:
    stored = cut(SAMPLES, tmp_path / "stored", rows(PORTRAITS[0], one_encoder=True))
    resaved = cut(SAMPLES, tmp_path / "resaved", rows(PORTRAITS[0]))
    rgb = read_rgb(SAMPLES / PORTRAITS[0]).rgb
    whole = cut_crop(rgb, plan_whole(rgb.shape[1], rgb.shape[0]), CONFIG.size)
    assert (stored.crops[0] == whole).all()
    difference = np.abs(resaved.crops[0].astype(int) - whole).mean()
    assert 0 < difference < 4


def test_a_view_names_its_picture() -> None:
    ids = pd.Series(["a/b.png@whole", "a@b.png@part1", "film.mp4#3@face0", "c.png@1", "d.png"])
    assert picture_ids(ids).to_list() == ["a/b.png", "a@b.png", "film.mp4#3", "c.png@1", "d.png"]


def test_a_graphic_is_marked(tmp_path: Path) -> None:
    page = np.full((300, 300, 3), 255, np.uint8)
    page[40:260:20, 30:270] = (20, 60, 200)
    Image.fromarray(page).save(tmp_path / "page.png")
    assert cut(tmp_path, tmp_path / "out", rows("page.png")).rows["graphic"].to_list() == [True]


def test_what_a_list_of_photographs_lacks_is_a_graphic(tmp_path: Path) -> None:
    table = rows(*PORTRAITS).assign(sha256=["0" * 64, "1" * 64])
    cutter = ViewCutter(CONFIG, GRAPHIC, {"a": frozenset({"1" * 16})})
    store = cut(SAMPLES, tmp_path / "out", table, cutter)
    assert store.rows.groupby("path")["graphic"].all().to_dict() == {
        PORTRAITS[0]: True,
        PORTRAITS[1]: False,
    }


@pytest.mark.parametrize(("side", "failure"), [(20, "too_small"), (0, "undecodable")])
def test_pictures_that_cannot_be_shown_are_counted(tmp_path: Path, side: int, failure: str) -> None:
    Image.fromarray(np.zeros((64, 64, 3), np.uint8)).save(tmp_path / "good.png")
    if side:
        Image.fromarray(np.zeros((side, 64, 3), np.uint8)).save(tmp_path / "bad.png")
    else:
        (tmp_path / "bad.png").write_bytes((tmp_path / "good.png").read_bytes()[:60])
    store = cut(tmp_path, tmp_path / "out", rows("bad.png", "good.png"))
    assert store.rows["id"].to_list() == ["good.png@whole"]
    assert failure_counts(tmp_path / "out") == {failure: 1}
