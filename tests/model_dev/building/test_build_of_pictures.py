"""A recipe is carried out on pictures that the test makes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model_dev.cli import main
from model_dev.config_file import read_toml
from model_dev.data.crop_store import CropStore
from model_dev.paths import CONFIGS, RECIPE

TINY = """
id = "tiny"
start = {}
calibration_pictures = 200
forgeries = []

[shared]
batch = 4
learning_rate = 1e-3
weight_decay = 1e-4
label_smoothing = 0.0
auxiliary = 0.3
ema = 0.9
visual_dropout = 0.0
forensic_dropout = 0.0
stages = [{ size = 32, steps = 100 }]
network = { bayar = 2, stem = 4, forensic = [[8, 2]], fused = 8 }

[mixtures.tree]
real = ["tree"]
fake = ["tree"]
matched = true

[runs.forensic]
seed = 1
network = { streams = "forensic" }
mixtures = [{ use = "tree", share = 1.0 }]

[runs.visual]
seed = 2
network = { streams = "visual" }
mixtures = [{ use = "tree", share = 1.0 }]

[runs.fusion]
seed = 3
mixtures = [{ use = "tree", share = 1.0 }]

[shared.augmentation]
"""


def recipe(folder: Path) -> Path:
    augmentation = read_toml(CONFIGS / RECIPE)["shared"]["augmentation"]
    lines = [f"{key} = {value}" for key, value in augmentation.items()]
    path = folder / "tiny.toml"
    path.write_text(TINY + "\n".join(lines) + "\n")
    return path


def write_pictures(root: Path) -> None:
    random = np.random.default_rng(1)
    for label, level in (("real", 80), ("fake", 170)):
        (root / "tree" / label).mkdir(parents=True)
        for number in range(30):
            pixels = np.clip(random.normal(level, 30, (80, 90, 3)), 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(root / "tree" / label / f"{number}.png")


@pytest.mark.slow
def test_a_recipe_is_carried_out_and_goes_on(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_pictures(tmp_path / "data")
    work = tmp_path / "work"
    arguments = ["build", str(recipe(tmp_path))]
    arguments += ["--root", str(tmp_path / "data"), "--work", str(work)]
    assert main([*arguments, "--until", "crops"]) == 0
    assert len(CropStore.open(work / "stores/train/full").rows) > 20
    assert main([*arguments, "--until", "train-visual"]) == 0
    assert "2 steps run, 3 were done before" in capfd.readouterr().out
    for run in ("forensic", "visual"):
        assert (work / "runs" / run / "final.weights.h5").is_file()
    assert main([*arguments, "--list", "--until", "train-fusion"]) == 0
    listed = capfd.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed if line] == ["done"] * 5 + ["to"]
