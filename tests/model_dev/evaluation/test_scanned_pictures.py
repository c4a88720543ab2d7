from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from edge_runtime.types import Verdict
from model_dev.evaluation.scanned_pictures import (
    SeenPicture,
    SeenPictures,
    SeenRegion,
    VerdictRules,
    judge_seen,
)
from tests.support.sample_contract import contract_dict

RULES = VerdictRules(DecisionRule(1.0, 0.0, 0.75, 0.25), PoolingRule(0.5, 0.5, 0.0), 1.5)
WHOLE = SeenRegion("image", 200.0, (2.0, 1.0), ())
FACE = SeenRegion("face", 90.0, (0.5,), ())


def seen(*regions: SeenRegion, omitted: int = 0) -> SeenPicture:
    return SeenPicture(regions, omitted)


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def test_log_odds_are_weighed() -> None:
    judged = judge_seen(seen(WHOLE, FACE), RULES)
    assert judged.probability == pytest.approx(probability((1.5 + 0.5) / 2))
    assert judged.verdict is Verdict.UNSURE
    assert judge_seen(seen(WHOLE), RULES).verdict is Verdict.FAKE


def test_looks_that_differ_cap_the_verdict() -> None:
    strict = replace(RULES, limit=0.9)
    judged = judge_seen(seen(WHOLE), strict)
    assert (judged.verdict, judged.reasons) == (Verdict.UNSURE, ("unstable",))
    assert judged.probability == pytest.approx(probability(1.5))


def test_without_the_second_look_the_first_counts_alone() -> None:
    first = replace(RULES, limit=0.1).without_second_look()
    judged = judge_seen(seen(WHOLE), first)
    assert (judged.verdict, judged.reasons) == (Verdict.FAKE, ())
    assert judged.probability == pytest.approx(probability(2.0))


def test_a_second_look_that_the_thresholds_do_not_ask_for_is_left_out() -> None:
    between = seen(replace(WHOLE, looks=(0.9, 3.0)))
    judged = judge_seen(between, RULES)
    assert (judged.verdict, judged.reasons) == (Verdict.UNSURE, ())
    assert judged.probability == pytest.approx(probability(0.9))
    wide = replace(RULES, decision=replace(RULES.decision, fake_at=0.6), limit=3.0)
    assert judge_seen(between, wide).probability == pytest.approx(probability(1.95))


def test_reasons_cap_and_faces_omitted_forbid_real() -> None:
    grey = replace(WHOLE, looks=(-3.0,), reasons=("no_colour",))
    assert judge_seen(seen(grey), RULES).reasons == ("no_colour",)
    real = replace(WHOLE, looks=(-3.0, -3.0))
    assert judge_seen(seen(real), RULES).verdict is Verdict.REAL
    omitted = judge_seen(seen(real, omitted=2), RULES)
    assert (omitted.verdict, omitted.reasons) == (Verdict.UNSURE, ("faces_omitted",))


def test_a_failed_picture_has_no_verdict() -> None:
    judged = judge_seen(seen(), RULES)
    assert judged.verdict is None
    assert math.isnan(judged.probability)


class Region:
    kind = "image"
    looks = (1.23456, 0.5)
    reasons = ("too_small", "unstable")

    class box:  # noqa: N801
        width, height = 64.0, 70.0


class CountingScan:
    """Answers every picture alike, and counts."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []

    def __call__(self, source: Any) -> Any:
        self.sizes.append(source.size)
        return type("Result", (), {"regions": (Region,), "faces_omitted": 1})


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    Image.fromarray(np.arange(40 * 60 * 3, dtype=np.uint8).reshape(40, 60, 3)).save(
        tmp_path / "a.png"
    )
    return tmp_path / "a.png"


EDITS = {"none": lambda image: image, "half": lambda image: image.reduce(2)}


def test_what_was_seen_is_kept(picture: Path, tmp_path: Path) -> None:
    scan = CountingScan()
    found = SeenPictures(scan, contract_dict(), tmp_path / "kept").see(picture, EDITS)
    region = SeenRegion("image", 70.0, (1.2346, 0.5), ("too_small",))
    assert found == {"none": SeenPicture((region,), 1), "half": SeenPicture((region,), 1)}
    assert scan.sizes == [(60, 40), (30, 20)]
    again = SeenPictures(scan, contract_dict(), tmp_path / "kept").see(picture, EDITS)
    assert again == found
    assert len(scan.sizes) == 2


def test_a_line_that_was_cut_off_is_seen_again(picture: Path, tmp_path: Path) -> None:
    scan = CountingScan()
    SeenPictures(scan, contract_dict(), tmp_path / "kept").see(picture, EDITS)
    (file,) = (tmp_path / "kept").iterdir()
    file.write_text(file.read_text()[:-20])
    SeenPictures(scan, contract_dict(), tmp_path / "kept").see(picture, EDITS)
    assert scan.sizes == [(60, 40), (30, 20), (30, 20)]


def test_other_weights_of_the_pooling_see_the_same_and_another_crop_does_not(
    picture: Path, tmp_path: Path
) -> None:
    scan, contract = CountingScan(), contract_dict()
    SeenPictures(scan, contract, tmp_path / "kept").see(picture, EDITS)
    pooled = json.loads(json.dumps(contract))
    pooled["pooling"] = {"whole": 1.0, "face": 0.0, "larger": 0.0}
    pooled["second_look"]["limit"] = 9.0
    SeenPictures(scan, pooled, tmp_path / "kept").see(picture, EDITS)
    assert len(scan.sizes) == 2
    pooled["crop"]["face_margin"] = 0.4
    SeenPictures(scan, pooled, tmp_path / "kept").see(picture, EDITS)
    assert len(scan.sizes) == 4
