from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from edge_runtime.picture.geometry import cut_crop
from edge_runtime.types import Box
from model_dev.architecture.network_input import to_network
from model_dev.data.crop_pool import CropPool
from model_dev.training.batches import Batches, BatchSpec
from model_dev.training.config import Mixture, TinyPictureBatches
from model_dev.training.pairs import pairs_of
from tests.support.tiny_training import AUGMENTATION, MIXTURES, SIDE, write_training_store


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> CropPool:
    return CropPool([write_training_store(tmp_path_factory.mktemp("batches") / "train")])


def batches(pool: CropPool, first: int = 0, seed: int = 1, batch: int = 8) -> Batches:
    return Batches(pool, BatchSpec(MIXTURES, AUGMENTATION, 32, batch, seed), 3, first)


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


def test_a_source_without_crops_is_named(pool: CropPool) -> None:
    lacking = BatchSpec((Mixture(("swaps",), ("masks",), 1.0),), AUGMENTATION, 32, 8, 1)
    with pytest.raises(ValueError, match="no fake crops of masks"):
        Batches(pool, lacking, 3)
    with pytest.raises(ValueError, match="no real crops of masks"):
        tiny = TinyPictureBatches(("masks",), ("swaps",), 2, 4, 16, 32, 0.5)
        Batches(pool, BatchSpec(MIXTURES, AUGMENTATION, 32, 8, 1, tiny), 3)


def test_a_batch_is_the_same_in_two_runs(pool: CropPool) -> None:
    for index in range(3):
        pictures, labels = batches(pool)[index]
        again, labels_again = batches(pool)[index]
        assert (pictures == again).all()
        assert (labels["fake_logit"] == labels_again["fake_logit"]).all()


def test_the_number_of_a_batch_counts_over_epochs(pool: CropPool) -> None:
    going_on = batches(pool)
    going_on.go_to(3)
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
    made = Batches(pool, BatchSpec((mixture,), AUGMENTATION, 32, 16, 1), 2)
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


PLAIN = replace(
    AUGMENTATION, smallest_zoom=1.0, shrink=0, webp=0, blur=0, screenshot=0, thumbnail=0,
    recompress=0, noise=0, light=0, quality=(60, 60),
)  # fmt: skip


def of_mixture(pool: CropPool, mixture: Mixture, size: int) -> NDArray[np.uint8]:
    """Pictures uint8 of one batch, changed in nothing but what the mixture asks for."""
    pictures, _ = Batches(pool, BatchSpec((mixture,), PLAIN, size, 8, 4), 1)[0]
    return (pictures * 128 + 128).astype(np.uint8)


def is_part_of(picture: NDArray[np.uint8], crops: list[NDArray[np.uint8]]) -> bool:
    """Whether a picture or its mirror image is a window of a crop, pixel by pixel."""
    return any(
        (windows == seen).all(axis=(2, 3, 4)).any()
        for crop in crops
        for windows in [sliding_window_view(crop, picture.shape)[:, :, 0]]
        for seen in (picture, picture[:, ::-1])
    )


@pytest.mark.parametrize("keep_encoding", [0.0, 1.0])
@pytest.mark.parametrize("native", [False, True])
def test_native_pictures_that_keep_their_encoding_are_parts_of_their_crops(
    pool: CropPool, keep_encoding: float, native: bool
) -> None:
    mixture = Mixture(("swaps",), ("swaps",), 1.0, native=native, keep_encoding=keep_encoding)
    pictures = of_mixture(pool, mixture, 48)
    crops = [pool.crop(row) for row in range(len(pool.rows))]
    whole = native and keep_encoding == 1.0
    assert [is_part_of(picture, crops) for picture in pictures] == [whole] * 8


def test_a_crop_smaller_than_the_window_is_mirrored_and_not_enlarged(pool: CropPool) -> None:
    mixture = Mixture(("swaps",), ("swaps",), 1.0, native=True, keep_encoding=1.0)
    pictures = of_mixture(pool, mixture, SIDE + 16)
    crops = [pool.crop(row) for row in range(len(pool.rows))]
    for picture in pictures:
        upright = next(
            seen for seen in (picture, picture[:, ::-1]) if is_part_of(seen[:SIDE, :SIDE], crops)
        )
        np.testing.assert_array_equal(upright[SIDE:], upright[SIDE - 16 : SIDE][::-1])
        np.testing.assert_array_equal(upright[:, SIDE:], upright[:, SIDE - 16 : SIDE][:, ::-1])


