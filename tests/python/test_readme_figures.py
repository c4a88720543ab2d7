"""The README's figures are the report's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edge_runtime.bundle import Bundle
from model_dev.sealing.readme_figures import put_figures

ROOT = Path(__file__).parents[2]


def test_the_readme_quotes_the_report_of_the_default_bundle() -> None:
    contract = Bundle.open().contract
    report = json.loads((ROOT / contract.metrics.report).read_text("utf-8"))
    readme = (ROOT / "README.md").read_text("utf-8")
    assert report["artefact"]["sha256"] == contract.files[contract.model.file].sha256
    assert put_figures(readme, report) == readme


def test_a_readme_without_its_place_is_refused() -> None:
    with pytest.raises(ValueError, match="figures"):
        put_figures("# nothing", {"cells": []})
