from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from edge_runtime.picture.decode import Source, read_rgb
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.scan.scanner import Scanner
from model_dev.cli import main
from model_dev.cli.arguments import fixed_contract_blocks
from model_dev.evaluation.scanned_pictures import SeenPicture, VerdictRules, judge_seen
from model_dev.evaluation.whole_scan import (
    NOT_SEEN,
    UnsealedModel,
    draw_split,
    open_frame,
    scan_pictures,
    stored,
    tier_edit,
)
from tests.support.sealed_bundle import sealed_bundle

SAMPLES = Path(__file__).parents[3] / "edge_runtime/samples"
NAMES = ("real_hopper.jpg", "fake_swap_collins_on_hopper.jpg", "broken.jpg")
EDITS = {"stored": stored}


def manifest(root: Path) -> pd.DataFrame:
    """A manifest of three samples, of which one is broken, and a frame of a video."""
    rows = [
        {
            "path": name,
            "frame": -1,
            "sha256": hashlib.sha256((root / name).read_bytes()).hexdigest(),
            "label": int(name.startswith("fake")),
            "source": "samples",
            "generator": "camera",
            "group": name,
            "split": "unseen",
            "origin": "samples",
            "topic": "portrait",
        }
        for name in NAMES
    ]
    return pd.DataFrame([*rows, {**rows[0], "path": "clip.mp4", "frame": 3}])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in NAMES:
        shutil.copy(SAMPLES / name, folder)
    return folder


def seen_of(root: Path, work: Path, files: tuple[str, ...] = NAMES) -> list[SeenPicture]:
    bundle = open_frame(sealed_bundle(), work / "frame")
    found = scan_pictures(bundle, [root / name for name in files], EDITS, work / "cache")
    return [pictures["stored"] for pictures in found]


def test_pictures_of_an_origin_are_drawn_by_hash(root: Path) -> None:
    table = manifest(root)
    assert list(draw_split(table, "unseen", 9)["path"]) == sorted(NAMES)
    drawn = draw_split(table, "unseen", 1)
    real = table[(table["label"] == 0) & (table["frame"] < 0)]
    assert set(drawn["path"]) == {NAMES[1], real.loc[real["sha256"].idxmin(), "path"]}
    with pytest.raises(ValueError, match="no picture of the split test"):
        draw_split(table, "test", 9)


def test_every_region_has_both_looks_and_the_sealed_verdict_follows(
    root: Path, tmp_path: Path
) -> None:
    seen = seen_of(root, tmp_path, NAMES[:2])
    assert all(len(r.looks) == 2 for s in seen for r in s.regions if not r.reasons)
    with Scanner.open(sealed_bundle()) as scanner:
        rules = VerdictRules.of(scanner.bundle.contract)
        for name, found in zip(NAMES, seen, strict=False):
            result, judged = scanner.scan(root / name), judge_seen(found, rules)
            assert (judged.verdict, judged.reasons) == (result.verdict, result.reasons)
            assert judged.probability == pytest.approx(result.probability, abs=1e-3)


def test_a_broken_picture_has_no_regions_and_stops_nothing(root: Path, tmp_path: Path) -> None:
    order = (NAMES[2], "missing.jpg", NAMES[0])
    seen = seen_of(root, tmp_path, order)
    assert seen[:2] == [NOT_SEEN, NOT_SEEN]
    assert seen[2].regions
    with pytest.raises(ValueError, match="none of 1 pictures can be judged"):
        seen_of(root, tmp_path, ("missing.jpg",))


def test_a_scan_that_was_broken_off_goes_on(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned: list[Any] = []
    scan = Scanner.scan

    def counted(self: Scanner, source: Source) -> ScanResult:
        scanned.append(source)
        return scan(self, source)

    monkeypatch.setattr(Scanner, "scan", counted)
    first = seen_of(root, tmp_path, NAMES[:1])
    both = seen_of(root, tmp_path, NAMES[:2])
    assert both[0] == first[0]
    assert len(scanned) == 2
    assert seen_of(root, tmp_path, NAMES[:2]) == both
    assert len(scanned) == 2


def test_an_unsealed_model_takes_the_place_of_the_sealed_one(tmp_path: Path) -> None:
    sealed = json.loads((sealed_bundle() / "contract.json").read_text())
    fixed = fixed_contract_blocks()
    changed = {**fixed.second_look, "limit": 0.25}
    model = UnsealedModel(b"another network", replace(fixed, second_look=changed))
    bundle = open_frame(sealed_bundle(), tmp_path, model)
    assert bundle.read("model.tflite") == b"another network"
    assert bundle.contract.second_look.limit == 0.25
    assert (
        bundle.contract.files["face_still.tflite"].sha256
        == (sealed["files"]["face_still.tflite"]["sha256"])
    )


def test_tiers_degrade_the_whole_picture() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (900, 1200, 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    web = tier_edit("web")(picture)
    assert web == tier_edit("web")(picture)
    assert isinstance(web, bytes)
    assert read_rgb(web).rgb.shape == (576, 768, 3)
    assert stored(picture) is picture
    with pytest.raises(ValueError, match="tier 'blurred' is not known: one of clean, web"):
        tier_edit("blurred")


def test_the_verb_writes_a_report(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest(root).to_parquet(tmp_path / "manifest.parquet")
    out = tmp_path / "out"
    arguments = ["kinds", str(sealed_bundle()), "--root", str(root), "--split", "unseen"]
    arguments += ["--manifest", str(tmp_path / "manifest.parquet"), "--out", str(out)]
    arguments += ["--cache", str(tmp_path / "cache")]
    assert main(arguments) == 0
    name = f"{sealed_bundle().name}-unseen"
    report = json.loads((out / f"{name}.json").read_text())
    assert [(k["class"], k["kind"], k["pictures"], k["not_judged"]) for k in report["kinds"]] == [
        ("real", "others", 2, 1),
        ("fake", "others", 1, 0),
    ]
    assert (out / f"{name}.md").read_text() in capsys.readouterr().out + "\n"
    assert Image.open(out / f"{name}.png").format == "PNG"
    assert main([*arguments, "--id", "another"]) == 1
    assert "--model and --id belong together" in capsys.readouterr().err
