from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from model_dev.cli.arguments import fixed_contract_blocks
from model_dev.data.crop_store import CropStore, find_stores
from model_dev.data.needed_stores import SMALL, CropConfig, StoreBuilder, training_settings
from model_dev.data.tiers import TIERS
from model_dev.paths import CONFIGS
from tests.support.sealed_bundle import sealed_bundle

CONFIG = CropConfig.read(CONFIGS / "crops.toml")
NAMES = [f"{index}.png" for index in range(10)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    random = np.random.default_rng(4)
    for index, name in enumerate(NAMES):
        Image.fromarray(random.integers(0, 256, (50, 40 + index, 3), np.uint8)).save(
            tmp_path / name
        )
    return tmp_path


def rows(names: list[str], split: str = "train", width: int = 50) -> pd.DataFrame:
    facts: dict[str, Any] = {"frame": -1, "source": "a", "generator": "camera", "split": split}
    size = {"width": width, "height": 50, "jpeg_quality": -1, "one_encoder": False}
    return pd.DataFrame(
        [
            {**facts, **size, "path": name, "sha256": name, "group": name, "label": index % 2}
            for index, name in enumerate(names)
        ]
    )


def builder(root: Path, most: dict[str, int] | None = None) -> StoreBuilder:
    rules = fixed_contract_blocks()
    training = training_settings(root, rules, sealed_bundle())
    return StoreBuilder(training, CONFIG.cutter(rules), most or {}, workers=1)


def test_all_stores_are_built_for_their_pictures(root: Path, tmp_path: Path) -> None:
    parts = [rows(NAMES[:3], width=SMALL), rows(NAMES[3:6])]
    parts += [rows(NAMES[6:8], "test"), rows(NAMES[8:], "calibration")]
    manifest = pd.concat(parts, ignore_index=True)
    stored = builder(root).build_all(manifest, tmp_path / "out")
    evaluated = {f"{tier}/{split}": 2 for tier in TIERS for split in ("calibration", "test")}
    assert stored == {"train/small": 3, "train/full": 3, **evaluated}
    assert len(find_stores([tmp_path / "out"])) == 2 + 2 * len(TIERS)
    sides = {name: CropStore.open(tmp_path / "out" / name).crops.shape[1] for name in stored}
    own = {"train/small": SMALL, "train/full": CONFIG.views.size}
    assert sides == dict.fromkeys(stored, 224) | own
    tiers = {name: CropStore.open(tmp_path / "out" / name).rows["tier"].iat[0] for name in stored}
    assert {tiers.pop(name) for name in ("train/small", "train/full")} == {"original"}
    assert tiers == {name: name.split("/")[0] for name in evaluated}


def test_unseen_pictures_are_in_no_store(root: Path, tmp_path: Path) -> None:
    manifest = pd.concat([rows(NAMES[:2]), rows(NAMES[2:], "unseen")], ignore_index=True)
    assert builder(root).build_all(manifest, tmp_path / "out") == {"train/full": 2}


def test_a_large_source_is_cut_down_in_whole_groups(root: Path, tmp_path: Path) -> None:
    manifest = rows(NAMES).assign(group=[f"group {index // 2}" for index in range(10)])
    other = replace(builder(root), most={"a": 3})
    assert other.build_training(manifest, tmp_path / "out") == {"train/full": 6}
    kept = CropStore.open(tmp_path / "out/train/full").rows
    assert kept.groupby("group")["label"].agg(["min", "max"]).to_numpy().tolist() == [[0, 1]] * 3
