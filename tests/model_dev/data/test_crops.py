from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from edge_runtime.bundle.contract import CropRule, FaceRule
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.files import strict_reader
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import cut_crop, plan_crop, plan_whole
from edge_runtime.picture.overview import Overview
from edge_runtime.types import Box, FaceCrop, RgbImage
from model_dev.data import crops as cropping
from model_dev.data.contract_blocks import FixedContractBlocks
from model_dev.data.crop_store import CropStore, failure_counts
from model_dev.data.crops import CropSettings, build_crops
from model_dev.data.tiers import TIERS, degrade
from model_dev.data.video import read_frames
from model_dev.paths import CONFIGS
from tests.support.sealed_bundle import sealed_bundle
from tests.support.small_videos import STEP, write_broken_video, write_video

SAMPLES = Path(__file__).parents[3] / "edge_runtime" / "samples"
BAD = {
    "a/broken.jpg": "undecodable",
    "a/empty.jpg": "empty",
    "a/gone.jpg": "unreadable",
    "a/narrow.png": "too_small",
    "a/text.jpg": "unsupported",
}


class BrokenError(Exception):
    """The power went out."""


@pytest.fixture(scope="module")
def fixed() -> FixedContractBlocks:
    return FixedContractBlocks.read(CONFIGS / "contract.toml")


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
def settings(root: Path, fixed: FixedContractBlocks) -> CropSettings:
    return settings_of(root, fixed)


def settings_of(root: Path, fixed: FixedContractBlocks, tier: str = "original") -> CropSettings:
    faces = strict_reader.read(FaceRule, fixed.faces)
    folder = sealed_bundle()
    files = (faces.still.file, faces.camera.file)
    detectors = {file: (folder / file).read_bytes() for file in files}
    return CropSettings(root, tier, 32, strict_reader.read(CropRule, fixed.crop), faces, detectors)


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
            "one_encoder": False,
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
    assert failure_counts(tmp_path / "store") == dict.fromkeys(BAD.values(), 1)


@pytest.mark.usefixtures("small_chunks")
def test_a_chunk_of_bad_pictures_changes_nothing(settings: CropSettings, tmp_path: Path) -> None:
    names = [*sorted(BAD)[:4], *GOOD[:4]]
    assert build_crops(manifest(names), settings, tmp_path / "store", workers=1) == 4
    store = CropStore.open(tmp_path / "store")
    assert store.rows["id"].to_list() == GOOD[:4]
    assert (store.crops[0] == expected(settings, GOOD[0])).all()


def expected(settings: CropSettings, name: str) -> FaceCrop:
    rgb = read_rgb(settings.root / name).rgb
    return cut_crop(rgb, whole(rgb), settings.size)


@pytest.mark.usefixtures("small_chunks")
def test_workers_do_not_change_the_store(settings: CropSettings, tmp_path: Path) -> None:
    for workers in (1, 2):
        build_crops(manifest(ALL), settings, tmp_path / str(workers), workers)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def dying(function: Callable[..., Any], calls: int) -> Callable[..., Any]:
    """A function that works ``calls`` times and then breaks the run."""
    left = iter(range(calls))

    def call(*arguments: object) -> Any:
        if next(left, None) is None:
            raise BrokenError
        return function(*arguments)

    return call


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize(
    ("step", "calls"), [("_append", 0), ("_append", 2), ("_finish", 0), ("_write_header", 0)]
)
def test_a_broken_run_goes_on_to_the_same_bytes(
    settings: CropSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, calls: int
) -> None:
    build_crops(manifest(ALL), settings, tmp_path / "whole", workers=1)
    out = tmp_path / "broken"
    with monkeypatch.context() as patch:
        patch.setattr(cropping, step, dying(getattr(cropping, step), calls))
        with pytest.raises(BrokenError):
            build_crops(manifest(ALL), settings, out, workers=1)
    assert not (out / "crops.npy").exists()
    with (out / "crops.partial").open("ab") as file:
        file.write(b"half a crop")
    assert build_crops(manifest(ALL), settings, out, workers=1) == 10
    assert contents(out) == contents(tmp_path / "whole")


def test_a_finished_store_is_left_alone(settings: CropSettings, tmp_path: Path) -> None:
    build_crops(manifest(GOOD[:3]), settings, tmp_path / "store", workers=1)
    before = contents(tmp_path / "store")
    assert build_crops(manifest(ALL), settings, tmp_path / "store", workers=1) == 3
    assert contents(tmp_path / "store") == before


@pytest.mark.parametrize("tier", ["original", *TIERS])
def test_crops_are_those_of_the_scan(fixed: FixedContractBlocks, tmp_path: Path, tier: str) -> None:
    settings = replace(settings_of(SAMPLES, fixed, tier), size=224)
    names = sorted(path.name for path in SAMPLES.glob("real_*.jpg"))[:3]
    rows = manifest(names)
    build_crops(rows, settings, tmp_path / "store", workers=1)
    store = CropStore.open(tmp_path / "store")
    assert store.rows["id"].to_list() == names
    assert "face" in set(store.rows["kind"])
    rule = settings.crop
    read = settings.detectors.__getitem__
    detector = FaceDetector(settings.faces, read, min_face_side=rule.min_face_side)
    for row, crop in zip(rows.to_dict("records"), store.crops, strict=True):
        rgb = as_scanned(row, tier)
        faces = detector.find(Overview.of(rgb, 224)).faces
        face = faces[0].box if faces else None
        box = plan_crop(face, rule.face_margin, rule.face_shift) if face else whole(rgb)
        assert (crop == cut_crop(rgb, box, 224)).all()


