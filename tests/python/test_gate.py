from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_crop_store import brightness_network, write_store

from edge_runtime.contract import DecisionRule
from model_dev.gate import GateLimits, gate

DECISION = DecisionRule(1.0, 0.0, 0.7, 0.3, "any_fake")
LIMITS = GateLimits(
    pictures=100,
    pictures_per_source=1000,
    judged_from=40,
    tiers=("clean",),
    auc_difference=0.005,
    balanced_accuracy_difference=0.02,
    logit_correlation=0.98,
    worst=5,
)


def run(tmp_path: Path, bend: float, limits: GateLimits = LIMITS) -> dict[str, Any]:
    store = write_store(tmp_path / "store")
    networks = brightness_network(), brightness_network(bend)
    return gate(*networks, DECISION, [store], tmp_path / "gate.json", limits, tmp_path / "cache")


def test_an_equal_network_passes(tmp_path: Path) -> None:
    report = run(tmp_path, bend=0.0)
    assert report["passed"] is True
    assert report["failures"] == []
    assert report["pictures"] == 24 * 8
    assert report["cells"][0]["auc"]["difference"] == 0
    assert json.loads((tmp_path / "gate.json").read_text())["passed"] is True


def test_a_bent_network_fails_and_says_where(tmp_path: Path) -> None:
    report = run(tmp_path, bend=2.0)
    assert report["passed"] is False
    assert any(failure.startswith("overall: auc changes") for failure in report["failures"])
    assert any("logits correlate" in failure for failure in report["failures"])
    worst = [abs(picture["difference"]) for picture in report["worst"]]
    assert len(worst) == 5
    assert worst == sorted(worst, reverse=True)
    assert worst[0] == pytest.approx(2, abs=0.2)
    assert len(report["worst"][0]["sha256"]) == 64


def test_too_few_pictures_fail(tmp_path: Path) -> None:
    report = run(tmp_path, 0.0, replace(LIMITS, pictures=1000))
    assert report["failures"] == ["only 192 pictures"]


def test_only_drawn_test_pictures_of_the_tiers_count(tmp_path: Path) -> None:
    report = run(tmp_path, 0.0, replace(LIMITS, pictures_per_source=20))
    cells = {cell["source"]: cell for cell in report["cells"]}
    assert (cells["swaps"]["real"], cells["swaps"]["fake"]) == (10, 10)
    assert (cells["people"]["real"], cells["people"]["fake"]) == (10, 0)


def test_small_and_one_class_sources_are_reported_not_judged(tmp_path: Path) -> None:
    report = run(tmp_path, 2.0, replace(LIMITS, judged_from=49))
    assert {cell["source"] for cell in report["cells"] if cell["judged"]} == {"overall"}
    people = next(cell for cell in report["cells"] if cell["source"] == "people")
    assert people["auc"] == {"float": None, "int8": None, "difference": None}
    assert not any(failure.startswith("people") for failure in report["failures"])


def test_shipped_limits_are_the_stated_ones() -> None:
    shipped = GateLimits.read(Path(__file__).parents[2] / "model_dev/configs/gate.toml")
    assert (shipped.pictures, shipped.auc_difference) == (2000, 0.005)
