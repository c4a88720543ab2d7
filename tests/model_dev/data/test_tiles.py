from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from edge_runtime.bundle.contract import CropRule, FaceRule
from edge_runtime.files import strict_reader
from model_dev.cli import main
from model_dev.cli.arguments import fixed_contract_blocks
from model_dev.data.crop_store import CropStore, failure_counts
from model_dev.data.crops import CropSettings, build_crops
from model_dev.data.tiles import TileCutter
from model_dev.paths import CONFIGS
from tests.support.sealed_bundle import sealed_bundle

SIZE = 64


@pytest.fixture
def root(tmp_path: Path) -> Path:
    random = np.random.default_rng(1)
    for name, shape in (("large", (150, 200, 3)), ("exact", (64, 80, 3)), ("small", (50, 90, 3))):
        pixels = random.integers(0, 256, shape, np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    return tmp_path


def manifest(*names: str) -> pd.DataFrame:
    shared: dict[str, Any] = {"frame": -1, "label": 0, "source": "a", "split": "train"}
    facts = {"width": 1, "height": 1, "jpeg_quality": -1, "one_encoder": False, "generator": "c"}
    paths = [f"{name}.png" for name in names]
    return pd.DataFrame(
        [{**shared, **facts, "path": p, "sha256": p, "group": p, "perceptual": None} for p in paths]
    )


def settings(root: Path) -> CropSettings:
    rules = fixed_contract_blocks()
    crop = strict_reader.read(CropRule, rules.crop)
    return CropSettings(root, "original", SIZE, crop, strict_reader.read(FaceRule, rules.faces), {})


def tiles(root: Path, out: Path, cutter: TileCutter, *names: str) -> CropStore:
    build_crops(manifest(*names), settings(root), out, 1, cutter)
    return CropStore.open(out)


def test_tiles_of_one_scale_are_pixels_of_the_picture(root: Path, tmp_path: Path) -> None:
    store = tiles(root, tmp_path / "out", TileCutter(3, 1.0, 7), "large")
    assert store.rows["id"].to_list() == ["large.png@0", "large.png@1", "large.png@2"]
    assert set(store.rows["kind"]) == {"tile"}
    assert set(store.rows["source"]) == {"a-tiles"}
    rgb = np.asarray(Image.open(root / "large.png"))
    windows = np.lib.stride_tricks.sliding_window_view(rgb, (SIZE, SIZE, 3))[:, :, 0]
    corners = [np.argwhere((windows[:, :, 0, 0] == crop[0, 0]).all(-1)) for crop in store.crops]
    for crop, found in zip(store.crops, corners, strict=True):
        assert any((windows[y, x] == crop).all() for y, x in found)
    assert not (store.crops[0] == store.crops[1]).all()


def test_a_picture_as_large_as_a_tile_is_its_tile(root: Path, tmp_path: Path) -> None:
    store = tiles(root, tmp_path / "out", TileCutter(1, 0.3, 7), "exact")
    rgb = np.asarray(Image.open(root / "exact.png"))
    assert any((store.crops[0] == rgb[:, x : x + SIZE]).all() for x in range(17))


def test_reduced_tiles_show_more_of_the_picture(root: Path, tmp_path: Path) -> None:
    sharp = tiles(root, tmp_path / "sharp", TileCutter(8, 1.0, 7), "large").crops
    reduced = tiles(root, tmp_path / "reduced", TileCutter(8, 0.4, 7), "large").crops
    assert np.std(reduced) < np.std(sharp)


def test_what_gives_no_tile_is_counted(root: Path, tmp_path: Path) -> None:
    store = tiles(root, tmp_path / "out", TileCutter(2, 1.0, 7), "broken", "large", "small")
    assert len(store.rows) == 2
    assert failure_counts(tmp_path / "out") == {"unsupported": 1, "too_small": 1}


def test_tiles_do_not_depend_on_the_other_pictures(root: Path, tmp_path: Path) -> None:
    cutter = TileCutter(2, 0.5, 7)
    alone = tiles(root, tmp_path / "alone", cutter, "large").crops
    among = tiles(root, tmp_path / "among", cutter, "exact", "large").crops
    assert (among[2:] == alone).all()
    other = tiles(root, tmp_path / "other", TileCutter(2, 0.5, 8), "large").crops
    assert (other != alone).any()


def test_the_verb_takes_training_pictures_of_the_sources_named(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = pd.concat([manifest("large"), manifest("exact").assign(split="test")])
    random = np.random.default_rng(2)
    Image.fromarray(random.integers(0, 256, (300, 300, 3), np.uint8)).save(root / "large.png")
    rows.to_parquet(tmp_path / "manifest.parquet")
    words = ["--root", str(root), "--manifest", str(tmp_path / "manifest.parquet")]
    words += ["--detectors", str(sealed_bundle()), "--source", "a", "--workers", "1"]
    assert main(["tiles", *words, "--out", str(tmp_path / "tiles")]) == 0
    assert "tiles: 2 tiles; failed: none" in capsys.readouterr().out
    assert (CONFIGS / "tiles.toml").exists()
    assert CropStore.open(tmp_path / "tiles").crops.shape == (2, 224, 224, 3)
