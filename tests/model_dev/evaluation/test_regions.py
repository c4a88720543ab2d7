from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from edge_runtime.types import FaceCrop
from model_dev.evaluation.regions import (
    RegionsOfPicture,
    letterbox,
    pooling_rules,
    regions_report,
    views_of,
)
from model_dev.evaluation.regions_text import regions_text
from model_dev.evaluation.scanned_pictures import SeenPicture, SeenRegion, VerdictRules
from model_dev.statistics.metrics import Bootstrap

RULES = VerdictRules(DecisionRule(1.0, 0.0, 0.75, 0.25), PoolingRule(0.5, 0.5, 0.0), 1.5)


def picture(label: str, whole: float, face: float | None, kind: str, name: str) -> RegionsOfPicture:
    regions = [SeenRegion("image", 200.0, (whole,), ())]
    if face is not None:
        regions.append(SeenRegion("face", 70.0, (face,), ()))
    views = {"centre square": whole, "letterbox": -whole, "two squares": whole + 0.5}
    return RegionsOfPicture(label, "faces", kind, name, SeenPicture(tuple(regions), 0), views)


PICTURES = [
    picture("real", 2.0, -2.0, "press", "a"),
    picture("real", -2.0, -2.0, "press", "b"),
    picture("real", 0.0, None, "street", "c"),
    picture("fake", 1.0, 3.0, "made", "d"),
    picture("fake", 1.5, 2.5, "made", "e"),
]


def test_rules_are_the_whole_simplex() -> None:
    rules = pooling_rules()
    assert len(rules) == 15
    some = rules["0.5 / 0.25 / 0.25"]
    assert (some.whole, some.face, some.larger) == (0.5, 0.25, 0.25)
    assert all(abs(r.whole + r.face + r.larger - 1) < 1e-9 for r in rules.values())


def test_a_rule_is_measured_as_it_would_decide() -> None:
    report = regions_report(PICTURES, RULES, "tiny-1", Bootstrap(30, 1))
    cells = {(c["set"], c["weights"]): c for c in report["rules"]}
    alone, mean, largest = (cells["all", w] for w in ("1 / 0 / 0", "0.5 / 0.5 / 0", "0 / 0 / 1"))
    # Whole picture alone: the real 2.0 lies above both fakes (1.0, 1.5): 4 of 6 pairs are right.
    assert alone["auc"]["value"] == pytest.approx(4 / 6, abs=1e-4)
    assert mean["auc"]["value"] == 1.0
    assert alone["real_called_fake"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert mean["real_called_fake"]["value"] == 0.0
    assert largest["real_called_fake"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert (alone["fake_called_fake"]["value"], mean["fake_called_fake"]["value"]) == (0.5, 1.0)
    assert cells["with a face", "1 / 0 / 0"]["real"] == 2
    kinds = {cell["kind"]: cell for cell in report["kinds"]}
    assert kinds["press"]["rule"]["value"] == 0.0
    assert kinds["press"]["whole_alone"]["value"] == 0.5
    assert "made" not in kinds


def test_views_are_compared_with_the_centre_square() -> None:
    report = regions_report(PICTURES, RULES, "tiny-1", Bootstrap(30, 1))
    views = {(cell["about"], cell["view"]): cell for cell in report["views"]}
    assert views["all", "letterbox"]["auc"]["value"] == pytest.approx(2 / 6, abs=1e-4)
    assert views["all", "letterbox"]["change"]["value"] == pytest.approx(-2 / 6, abs=1e-4)
    assert views["longer than 4:3", "two squares"]["change"]["value"] == 0.0


def test_faces_are_counted_by_their_size() -> None:
    report = regions_report(PICTURES, RULES, "tiny-1", Bootstrap(30, 1))
    (cell,) = report["sides"]
    assert (cell["from"], cell["below"], cell["real"], cell["fake"]) == (64, 80, 2, 2)
    assert cell["real_called_fake"]["value"] == 0.0
    assert cell["auc"]["value"] == 1.0


def test_the_report_can_be_read() -> None:
    text = regions_text(regions_report(PICTURES, RULES, "tiny-1", Bootstrap(30, 1)))
    for part in (
        "tiny-1",
        "Chosen: 0.5 / 0.5 / 0.",
        "3 real, 2 fake.",
        "| press | 2 |",
        "| 64 to 80 |",
    ):
        assert part in text


def mean_level(crop: FaceCrop) -> float:
    return float(crop.mean())


def test_views_of_a_wide_picture() -> None:
    """Left half black, right half white, 300 x 100: each view sees its own part of it."""
    pixels = np.zeros((100, 300, 3), np.uint8)
    pixels[:, 150:] = 255
    views = views_of(Image.fromarray(pixels), 60, mean_level)
    assert views["centre square"] == pytest.approx(127.5, abs=2)
    assert views["two squares"] == pytest.approx(127.5, abs=2)
    assert views["letterbox"] == pytest.approx((2 / 3) * 128 + (1 / 3) * 127.5, abs=2)
    square = letterbox(Image.fromarray(pixels), 60)
    assert square.shape == (60, 60, 3)
    assert square[19, 0].tolist() == [128, 128, 128]
    assert square[20, 0].tolist() == [0, 0, 0]
    assert square[39, 59].tolist() == [255, 255, 255]
    assert square[40, 59].tolist() == [128, 128, 128]


def test_a_picture_up_to_4_to_3_has_one_square() -> None:
    pixels = np.zeros((90, 120, 3), np.uint8)
    pixels[:, :10] = 255
    views = views_of(Image.fromarray(pixels), 60, mean_level)
    assert views["two squares"] == views["centre square"] == 0
