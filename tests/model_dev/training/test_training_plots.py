from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from model_dev.training.training_plots import draw_curves, read_aucs, read_losses

LOG = """epoch,fake_logit_loss,forensic_logit_loss,loss,visual_logit_loss
0,0.7,0.71,1.1,0.72
1,0.6,0.69,1.0,0.70
1,0.5,0.68,0.9,0.69
2,0.4,0.66,0.8,0.67
"""


def test_an_epoch_that_was_run_again_counts_once(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    losses = read_losses(tmp_path, 100)
    assert list(losses.index) == [100, 200, 300]
    assert list(losses["fake_logit_loss"]) == [0.7, 0.5, 0.4]
    assert "loss" not in losses


def test_a_stage_that_was_measured_again_counts_once(tmp_path: Path) -> None:
    entries = [(200, {"a": 0.6}), (200, {"a": 0.61}), (300, {"a": 0.7, "b": 0.9})]
    lines = (json.dumps({"step": step, "size": 64, "auc": auc}) for step, auc in entries)
    (tmp_path / "validation.jsonl").write_text("\n".join(lines))
    aucs = read_aucs(tmp_path)
    assert list(aucs.index) == [200, 300]
    assert list(aucs["a"]) == [0.61, 0.7]


def test_curves_are_drawn_with_and_without_validation(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG)
    draw_curves(tmp_path, 100)
    first = picture(tmp_path)
    (tmp_path / "validation.jsonl").write_text('{"step": 300, "size": 64, "auc": {"a": 0.7}}\n')
    draw_curves(tmp_path, 100)
    assert picture(tmp_path) != first
    assert sorted(path.name for path in tmp_path.glob("*.png*")) == ["curves.png"]


def picture(run: Path) -> bytes:
    with Image.open(run / "curves.png") as image:
        assert min(image.size) > 400
        low, high = image.convert("L").getextrema()
        assert high - low > 100
        return image.tobytes()
