from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from model_dev.cli import main
from model_dev.data.comparison import Comparison
from model_dev.data.crop_store import CropStore
from model_dev.data.manifest import COLUMNS
from model_dev.leakage.manifest_check import Finding, balance, check_manifest
from model_dev.leakage.shortcuts import (
    CheckLimits,
    draw_crops,
    draw_sample,
    measure_shortcuts,
    read_augmentation,
)
from model_dev.paths import CONFIGS, BundlePaths, default_bundle_id
from tests.support.small_videos import write_video

LIMITS = CheckLimits.read(CONFIGS / "manifest_check.toml")
SPLITS = ("train", "train", "train", "validation", "calibration", "test")


def clean(pictures: int = 60) -> pd.DataFrame:
    """Two pictures a group, each with a perceptual hash far from any other."""
    random = np.random.default_rng(3)
    rows = []
    for i in range(pictures):
        name = f"a/{i}.jpg"
        rows.append(
            {
                "path": name,
                "frame": -1,
                "sha256": hashlib.sha256(name.encode()).hexdigest(),
                "label": i % 2,
                "source": "a",
                "generator": "camera",
                "group": f"a/g{i // 2}",
                "split": SPLITS[i // 2 % len(SPLITS)],
                "width": 300,
                "height": 200 + i % 2,
                "jpeg_quality": 75,
                "one_encoder": False,
                "perceptual": random.bytes(8).hex(),
                "origin": "a",
                "topic": "mixed",
            }
        )
    return pd.DataFrame(rows)[list(COLUMNS)]


def failed(manifest: pd.DataFrame, *stores: CropStore) -> dict[str, Finding]:
    found = check_manifest(manifest, stores, LIMITS.examples)
    return {finding.name: finding for finding in found if not finding.ok}


def test_a_clean_manifest_holds() -> None:
    found = check_manifest(clean(), [], LIMITS.examples)
    assert [finding.name for finding in found] == [
        "values", "groups", "files", "calibration", "near_duplicates", "encoders",
    ]  # fmt: skip
    assert all(finding.ok for finding in found)
    assert found[-2].message == "0 near-duplicates across splits among 60 pictures"


def torn_group(manifest: pd.DataFrame) -> None:
    manifest.loc[0, "split"] = "test"


def torn_file(manifest: pd.DataFrame) -> None:
    manifest.loc[10, "sha256"] = manifest.loc[0, "sha256"]


def shared_calibration(manifest: pd.DataFrame) -> None:
    manifest.loc[9, "split"] = "validation"


def near_duplicate(manifest: pd.DataFrame) -> None:
    bits = int(manifest.loc[0, "perceptual"], 16) ^ 0b1011
    manifest.loc[10, "perceptual"] = f"{bits:016x}"


def two_encoders(manifest: pd.DataFrame) -> None:
    manifest["one_encoder"] = True


def wrong_label(manifest: pd.DataFrame) -> None:
    manifest.loc[4, "label"] = 2


def wrong_split(manifest: pd.DataFrame) -> None:
    manifest.loc[[4, 5], "split"] = "holdout"


def listed_twice(manifest: pd.DataFrame) -> None:
    manifest.loc[4, "path"] = manifest.loc[5, "path"]


@pytest.mark.parametrize(
    ("plant", "names", "message", "example"),
    [
        (torn_group, {"groups"}, "1 groups in two splits", "a/g0: test, train"),
        (torn_file, {"files"}, "1 files in two splits", "test, train"),
        (
            shared_calibration,
            {"calibration", "groups"},
            "1 pictures or groups shared with another split",
            "group a/g4",
        ),
        (
            near_duplicate,
            {"near_duplicates"},
            "1 near-duplicates across splits among 60 pictures",
            "a/0.jpg (train) and a/10.jpg (test)",
        ),
        (
            two_encoders,
            {"encoders"},
            "1 statements of one encoder that do not hold",
            "a: height tells 100% of the pictures apart",
        ),
        (wrong_label, {"values"}, "1 rows with a wrong label or split", "a/4.jpg"),
        (wrong_split, {"values"}, "2 rows with a wrong label or split", "a/4.jpg"),
        (listed_twice, {"values"}, "1 rows with a wrong label or split", "a/5.jpg"),
    ],
)
def test_a_planted_fault_is_found_and_named(
    plant: Callable[[pd.DataFrame], None], names: set[str], message: str, example: str
) -> None:
    manifest = clean()
    plant(manifest)
    found = failed(manifest)
    assert set(found) == names
    first = found[min(names)]
    assert message in first.message
    assert any(example in text for text in first.examples)


def test_sources_that_take_no_part_are_named_and_examples_are_few() -> None:
    manifest = clean()
    manifest.loc[:29, ["source", "perceptual"]] = ["b", None]
    manifest.loc[30:, "split"] = [SPLITS[i % 6] for i in range(30)]
    found = check_manifest(manifest, [], 2)
    assert "among 30 pictures; b took no part" in found[-2].message
    assert all(len(finding.examples) <= 2 for finding in found)


def test_an_old_manifest_is_to_be_built_again() -> None:
    (finding,) = check_manifest(clean().drop(columns="perceptual"), [], LIMITS.examples)
    assert not finding.ok
    assert "perceptual" in finding.message


def store_of(manifest: pd.DataFrame) -> CropStore:
    rows = manifest.assign(id=manifest["path"], tier="original").reset_index(drop=True)
    return CropStore("train", np.zeros((len(rows), 8, 8, 3), np.uint8), rows)


def test_a_store_agrees_with_its_manifest() -> None:
    manifest = clean()
    assert not failed(manifest, store_of(manifest))
    strange = pd.concat([manifest, manifest.iloc[:1].assign(path="a/strange.jpg")])
    moved = manifest.copy()
    moved.loc[3, "split"] = "test"
    assert failed(manifest, store_of(strange))["store train"].examples == ("a/strange.jpg",)
    assert failed(manifest, store_of(moved))["store train"].examples == ("a/3.jpg",)


def test_balance_counts_each_class_of_a_split() -> None:
    manifest = clean()
    manifest.loc[manifest["label"] == 1, "jpeg_quality"] = -1
    records = balance(manifest)
    assert len(records) == 8
    assert [record["label"] for record in records] == ["real", "fake"] * 4
    assert sum(record["pictures"] for record in records) == 60
    real, fake = records[:2]
    assert (real["split"], real["groups"], real["jpeg"], real["jpeg_quality"]) == (
        "train", 15, 1.0, 75,
    )  # fmt: skip
    assert (fake["jpeg"], fake["jpeg_quality"], fake["width"], fake["height"]) == (
        0,
        None,
        300,
        201,
    )


def test_a_sample_is_of_training_pictures_one_frame_a_video() -> None:
    manifest = clean()
    manifest.loc[:3, "sha256"] = "same"
    sample = draw_sample(manifest, 8)
    assert set(sample["split"]) == {"train"}
    assert sample["sha256"].is_unique
    assert sample["label"].value_counts().to_dict() == {0: 8, 1: 8}


def scene(seed: int, side: int) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), np.uint8)
    return Image.fromarray(coarse).resize((side, side), Image.Resampling.BICUBIC)


