from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from edge_runtime.bundle.contract import DecisionRule
from model_dev.augmentation.fixed_edits import EDITS, UNEDITED
from model_dev.data.crop_store import CropStore
from model_dev.evaluation.evaluate import EvaluatedModel
from model_dev.evaluation.invariance import Sample, measure_invariance
from model_dev.evaluation.invariance_report import draw_invariance, invariance_text
from model_dev.evaluation.report_spec import Comparison, ReportSpec
from model_dev.statistics.metrics import Bootstrap, measure_auc
from tests.support.tiny_crop_store import brightness_network, write_store

PLAN = ReportSpec(40, 3, 5, ("tiny",), (Comparison("faces apart", ("people",), ("portraits",)),))
DECISION = DecisionRule(1.0, 0.0, 0.7, 0.3)
EVERYTHING = Sample("test", 24)


def report(
    folder: Path, sample: Sample = EVERYTHING, calls: list[int] | None = None
) -> dict[str, Any]:
    if not (folder / "store").is_dir():
        write_store(folder / "store")
    model = EvaluatedModel("tiny-1", brightness_network(calls=calls), DECISION)
    stores = [CropStore.open(folder / "store")]
    return measure_invariance(model, stores, sample, PLAN, folder / "cache")


def cells(found: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    return {cell["edit"]: cell for cell in found["cells"] if cell["name"] == name}


def test_every_edit_is_measured_for_every_slice(tmp_path: Path) -> None:
    found = report(tmp_path)
    names = {cell["name"] for cell in found["cells"]}
    assert names == {"faces", "images", "swaps", "people", "portraits", "things", "tiny",
                     "faces apart"}  # fmt: skip
    for name in names:
        assert list(cells(found, name)) == list(EDITS)
    assert found["crops"] == 8 * 24
    assert cells(found, "people")["caption"]["metrics"]["auc"]["value"] is None


def test_a_network_that_sees_brightness_alone_is_moved_by_light_and_not_by_mirrors(
    tmp_path: Path,
) -> None:
    swaps = cells(report(tmp_path), "swaps")
    for edit in (UNEDITED, "mirrored", "black and white"):
        assert swaps[edit]["logit_change"] == {"real": 0.0, "fake": 0.0}
        assert swaps[edit]["metrics"]["auc_change"]["value"] == 0.0
    assert swaps["brighter"]["logit_change"]["real"] > 0.3
    assert swaps["darker"]["logit_change"]["real"] < -0.3
    alarms = {edit: swaps[edit]["metrics"]["false_alarm_rate"]["value"] for edit in swaps}
    assert alarms["brighter"] > alarms[UNEDITED] >= alarms["darker"]


def test_the_figures_are_those_of_the_edited_pictures(tmp_path: Path) -> None:
    found = cells(report(tmp_path), "things")["levels stretched"]
    store = CropStore.open(tmp_path / "store")
    rows = store.rows
    chosen = rows[(rows["source"] == "things") & (rows["tier"] == "clean")]
    edit = EDITS["levels stretched"]
    means = [
        np.asarray(edit(Image.fromarray(np.asarray(store.crops[i])))).mean() for i in chosen.index
    ]
    auc = measure_auc(chosen["label"], means, chosen["group"], Bootstrap(0, 0))
    assert found["metrics"]["auc"]["value"] == pytest.approx(auc.value, abs=1e-4)


def test_only_so_many_crops_of_the_clean_tier_are_taken(tmp_path: Path) -> None:
    found = report(tmp_path, replace(EVERYTHING, count=5))
    assert found["crops"] == 8 * 5
    assert cells(found, "swaps")["noise"]["real"] == 5


def test_a_broken_run_goes_on(tmp_path: Path) -> None:
    calls: list[int] = []
    whole = report(tmp_path, calls=calls)
    kept = sorted((tmp_path / "cache").rglob("*.npy"))
    assert kept
    once = len(calls)
    kept[0].unlink()
    assert report(tmp_path, calls=calls) == whole
    assert len(calls) - once == 8 * 24


def test_a_split_without_crops_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no crop of the validation split"):
        report(tmp_path, Sample("validation", 5))


def test_the_report_can_be_read_and_seen(tmp_path: Path) -> None:
    found = report(tmp_path)
    text = invariance_text(found)
    for word in ("tiny-1", "| blurred background |", "## comparison faces apart", "not measured"):
        assert word in text
    draw_invariance(found, tmp_path / "seen.png")
    with Image.open(tmp_path / "seen.png") as drawn:
        assert drawn.format == "PNG"
        assert min(drawn.size) > 300
        assert len(np.unique(np.asarray(drawn.convert("L")))) > 50
