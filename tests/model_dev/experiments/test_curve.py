"""The curve by bundle holds what contracts quote, and the shipped bundle is on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from edge_runtime.bundle.bundle import Bundle, default_bundle
from edge_runtime.files.page_section import fill_section
from model_dev.experiments.curve import CurvePlan, Wanted, add_bundles, curve_text, draw_curve

ROOT = Path(__file__).parents[3]
PLAN = CurvePlan("test", "clean", (Wanted("a", "A", 0.9), Wanted("b", "B", 0.8)))


def contract(name: str, **aucs: float) -> dict[str, Any]:
    """As much of a contract as the curve reads, with each figure in two tiers."""
    headline = [
        {"source": source, "split": "test", "tier": tier, "auc": auc - lower, "low": auc - 0.1,
         "high": auc + 0.05, "pictures": 10}
        for source, auc in aucs.items()
        for tier, lower in (("hard", 0.02), ("clean", 0.0))
    ]  # fmt: skip
    return {
        "id": name,
        "model": {"file": "model.tflite"},
        "files": {"model.tflite": {"sha256": name * 8, "bytes": 1}},
        "metrics": {"headline": headline},
    }


@pytest.fixture(scope="module")
def committed() -> Mapping[str, Any]:
    return json.loads((ROOT / "model_dev/reports/curve.json").read_text("utf-8"))


def test_a_bundle_is_added_with_the_figures_of_the_planned_tier() -> None:
    curve = add_bundles(None, [contract("one", a=0.7, b=0.6, c=0.5)], PLAN)
    (bundle,) = curve["bundles"]
    assert [figure["auc"] for figure in bundle["figures"]] == [0.7, 0.6]


def test_a_bundle_measured_again_keeps_its_place() -> None:
    curve = add_bundles(None, [contract("one", a=0.7), contract("two", a=0.8)], PLAN)
    curve = add_bundles(curve, [contract("one", a=0.75)], PLAN)
    assert [one["id"] for one in curve["bundles"]] == ["one", "two"]
    assert curve["bundles"][0]["figures"][0]["auc"] == 0.75


def test_a_figure_that_a_contract_lacks_is_not_measured(tmp_path: Path) -> None:
    curve = add_bundles(None, [contract("one", a=0.7), contract("two", a=0.8, b=0.6)], PLAN)
    rows = curve_text(curve).splitlines()
    assert rows[2] == "| one | 0.700 (0.600-0.750) | not measured |"
    assert rows[-1] == "| to reach | 0.9 | 0.8 |"
    draw_curve(curve, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("document", [{"id": "one"}, []])
def test_another_document_is_refused(document: Any) -> None:
    with pytest.raises(ValueError, match="not a contract"):
        add_bundles(None, [document], PLAN)


def test_the_shipped_bundle_ends_the_committed_curve(committed: Mapping[str, Any]) -> None:
    shipped = json.loads((default_bundle() / "contract.json").read_text("utf-8"))
    plan = CurvePlan.read(ROOT / "model_dev/configs/curve.toml")
    last = committed["bundles"][-1]
    assert last["id"] == Bundle.open().contract.id
    assert add_bundles(committed, [shipped], plan) == committed


def test_the_page_quotes_the_committed_curve(committed: Mapping[str, Any]) -> None:
    page = (ROOT / "model_dev/EXPERIMENTS.md").read_text("utf-8")
    assert fill_section(page, "curve", curve_text(committed)) == page
