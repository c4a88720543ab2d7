"""The README's figures are the report's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import Contract
from model_dev.sealing.readme_figures import put_figures

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Bundle.open().contract


@pytest.fixture(scope="module")
def report(contract: Contract) -> dict[str, Any]:
    return json.loads((ROOT / contract.metrics.report).read_text("utf-8"))


def test_the_readme_quotes_the_report_of_the_default_bundle(
    contract: Contract, report: dict[str, Any]
) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert report["artefact"]["sha256"] == contract.files[contract.model.file].sha256
    assert put_figures(readme, report) == readme


def test_a_readme_without_its_place_is_refused(report: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="figures"):
        put_figures("# nothing", report)