@pytest.mark.parametrize("tier", ["original", "clean"])
def test_a_face_that_lies_on_its_side_is_cut_upright(
    fixed: FixedContractBlocks, tmp_path: Path, tier: str
) -> None:
    upright = Image.open(SAMPLES / "real_hopper.jpg")
    upright.save(tmp_path / "upright.png")
    upright.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "lying.png")
    settings = replace(settings_of(tmp_path, fixed, tier), size=64)
    build_crops(manifest(["upright.png", "lying.png"]), settings, tmp_path / "store", workers=1)
    store = CropStore.open(tmp_path / "store")
    assert set(store.rows["kind"]) == {"face"}
    one, other = store.crops.astype(float)
    alike = [np.corrcoef(one.ravel(), np.rot90(other, k).ravel())[0, 1] for k in range(4)]
    assert alike[0] > 0.6 > max(alike[1:])


def test_only_pictures_of_one_encoder_are_judged_as_they_are_stored(
    fixed: FixedContractBlocks, tmp_path: Path
) -> None:
    settings = replace(settings_of(SAMPLES, fixed, "clean"), size=224)
    name = sorted(path.name for path in SAMPLES.glob("real_*.jpg"))[0]
    stored = {}
    for one_encoder in (True, False):
        rows = manifest([name]).assign(one_encoder=one_encoder)
        build_crops(rows, settings, tmp_path / str(one_encoder), workers=1)
        stored[one_encoder] = CropStore.open(tmp_path / str(one_encoder)).crops[0]
    build_crops(rows, replace(settings, tier="original"), tmp_path / "original", workers=1)
    untouched = CropStore.open(tmp_path / "original").crops[0]
    assert (stored[True] == untouched).all()
    assert (stored[False] != untouched).any()


def as_scanned(row: dict[Any, Any], tier: str) -> RgbImage:
    rgb = read_rgb(SAMPLES / row["path"]).rgb
    if tier == "original":
        return rgb
    return read_rgb(degrade(rgb, TIERS[tier], row["sha256"])).rgb


def whole(rgb: RgbImage) -> Box:
    return plan_whole(rgb.shape[1], rgb.shape[0])


def test_a_face_that_is_too_small_is_no_face(fixed: FixedContractBlocks, tmp_path: Path) -> None:
    settings = settings_of(SAMPLES, fixed)
    strict = replace(settings, crop=replace(settings.crop, min_face_side=4000))
    name = sorted(path.name for path in SAMPLES.glob("real_*.jpg"))[0]
    build_crops(manifest([name]), strict, tmp_path / "store", workers=1)
    store = CropStore.open(tmp_path / "store")
    assert store.rows["kind"].to_list() == ["image"]
    rgb = read_rgb(SAMPLES / name).rgb
    assert (store.crops[0] == cut_crop(rgb, whole(rgb), settings.size)).all()


def video_rows(folder: Path, frames: tuple[int, ...]) -> pd.DataFrame:
    write_video(folder / "a.mp4")
    write_video(folder / "b.mp4", seed=1)
    write_broken_video(folder / "broken.mp4")
    rows = [
        {**row, "frame": frame}
        for row in manifest(["a.mp4", "b.mp4", "broken.mp4"]).to_dict("records")
        for frame in frames
    ]
    return pd.concat([pd.DataFrame(rows), manifest(["still.png"]).assign(frame=-1)])


@pytest.mark.usefixtures("small_chunks")
def test_frames_of_videos_are_cut_and_broken_ones_counted(
    settings: CropSettings, tmp_path: Path
) -> None:
    rows = video_rows(tmp_path, (1, 4, 40))
    Image.fromarray(np.full((50, 50, 3), 7, np.uint8)).save(tmp_path / "still.png")
    here = replace(settings, root=tmp_path)
    assert build_crops(rows, here, tmp_path / "store", workers=1) == 5
    store = CropStore.open(tmp_path / "store")
    assert store.rows["id"].to_list() == ["a.mp4#1", "a.mp4#4", "b.mp4#1", "b.mp4#4", "still.png"]
    means = store.crops.mean(axis=(1, 2, 3))
    assert means == pytest.approx([40 + STEP, 40 + 4 * STEP, 40 + STEP, 40 + 4 * STEP, 7], abs=5)
    failures = pd.read_parquet(tmp_path / "store/failures.parquet")
    assert failures["id"].to_list() == [
        "a.mp4#40", "b.mp4#40", "broken.mp4#1", "broken.mp4#4", "broken.mp4#40",
    ]  # fmt: skip
    assert failure_counts(tmp_path / "store") == {"undecodable": 5}


def test_a_video_is_opened_once_for_all_its_frames(
    settings: CropSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = video_rows(tmp_path, (0, 2, 5)).iloc[:6]
    opened: list[str] = []

    def counting(path: Path, numbers: list[int]) -> Any:
        opened.append(path.name)
        return read_frames(path, numbers)

    monkeypatch.setattr(cropping, "read_frames", counting)
    cropping.cut_regions(rows, replace(settings, root=tmp_path))
    assert opened == ["a.mp4", "b.mp4"]


def test_frames_of_one_video_are_degraded_each_by_itself(
    settings: CropSettings, tmp_path: Path
) -> None:
    rows = video_rows(tmp_path, (0, 1)).iloc[:2]
    clean = replace(settings, root=tmp_path, tier="clean")
    build_crops(rows, clean, tmp_path / "store", workers=1)
    store = CropStore.open(tmp_path / "store")
    ((_, frame),) = read_frames(tmp_path / "a.mp4", [1])
    assert frame is not None
    as_stored = read_rgb(degrade(frame, TIERS["clean"], f"{rows['sha256'].iat[1]}#1")).rgb
    assert (store.crops[1] == cut_crop(as_stored, whole(as_stored), settings.size)).all()
