from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from edge_runtime.bundle.contract import CropRule, FaceRule
from edge_runtime.files import strict_reader
from edge_runtime.picture.geometry import cut_crop, plan_whole
from model_dev.cli.arguments import fixed_contract_blocks
from model_dev.data.crop_store import CropStore, failure_counts
from model_dev.data.crops import CropSettings, build_crops
from model_dev.experiments.view_policy import (
    POLICIES,
    VIEWS,
    ViewCutter,
    compare_policies,
    policy_text,
    views,
)
from model_dev.statistics.metrics import Bootstrap

SIZE = 32
BOOTSTRAP = Bootstrap(50, 1)


def noise(height: int, width: int) -> Any:
    return np.random.default_rng(height).integers(0, 256, (height, width, 3), np.uint8)


def test_the_whole_is_reduced_and_the_parts_are_not() -> None:
    rgb = noise(100, 140)
    whole, centre, left_top, *_, right_bottom = views(rgb, SIZE)
    assert (whole == cut_crop(rgb, plan_whole(140, 100), SIZE)).all()
    assert (centre == rgb[34:66, 54:86]).all()
    assert (left_top == rgb[10:42, 16:48]).all()
    assert (right_bottom == rgb[57:89, 91:123]).all()


def test_only_pictures_large_enough_are_compared(tmp_path: Path) -> None:
    for name, rgb in (("large", noise(100, 140)), ("small", noise(40, 140))):
        Image.fromarray(rgb).save(tmp_path / f"{name}.png")
    (tmp_path / "broken.png").write_bytes(b"")
    rows = pd.DataFrame(
        {
            "path": ["large.png", "small.png", "broken.png"],
            "sha256": "ab", "label": 0, "source": "a", "generator": "g", "group": "a",
            "split": "validation", "one_encoder": False,
        }
    )  # fmt: skip
    rules = fixed_contract_blocks()
    crop, faces = (
        strict_reader.read(kind, rule)
        for kind, rule in ((CropRule, rules.crop), (FaceRule, rules.faces))
    )
    settings = CropSettings(tmp_path, "clean", SIZE, crop, faces, {})
    build_crops(rows, settings, tmp_path / "store", 1, ViewCutter())
    store = CropStore.open(tmp_path / "store")
    assert store.rows["view"].to_list() == list(VIEWS)
    assert set(store.rows["id"]) == {"large.png"}
    assert failure_counts(tmp_path / "store") == {"too_small": 1, "empty": 1}


def scores(seed: int, helpful: str) -> pd.DataFrame:
    """Logits that tell the class in one view only."""
    random = np.random.default_rng(seed)
    table = []
    for number in range(80):
        label = number % 2
        for view in VIEWS:
            logit = random.normal() + (4 * label if view == helpful else 0)
            table.append(
                {
                    "id": str(number), "label": label, "source": "fakes" if label else "reals",
                    "group": str(number), "split": "validation", "tier": "clean", "view": view,
                    "logit": logit,
                }
            )  # fmt: skip
    return pd.DataFrame(table)


@pytest.mark.parametrize(
    ("helpful", "policy", "blind"),
    [("whole", "whole", "mean of five parts"), ("centre", "centre part", "whole")],
)
def test_the_view_that_tells_is_found(helpful: str, policy: str, blind: str) -> None:
    report = compare_policies(scores(3, helpful), ["reals"], ["fakes"], BOOTSTRAP)
    found = {name: auc["value"] for name, auc in report["auc"].items()}
    assert list(found) == list(POLICIES)
    assert found[policy] > 0.95
    assert found[blind] < 0.7
    assert report["pictures"] == {"real": 40, "fake": 40}
    assert f"| {policy} | {found[policy]:.3f} (" in policy_text(report, "ab" * 32)


def test_both_classes_are_needed() -> None:
    with pytest.raises(ValueError, match="both classes"):
        compare_policies(scores(3, "whole"), ["reals"], ["reals"], BOOTSTRAP)