def test_one_batch_in_so_many_is_of_mirrored_tiny_pictures(pool: CropPool) -> None:
    tiny = TinyPictureBatches(("things",), ("things",), 3, 4, 16, 40, 1.0)
    of_both = Batches(pool, BatchSpec(MIXTURES, PLAIN, 32, 8, 4, tiny), 6)
    sides = [of_both[index][0].shape for index in range(6)]
    assert sides == [(4, 40, 40, 3), *[(8, 32, 32, 3)] * 2] * 2
    pictures, labels = of_both[3]
    assert labels["fake_logit"].ravel().tolist() == [0, 1, 0, 1]
    for picture in pictures:
        starts = [y for y in range(1, 17) if (picture[y - 1] == picture[y]).all()]
        seam = starts[0]  # a copy and its reflection meet in two equal rows
        mirrored = picture[seam : seam + min(seam, 16)]
        assert (mirrored == picture[seam - len(mirrored) : seam][::-1]).all()


def test_tiny_pictures_are_whole_as_they_are_served(pool: CropPool) -> None:
    tiny = TinyPictureBatches(("things",), ("things",), 1, 4, 16, 40, 1.0)
    cut = replace(PLAIN, smallest_zoom=0.5)
    pictures, _ = Batches(pool, BatchSpec(MIXTURES, cut, 32, 8, 4, tiny), 1)[0]
    rows = [row for label in (0, 1) for row in pool.of(["things"], label)]
    copies = [cut_crop(pool.crop(row), Box(0, 0, SIDE, SIDE), 16) for row in rows]
    reflected = [seen for copy in copies for seen in (copy, copy[::-1])]
    for picture in (pictures * 128 + 128).astype(np.uint8):
        assert any(is_part_of(copy, [picture]) for copy in reflected)


def test_a_fake_comes_with_its_own_original(pool: CropPool) -> None:
    rows = pool.rows[pool.rows["source"] == "swaps"].copy()
    rows["original"] = None
    rows.loc[:, "group"] = "one"
    real, fake = rows[rows["label"] == 0].index, rows[rows["label"] == 1].index
    rows.loc[real, "original"] = [f"picture {i}" for i in range(len(real))]
    rows.loc[fake, "original"] = [f"picture {len(fake) - 1 - i}" for i in range(len(fake))]
    paired = SimpleNamespace(rows=rows.reset_index(drop=True), of=None)
    paired.of = lambda sources, label: np.flatnonzero(paired.rows["label"] == label)
    part = pairs_of(paired, Mixture(("swaps",), ("swaps",), 1.0, paired=True))
    random = np.random.default_rng(6)
    originals = paired.rows["original"]
    drawn = [part.draw(random) for _ in range(40)]
    assert all(originals[one] == originals[other] for one, other in drawn)
    assert len({other for _, other in drawn}) > 5


def test_a_mixture_loses_the_detail_that_one_class_lacks(pool: CropPool) -> None:
    plain = Mixture(("swaps",), ("swaps",), 1.0, keep_encoding=1.0)
    soft, whole, sharp = (
        [detail_of(picture) for picture in of_mixture(pool, mixture, SIDE)]
        for mixture in (
            replace(plain, detail=(SIDE // 4, SIDE // 3)),
            replace(plain, detail=(SIDE, SIDE)),
            plain,
        )
    )
    assert all(less < more for less, more in zip(soft, sharp, strict=True))
    assert whole == sharp


def detail_of(picture: NDArray[np.uint8]) -> float:
    return float(np.abs(np.diff(picture.astype(float), axis=1)).mean())


def test_montages_have_shares_for_labels(pool: CropPool) -> None:
    mixture = Mixture(("swaps",), ("swaps",), 1.0, montage=0.5)
    made = Batches(pool, BatchSpec((mixture,), AUGMENTATION, 32, 64, 1), 1)
    labels = made[0][1]["fake_logit"][:, 0].reshape(-1, 2)
    assert labels.sum(axis=1) == pytest.approx(1)
    mixed = ~np.isin(labels[:, 0], (0, 1))
    assert 8 < mixed.sum() < 24
    assert (labels[~mixed] == [0, 1]).all()
