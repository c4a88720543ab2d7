from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from sealed_bundle import sealed_bundle

from edge_runtime import strict_json
from edge_runtime.contract import CropRule, FaceRule
from edge_runtime.faces import FaceDetector
from edge_runtime.geometry import cut_crop, plan_crop, plan_whole
from edge_runtime.image import read_rgb
from edge_runtime.types import FaceCrop
from model_dev import crops as cropping
from model_dev.cli import CONFIGS
from model_dev.crop_store import CropStore, find_stores
from model_dev.crops import SMALL, CropSettings, build_all, build_crops
from model_dev.seal import Static
from model_dev.tiers import TIERS, degrade

FACES = Path(__file__).parents[2] / "edge_runtime" / "samples"
BAD = {
    "a/broken.jpg": "undecodable",
    "a/empty.jpg": "empty",
    "a/gone.jpg": "unreadable",
    "a/narrow.png": "too_small",
    "a/text.jpg": "unsupported",
}


@pytest.fixture(scope="module")
def static() -> Static:
    return Static.read(CONFIGS / "contract.toml")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten noise pictures, too small for a face to be sought, and every kind of bad one."""
    folder = tmp_path_factory.mktemp("data")
    random = np.random.default_rng(4)
    (folder / "a").mkdir()
    for index in range(10):
        pixels = random.integers(0, 256, (50, 40 + index, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"a/{index}.png")
    Image.fromarray(pixels[:20]).save(folder / "a/narrow.png")
    Image.fromarray(pixels).save(folder / "a/broken.jpg")
    data = (folder / "a/broken.jpg").read_bytes()
    (folder / "a/broken.jpg").write_bytes(data[:300])
    (folder / "a/empty.jpg").touch()
    (folder / "a/text.jpg").write_text("no picture " * 40)
    return folder


@pytest.fixture
def settings(root: Path, static: Static) -> CropSettings:
    return settings_of(root, static)


def settings_of(root: Path, static: Static, tier: str = "original") -> CropSettings:
    faces = strict_json.read(FaceRule, static.faces)
    folder = sealed_bundle()
    detectors = {rule.file: (folder / rule.file).read_bytes() for rule in faces.detectors}
    return CropSettings(root, tier, 32, strict_json.read(CropRule, static.crop), faces, detectors)


def manifest(names: list[str], split: str = "train") -> pd.DataFrame:
    rows = [
        {
            "path": name,
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "label": index % 2,
            "source": "a",
            "generator": "camera",
            "group": name,
            "split": split,
            "width": 50,
            "height": 50,
            "jpeg_quality": -1,
        }
        for index, name in enumerate(names)
    ]
    return pd.DataFrame(rows)


GOOD = [f"a/{index}.png" for index in range(10)]
ALL = sorted([*GOOD, *BAD])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cropping, "CHUNK", 4)


def test_a_store_holds_each_good_picture_once(settings: CropSettings, tmp_path: Path) -> None:
    assert build_crops(manifest(ALL), settings, tmp_path / "store", workers=1) == 10
    assert sorted(contents(tmp_path / "store")) == [
        "crops.npy", "failures.parquet", "rows.parquet",
    ]  # fmt: skip
    store = CropStore.open(tmp_path / "store")
    assert store.crops.shape == (10, 32, 32, 3)
    assert store.crops.dtype == np.uint8
    assert store.rows["id"].to_list() == GOOD
    assert set(store.rows["tier"]) == {"original"}
    assert set(store.rows["kind"]) == {"image"}
    assert store.rows["side"].to_list() == [min(50, 40 + index) for index in range(10)]


def test_the_header_is_that_of_numpy(settings: CropSettings, tmp_path: Path) -> None:
    build_crops(manifest(GOOD), settings, tmp_path / "store", workers=1)
    path = tmp_path / "store" / "crops.npy"
    with path.open("rb") as file:
        assert np.lib.format.read_magic(file) == (1, 0)
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(file)
        assert file.tell() % 64 == 0
        assert file.tell() + 10 * 32 * 32 * 3 == path.stat().st_size
    assert (shape, fortran, dtype) == ((10, 32, 32, 3), False, np.dtype(np.uint8))


@pytest.mark.usefixtures("small_chunks")
def test_a_bad_picture_is_counted_by_its_reason(settings: CropSettings, tmp_path: Path) -> None:
    build_crops(manifest(ALL), settings, tmp_path / "store", workers=1)
    failures = pd.read_parquet(tmp_path / "store" / "failures.parquet")
    assert dict(zip(failures["path"], failures["failure"], strict=True)) == BAD
    assert "failure" not in CropStore.open(tmp_path / "store").rows


@pytest.mark.usefixtures("small_chunks")
def test_a_chunk_of_bad_pictures_changes_nothing(settings: CropSettings, tmp_path: Path) -> None:
    names = [*sorted(BAD)[:4], *GOOD[:4]]
    assert build_crops(manifest(names), settings, tmp_path / "store", workers=1) == 4
    store = CropStore.open(tmp_path / "store")
    assert store.rows["id"].to_list() == GOOD[:4]
    assert (store.crops[0] == expected(settings, GOOD[0])).all()


def expected(settings: CropSettings, name: str) -> FaceCrop:
    rgb = read_rgb(settings.root / name).rgb
    return cut_crop(rgb, plan_whole(rgb.shape[1], rgb.shape[0]), settings.size)


@pytest.mark.usefixtures("small_chunks")
def test_workers_do_not_change_the_store(settings: CropSettings, tmp_path: Path) -> None:
    for workers in (1, 2):
        build_crops(manifest(ALL), settings, tmp_path / str(workers), workers)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("step", ["_append", "_write_header", "read_parquet"])
@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_broken_run_goes_on_to_the_same_bytes(
    settings: CropSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    calls: int,
) -> None:
    build_crops(manifest(ALL), settings, tmp_path / "whole", workers=1)
    out = tmp_path / "broken"
    with monkeypatch.context() as patch:
        module = cropping if hasattr(cropping, step) else pd
        breaking = iter([getattr(module, step)] * calls)
        patch.setattr(module, step, lambda *given: next(breaking)(*given))
        with pytest.raises((StopIteration, RuntimeError)):
            build_crops(manifest(ALL), settings, out, workers=1)
    assert not (out / "crops.npy").exists()
    with (out / "crops.partial").open("ab") as file:
        file.write(b"half a crop")
    assert build_crops(manifest(ALL), settings, out, workers=1) == 10
    assert contents(out) == contents(tmp_path / "whole")