def picture(seed: int, label: int, leak: str) -> bytes:
    """A scene; a fake is larger and better kept (``files``), or grainy itself (``content``)."""
    side, quality = (300, 92) if label and leak == "files" else (260, 70)
    image = scene(seed, side)
    if label and leak == "content":
        grain = np.random.default_rng(seed).integers(-60, 61, (side, side, 3))
        image = Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def data_set(root: Path, leak: str, pictures: int) -> Path:
    """A plain tree below ``root``, and the recipe that puts all of it into the training split."""
    for i in range(pictures):
        path = root / "leaky" / ("real", "fake")[i % 2] / f"{i}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture(i, i % 2, leak))
    recipe = root / "leaky.toml"
    recipe.write_text(
        'name = "leaky"\norigin = "made here"\nlicence = "none"\nabout = "a test"\n'
        "shares = [1.0, 0.0, 0.0, 0.0]\nnear_duplicates = true\none_encoder = false\n"
        '[reader]\nname = "tree"\ngroup = "file"\nframes = 2\n'
    )
    return recipe


def built(root: Path, recipe: Path) -> Path:
    out = root / "manifest.parquet"
    command = ["manifest", "build", "--root", str(root), "--out", str(out)]
    assert main([*command, "--recipe", str(recipe)]) == 0
    return out


