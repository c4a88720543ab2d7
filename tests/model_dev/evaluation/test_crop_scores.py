from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model_dev.data.crop_store import CropStore
from model_dev.evaluation.crop_scores import score
from tests.support.tiny_crop_store import brightness_network, write_store


def scored(store: CropStore, cache: Path, calls: list[int] | None = None) -> pd.DataFrame:
    network = brightness_network(calls=calls)
    return score(network, [store], "test", cache, workers=2, progress=False)


def test_rows_and_scores_stay_aligned(tmp_path: Path) -> None:
    store = CropStore.open(write_store(tmp_path / "store", per_class=60))
    table = scored(store, tmp_path / "cache")
    assert set(table["split"]) == {"test"}
    assert len(table) == len(store.rows) - 1
    brightness = store.crops[: len(table)].mean(axis=(1, 2, 3))
    np.testing.assert_allclose(table["logit"], (brightness - 127.5) / 127.5 * 4)
    assert list(table["id"]) == list(store.rows["id"][:-1])


def test_cached_by_pixels_and_model(tmp_path: Path) -> None:
    directory, cache = write_store(tmp_path / "store"), tmp_path / "cache"
    calls: list[int] = []
    first = scored(CropStore.open(directory), cache, calls)
    once = len(calls)
    pd.testing.assert_frame_equal(scored(CropStore.open(directory), cache, calls), first)
    assert len(calls) == once
    crops = np.load(directory / "crops.npy")
    crops[0, 0, 0] = 255 - crops[0, 0, 0]
    np.save(directory / "crops.npy", crops)
    changed = scored(CropStore.open(directory), cache, calls)
    assert len(calls) > once
    assert changed["logit"][0] != first["logit"][0]
    score(brightness_network(0.5, calls), [CropStore.open(directory)], "test", cache, 1, False)
    assert len(calls) > 2 * once


def test_a_broken_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model_dev.evaluation.crop_scores.CHUNK", 32)
    store = CropStore.open(write_store(tmp_path / "store"))
    calls: list[int] = []
    whole = scored(store, tmp_path / "cache", calls)
    parts = sorted((tmp_path / "cache").rglob("*.parquet"))
    assert len(parts) == -(-len(whole) // 32)
    parts[0].unlink()
    pd.testing.assert_frame_equal(scored(store, tmp_path / "cache", calls), whole)
    assert len(whole) < len(calls) <= len(whole) + 32


def test_nothing_to_score_is_an_error(tmp_path: Path) -> None:
    store = CropStore.open(write_store(tmp_path / "store"))
    with pytest.raises(ValueError, match="no crop store has a row of the validation split"):
        score(brightness_network(), [store], "validation", tmp_path, 1, False)


def test_a_store_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    directory = write_store(tmp_path / "store")
    rows = pd.read_parquet(directory / "rows.parquet")
    rows.iloc[:-1].to_parquet(directory / "rows.parquet")
    with pytest.raises(ValueError, match="do not fit"):
        CropStore.open(directory)
    rows.drop(columns="group").to_parquet(directory / "rows.parquet")
    with pytest.raises(ValueError, match="no column group"):
        CropStore.open(directory)
