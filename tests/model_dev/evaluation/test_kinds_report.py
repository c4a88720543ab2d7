from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from model_dev.evaluation.kinds import LabelledPicture
from model_dev.evaluation.kinds_report import MeasuredModel, kinds_report
from model_dev.evaluation.kinds_text import draw_kinds, kinds_text
from model_dev.evaluation.scanned_pictures import VerdictRules
from model_dev.statistics.metrics import Bootstrap
from model_dev.statistics.proportion import wilson
from tests.support.made_pictures import made_pictures, picture, region

RULES = VerdictRules(DecisionRule(1.0, 0.0, 0.75, 0.25), PoolingRule(0.5, 0.5, 0.0), 1.0)
MODEL = MeasuredModel("tiny", "ab" * 32, "unseen", 150, RULES)
FAKE, REAL, BETWEEN = region(3.0, 3.0), region(-3.0, -3.0), region(0.0, 0.2)
UNSTABLE, GRAPHIC = region(3.0, 1.0), region(3.0, reasons=("not_a_photograph",))
SMALL_FACE = region(-3.0, kind="face", reasons=("too_small",))


def pictures() -> list[LabelledPicture]:
    """Ten photographs, of which one cannot be judged; four fakes; two other photographs."""
    photographs = [(FAKE,)] + [(REAL,)] * 3 + [(BETWEEN,)] * 2 + [(UNSTABLE,), (GRAPHIC,)]
    photographs += [(REAL, SMALL_FACE), ()]
    fakes = [(FAKE,), (FAKE,), (REAL,), (BETWEEN,)]
    return [
        *(picture(0, "photographs", i, *regions) for i, regions in enumerate(photographs)),
        *(picture(0, "more", i, REAL) for i in range(2)),
        *(picture(1, "generated", i, *regions) for i, regions in enumerate(fakes)),
    ]


@pytest.fixture
def report() -> dict[str, Any]:
    return kinds_report(pictures(), MODEL, Bootstrap(20, 1))


def kind(report: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [cell for cell in report["kinds"] if cell["kind"] == name]
    return dict(found)


def test_shares_are_of_the_judged_pictures_of_a_kind(report: dict[str, Any]) -> None:
    cell = kind(report, "photographs")
    assert (cell["pictures"], cell["not_judged"], cell["groups"]) == (10, 1, 10)
    shares = [cell[verdict]["value"] for verdict in ("FAKE", "REAL", "UNSURE")]
    assert shares == pytest.approx([1 / 9, 3 / 9, 5 / 9], abs=1e-4)
    low, high = wilson(1, 9)
    assert cell["FAKE"]["low"] <= round(low, 4)
    assert cell["FAKE"]["high"] >= round(high, 4)


def test_pictures_of_few_groups_have_a_wider_interval() -> None:
    apart = [picture(0, "a", i, FAKE if i < 40 else REAL) for i in range(80)]
    together = [replace(p, group=str(i // 20)) for i, p in enumerate(apart)]
    few, many = (kinds_report(p, MODEL, Bootstrap(200, 1))["kinds"][0] for p in (together, apart))
    assert few["groups"] == 4
    assert few["FAKE"]["high"] > many["FAKE"]["high"] + 0.2
    none = kinds_report(together, MODEL, Bootstrap(200, 1))["kinds"][0]["UNSURE"]
    assert (none["value"], none["high"]) == (0, round(wilson(0, 80)[1], 4))


def test_reasons_of_the_unsure_are_listed_and_graphics_are_not_dropped(
    report: dict[str, Any],
) -> None:
    assert kind(report, "photographs")["unsure_because"] == {
        "between_thresholds": pytest.approx(2 / 9, abs=1e-4),
        "not_a_photograph": pytest.approx(1 / 9, abs=1e-4),
        "too_small": pytest.approx(1 / 9, abs=1e-4),
        "unstable": pytest.approx(1 / 9, abs=1e-4),
    }
    assert kind(report, "more")["unsure_because"] == {}


def test_a_kind_is_compared_with_all_pictures_of_the_other_class(report: dict[str, Any]) -> None:
    # Every fake but the one at -3 lies above both; that one ties with both.
    assert kind(report, "more")["auc"]["value"] == pytest.approx((3 + 0.5) / 4)
    assert kind(report, "generated")["auc"] == report["auc"]


def test_classes_and_the_worst_kind(report: dict[str, Any]) -> None:
    assert report["classes"]["real"]["pictures"] == 12
    assert report["classes"]["real"]["FAKE"]["value"] == pytest.approx(1 / 11, abs=1e-4)
    assert report["worst"]["real"]["kind"] == "photographs"
    assert report["worst"]["fake"] == {
        "kind": "generated", "pictures": 4, **kind(report, "generated")["REAL"],
    }  # fmt: skip
    assert report["unsure"]["value"] == pytest.approx(6 / 15, abs=1e-4)


def test_real_kinds_come_first_and_joined_ones_last() -> None:
    names = [(0, "zoo"), (0, "others: food"), (0, "others"), (1, "alpha")]
    made = [picture(label, name, 1, REAL) for label, name in reversed(names)]
    found = kinds_report(made, MODEL, Bootstrap(0, 1))["kinds"]
    assert [cell["kind"] for cell in found] == ["zoo", "others", "others: food", "alpha"]


def test_one_class_alone_has_no_auc(tmp_path: Path) -> None:
    found = kinds_report([picture(0, "a", 1, REAL), picture(0, "b", 1)], MODEL, Bootstrap(10, 1))
    assert found["auc"]["value"] is None
    assert found["worst"]["fake"] is None
    assert kind(found, "b")["FAKE"]["value"] is None
    assert "not measured" in kinds_text(found, "plot.png")
    draw_kinds(found, tmp_path / "plot.png")


def test_text_and_plot_show_every_kind(report: dict[str, Any], tmp_path: Path) -> None:
    text = kinds_text(json.loads(json.dumps(report)), "plot.png")
    assert "| photographs | 10 | 10 | 0.111 (0." in text
    assert "real called FAKE: 0.091" in text
    assert "of the worst kind, photographs, 0.111" in text
    assert "![Verdicts by kind](plot.png)" in text
    draw_kinds(report, tmp_path / "few.png")
    many = made_pictures(5, real={f"kind {i}": 0.0 for i in range(20)})
    draw_kinds(kinds_report(many, MODEL, Bootstrap(0, 1)), tmp_path / "many.png")
    few, larger = (Image.open(tmp_path / name).size for name in ("few.png", "many.png"))
    assert larger[0] == few[0]
    assert larger[1] > few[1] + 15 * 20