def test_a_leak_through_files_is_gone_after_re_encoding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = data_set(tmp_path, "files", 240)
    (tmp_path / "leaky/real/broken.jpg").write_bytes(b"no picture")
    manifest = built(tmp_path, recipe)
    assert "leaky: 1 unsupported" in capsys.readouterr().out
    assert "broken.jpg" in (tmp_path / "manifest.left_out.csv").read_text()
    (tmp_path / "leaky/real/0.jpg").unlink()
    out = tmp_path / "check.json"
    check = ["manifest", "check", str(manifest), "--root", str(tmp_path), "--json", str(out)]
    assert main(check) == 0
    report = json.loads(out.read_text())
    assert report["schema"] == "model_dev/manifest-check/1"
    assert report["ok"]
    assert report["manifest_sha256"] == hashlib.sha256(manifest.read_bytes()).hexdigest()
    assert report["unreadable"] == {"unreadable": 1}
    (found,) = report["shortcuts"]
    assert (found["name"], found["real"], found["fake"]) == ("leaky", 119, 120)
    assert found["raw"]["value"] > 0.99
    assert found["training"]["low"] < LIMITS.auc_limit
    assert found["training"]["value"] == pytest.approx(0.5, abs=0.15)
    text = capsys.readouterr().out
    assert "ok      shortcut leaky: AUC of the files 1.000" in text
    assert "unreadable in the shortcuts' sample: 1 unreadable" in text


def test_a_torn_manifest_fails_with_its_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = clean()
    torn_group(manifest)
    manifest.to_parquet(tmp_path / "manifest.parquet")
    assert main(["manifest", "check", str(tmp_path / "manifest.parquet")]) == 1
    text = capsys.readouterr().out
    assert "FAILED  groups: 1 groups in two splits\n        a/g0: test, train" in text
    assert "not measured: shortcuts (give --root)" in text


def measured(root: Path, leak: str, limits: CheckLimits = LIMITS) -> dict[str, object]:
    """Measured on stored crops of 64 px, the whole picture, of 60 reals and 60 fakes."""
    data_set(root, leak, 120)
    rows, crops = [], []
    for row in clean(120).assign(split="train").to_dict("records"):
        i = int(Path(row["path"]).stem)
        path = f"leaky/{('real', 'fake')[i % 2]}/{i}.jpg"
        rows.append({**row, "path": path, "source": f"s{i % 2}", "group": f"g{i}"})
        with Image.open(root / path) as image:
            crops.append(np.asarray(image.convert("RGB").resize((64, 64))))
    table = pd.DataFrame(rows).assign(id=[row["path"] for row in rows], tier="original")
    store = CropStore("train", np.stack(crops), table.drop(columns="frame"))
    augmentation = replace(read_augmentation(BundlePaths(default_bundle_id()).config), sharpen=0.0)
    comparisons = [Comparison("both", ("s0",), ("s1",)), Comparison("none", ("s0",), ("s2",))]
    records, gone = measure_shortcuts(
        draw_crops([store], limits.pictures), root, comparisons, augmentation, limits
    )
    assert gone == 0
    (record,) = records
    assert record["name"] == "both"
    return record


def test_what_re_encoding_cannot_hide_fails(tmp_path: Path) -> None:
    found = measured(tmp_path, "content")
    assert not found["ok"]
    assert found["training"]["low"] > LIMITS.auc_limit  # type: ignore[index]


def test_an_exception_is_stated_with_its_reason(tmp_path: Path) -> None:
    accepted = [replace(LIMITS.accepted[0], name="both", auc_limit=1.0)]
    found = measured(tmp_path, "content", replace(LIMITS, accepted=tuple(accepted)))
    assert found["ok"]
    assert found["accepted"] == accepted[0].reason
    assert found["auc_limit"] == 1.0


def test_videos_are_measured_too(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a/clip.mp4")
    row = {**clean().iloc[0].to_dict(), "path": "a/clip.mp4", "frame": 4, "split": "train"}
    table = pd.DataFrame([{**row, "id": "a/clip.mp4#4", "tier": "original"}])
    gone = table.assign(path="a/gone.mp4", id="a/gone.mp4#4", sha256="0" * 64)
    store = CropStore("t", np.zeros((2, 8, 8, 3), np.uint8), pd.concat([table, gone]).reset_index())
    augmentation = read_augmentation(BundlePaths(default_bundle_id()).config)
    found = measure_shortcuts(draw_crops([store], 9), tmp_path, [], augmentation, LIMITS)
    assert path.is_file()
    assert found == ([], 1)
