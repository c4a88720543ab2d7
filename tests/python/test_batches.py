from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tiny_training import AUGMENTATION, MIXTURES, SIDE, write_training_store

from model_dev.training.batches import Batches, CropPool, Mixture, to_network


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> CropPool:
    return CropPool([write_training_store(tmp_path_factory.mktemp("batches") / "train")])


def batches(pool: CropPool, first: int = 0, seed: int = 1, batch: int = 8) -> Batches:
    return Batches(pool, MIXTURES, AUGMENTATION, 32, batch, 3, first, seed)


def test_a_pool_holds_one_split_and_tier(tmp_path: Path) -> None:
    store = write_training_store(tmp_path / "train")
    assert set(CropPool([store]).rows["split"]) == {"train"}
    validation = CropPool([store], "validation", "clean")
    assert set(validation.rows["tier"]) == {"clean"}
    assert len(validation.rows) == 16
    assert len(CropPool([store], "validation").rows) == 32


def test_a_pool_joins_stores_and_finds_each_crop(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_training_store(tmp_path / name)
    pool = CropPool([tmp_path])
    single = CropPool([tmp_path / "a"])
    assert len(pool.rows) == 2 * len(single.rows)
    for row in (0, 5, len(single.rows) + 5):
        assert pool.crop(row).shape == (SIDE, SIDE, 3)
    assert (pool.crop(5) == pool.crop(len(single.rows) + 5)).all()
    assert (pool.crop(5) == pool.crop(0)).mean() < 0.5


def test_rows_are_found_by_source_and_class(pool: CropPool) -> None:
    rows = pool.rows.iloc[pool.of(["swaps"], 1)]
    assert len(rows) == 16
    assert set(rows["source"]) == {"swaps"}
    assert set(rows["label"]) == {1}


def test_a_batch_is_the_same_in_two_runs(pool: CropPool) -> None:
    for index in range(3):
        pictures, labels = batches(pool)[index]
        again, labels_again = batches(pool)[index]
        assert (pictures == again).all()
        assert (labels["fake_logit"] == labels_again["fake_logit"]).all()


def test_the_number_of_a_batch_counts_over_epochs(pool: CropPool) -> None:
    going_on = batches(pool)
    going_on.on_epoch_end()
    assert (going_on[1][0] == batches(pool, first=3)[1][0]).all()
    assert (going_on[1][0] == batches(pool, first=4)[0][0]).all()
    assert (going_on[1][0] != batches(pool)[1][0]).any()
    assert (batches(pool, seed=2)[0][0] != batches(pool)[0][0]).any()


def test_pictures_are_floats_in_the_networks_range(pool: CropPool) -> None:
    pictures, labels = batches(pool)[0]
    assert pictures.shape == (8, 32, 32, 3)
    assert pictures.dtype == np.float32
    assert pictures.min() >= -1
    assert pictures.max() < 1
    assert {name: label.shape for name, label in labels.items()} == {
        "fake_logit": (8, 1),
        "visual_logit": (8, 1),
        "forensic_logit": (8, 1),
    }


def test_every_level_has_its_place_in_the_range() -> None:
    levels = to_network(np.arange(256, dtype=np.uint8))
    assert levels[0] == -1
    assert levels[128] == 0
    assert levels[255] == 127 / 128
    assert (np.diff(levels) == 1 / 128).all()


def test_half_of_a_batch_is_real_and_labels_fit_the_pictures(pool: CropPool) -> None:
    pictures, labels = batches(pool, batch=32)[0]
    assert labels["fake_logit"].mean() == 0.5
    brightness = pictures.mean(axis=(1, 2, 3))
    assert ((brightness > 0) == labels["fake_logit"][:, 0].astype(bool)).all()


def drawn(pool: CropPool, mixture: Mixture, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Rows of the crops that make two batches, real and fake in turns."""
    seen: list[int] = []
    crop = CropPool.crop
    monkeypatch.setattr(CropPool, "crop", lambda self, row: seen.append(row) or crop(self, row))
    made = Batches(pool, [mixture], AUGMENTATION, 32, 16, 2, 0, 1)
    assert len([made[0], made[1]]) == 2
    return seen


def test_a_pair_shares_its_group(pool: CropPool, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pool.rows.iloc[drawn(pool, Mixture(("swaps",), ("swaps",), 1.0, True), monkeypatch)]
    assert rows["label"].to_list() == [0, 1] * 16
    groups = rows["group"].to_numpy()
    assert (groups[0::2] == groups[1::2]).all()
    assert len(set(groups)) > 4


def test_without_pairing_groups_differ(pool: CropPool, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pool.rows.iloc[drawn(pool, Mixture(("swaps",), ("swaps",), 1.0), monkeypatch)]
    groups = rows["group"].to_numpy()
    assert (groups[0::2] != groups[1::2]).any()


def test_the_sources_of_a_part_count_alike(pool: CropPool, monkeypatch: pytest.MonkeyPatch) -> None:
    mixture = Mixture(("swaps", "things"), ("things",), 1.0)
    rows = pool.rows.iloc[drawn(pool, mixture, monkeypatch)]
    reals = rows.loc[rows["label"] == 0, "source"]
    assert set(rows.loc[rows["label"] == 1, "source"]) == {"things"}
    assert reals.value_counts()["swaps"] == pytest.approx(8, abs=5)
