from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from edge_runtime.types import Verdict
from model_dev.evaluation.scanned_pictures import SeenPicture, SeenRegion, VerdictRules
from model_dev.evaluation.stability import (
    LIMITS,
    EditedPicture,
    edit_cell,
    stability_report,
    verdicts_of,
)
from model_dev.evaluation.stability_text import draw_stability, stability_text
from model_dev.statistics.metrics import Bootstrap

RULES = VerdictRules(DecisionRule(1.0, 0.0, 0.75, 0.25), PoolingRule(0.5, 0.5, 0.0), 1.6)
BOOTSTRAP = Bootstrap(50, 1)


def seen(*looks: float) -> SeenPicture:
    return SeenPicture((SeenRegion("image", 200.0, looks, ()),), 0)


PICTURES = [
    EditedPicture(label, group, {"none": none, "turned": turned, "cut": cut})
    for label, group, none, turned, cut in (
        ("real", "a", seen(-2.0, -2.2), seen(2.0, 0.3), seen(0.0)),
        ("real", "b", seen(0.0), seen(3.0, 3.0), seen(0.0)),
        ("real", "c", seen(2.0, -1.0), seen(2.0, 2.0), seen(-2.0, -2.0)),
        ("fake", "d", seen(2.0, 1.5), seen(-2.0, -1.9), seen(3.0, 3.0)),
    )
]


def test_verdicts_with_and_without_the_second_look() -> None:
    once = verdicts_of(PICTURES, RULES.without_second_look())
    twice = verdicts_of(PICTURES, RULES)
    assert [found["none"] for found in once] == ["REAL", "UNSURE", "FAKE", "FAKE"]
    assert [found["none"] for found in twice] == ["REAL", "UNSURE", "UNSURE", "FAKE"]
    assert (once[0]["turned"], twice[0]["turned"]) == (Verdict.FAKE, Verdict.UNSURE)


def test_flips_and_real_pictures_that_become_fake() -> None:
    once = edit_cell(
        PICTURES, verdicts_of(PICTURES, RULES.without_second_look()), "turned", BOOTSTRAP
    )
    twice = edit_cell(PICTURES, verdicts_of(PICTURES, RULES), "turned", BOOTSTRAP)
    assert (once["flips"], twice["flips"]) == (2, 1)
    assert once["real_to_fake"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert twice["real_to_fake"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert (once["decided"]["value"], twice["decided"]["value"]) == (1.0, 0.75)
    cut = edit_cell(PICTURES, verdicts_of(PICTURES, RULES.without_second_look()), "cut", BOOTSTRAP)
    assert (cut["flips"], cut["real_to_fake"]["value"], cut["decided"]["value"]) == (1, 0.0, 0.5)


def test_the_report_tells_what_each_limit_does() -> None:
    report = stability_report(PICTURES, RULES, "tiny-1", BOOTSTRAP)
    assert report["pictures"] == {"real": 3, "fake": 1}
    assert report["turned_unsure"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert [row["edit"] for row in report["edits"]] == ["turned", "cut"]
    limits = {row["limit"]: row for row in report["limits"]}
    assert list(limits) == [None, *LIMITS]
    assert limits[None]["flips"] == 3
    assert limits[None]["real_called_FAKE"] == pytest.approx(1 / 3, abs=1e-4)
    assert limits[None]["decided"] == 0.75
    # Up to 1.5 the looks 2.0 and 0.3 are unstable; above 1.7 their mean decides: FAKE.
    assert limits[1.5]["flips"] == 1
    assert limits[2.0]["flips"] == 2
    assert limits[1.5]["real_to_fake"] == round(2 / 6, 4)
    assert limits[1.5]["fake_called_FAKE"] == 1.0


def test_the_report_can_be_read_and_seen(tmp_path: Path) -> None:
    report = stability_report(PICTURES, RULES, "tiny-1", BOOTSTRAP)
    text = stability_text(report)
    for part in (
        "tiny-1",
        "3 real and 1 fake",
        "under 2 edits",
        "| turned | 2 |",
        "| no second look | 3 |",
    ):
        assert part in text
    draw_stability(report, tmp_path / "seen.png")
    with Image.open(tmp_path / "seen.png") as drawn:
        assert len(np.unique(np.asarray(drawn.convert("L")))) > 50
