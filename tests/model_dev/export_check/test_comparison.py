from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge_runtime.bundle.contract import DecisionRule
from model_dev.config_file import ConfigError
from model_dev.export_check.comparison import (
    CheckedNetworks,
    add_layer_errors,
    check_export,
    scored,
    write,
)
from model_dev.export_check.format_change import compare
from model_dev.export_check.limits import ExportCheckLimits, FormatLimits
from model_dev.statistics.metrics import Bootstrap, Thresholds, measure
from tests.support.tiny_crop_store import brightness_network, write_store
from tests.support.untrained_network import float_tflite, int8_tflite

ROOT = Path(__file__).parents[3]
DECISION = DecisionRule(1.0, 0.0, 0.7, 0.3)
LOOSE = FormatLimits(0.005, 0.02, 0.98)
LIMITS = ExportCheckLimits(
    pictures=100,
    pictures_per_source=1000,
    judged_from=40,
    tiers=("clean",),
    replicates=200,
    seed=1,
    worst=5,
    explained=2,
    formats={"float32": LOOSE, "int8": LOOSE},
)


def run(tmp_path: Path, bend: float, limits: ExportCheckLimits = LIMITS) -> dict[str, Any]:
    store = write_store(tmp_path / "store")
    formats = {"float32": brightness_network(), "int8": brightness_network(bend)}
    networks = CheckedNetworks(brightness_network(), formats, DECISION)
    return check_export(networks, [store], tmp_path / "out", limits, tmp_path / "cache")


def cells(report: dict[str, Any], name: str = "int8") -> dict[str, dict[str, Any]]:
    return {cell["source"]: cell for cell in report["formats"][name]["cells"]}


def test_an_equal_network_passes(tmp_path: Path) -> None:
    report = run(tmp_path, bend=0.0)
    assert report["passed"] is True
    assert report["failures"] == report["undecided"] == []
    assert report["pictures"] == 24 * 8
    auc = cells(report)["overall"]["auc"]
    assert (auc["difference"], auc["low"], auc["high"], auc["verdict"]) == (0, 0, 0, "kept")
    written = json.loads((tmp_path / "out/quantization.json").read_text())
    assert written["passed"] is True
    assert (tmp_path / "out/quantization.png").read_bytes().startswith(b"\x89PNG")


def test_a_bent_network_fails_and_says_where(tmp_path: Path) -> None:
    report = run(tmp_path, bend=2.0)
    assert report["passed"] is False
    told = report["failures"]
    assert any(line.startswith("int8: overall: auc changes by -0.") for line in told)
    assert any("logits correlate" in line for line in told)
    assert not any(line.startswith("float32") for line in told)
    assert report["formats"]["float32"]["passed"] is True
    worst = report["formats"]["int8"]["worst"]
    sizes = [abs(picture["difference"]) for picture in worst]
    assert len(sizes) == 5
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == pytest.approx(2, abs=0.2)
    text = (tmp_path / "out/quantization.md").read_text()
    assert "**Failed.**" in text
    assert all(line in text for line in told)
    assert f"| `{worst[0]['sha256']}` |" in text


def test_values_and_differences_are_those_that_are_measured_apart(tmp_path: Path) -> None:
    report = run(tmp_path, bend=2.0)
    networks = CheckedNetworks(brightness_network(), {"int8": brightness_network(2.0)}, DECISION)
    stores = opened(tmp_path)
    table = scored(networks, stores, tmp_path / "cache", 1)["int8"]
    for column, key in (("before", "before"), ("after", "after")):
        p = 1 / (1 + np.exp(-table[column]))
        none = Bootstrap(0, 0)
        found = measure(table["label"], p, table["group"], Thresholds(0.3, 0.7), none)
        for name in ("auc", "balanced_accuracy"):
            cell = cells(report)["overall"][name]
            assert cell[key] == pytest.approx(found[name].value, abs=1e-5)
            assert cell["difference"] == pytest.approx(cell["after"] - cell["before"], abs=2e-5)
            assert cell["low"] <= cell["difference"] <= cell["high"]


def opened(tmp_path: Path) -> list[Any]:
    from model_dev.data.crop_store import open_stores
    from model_dev.export_check.comparison import drawn_stores

    return drawn_stores(open_stores([tmp_path / "store"]), LIMITS)


def test_a_small_source_beyond_its_limit_is_undecided_and_overall_is_not(tmp_path: Path) -> None:
    """One picture of many crosses the threshold: measured beyond, but it may be chance."""
    run(tmp_path, bend=0.0)
    store = opened(tmp_path)
    networks = CheckedNetworks(brightness_network(), {"int8": brightness_network()}, DECISION)
    table = scored(networks, store, tmp_path / "cache", 1)["int8"]
    fakes = table[(table["source"] == "swaps") & (table["label"] == 1) & (table["after"] > 0.5)]
    table.loc[fakes.index[0], "after"] = -0.5
    tight = replace(LIMITS, judged_from=1)
    found = compare(table, DECISION, tight, FormatLimits(1.0, 0.01, 0.0))
    assert found["passed"] is True
    (line,) = found["undecided"]
    assert line.startswith("swaps: balanced_accuracy changes by -0.0208 (95 %: -0.")
    strict = compare(table, DECISION, tight, FormatLimits(1.0, 0.001, 0.0))
    (line,) = strict["failures"]
    assert line.startswith("overall: balanced_accuracy changes by -")


def test_a_source_whose_whole_interval_is_beyond_fails(tmp_path: Path) -> None:
    run(tmp_path, bend=0.0)
    networks = CheckedNetworks(brightness_network(), {"int8": brightness_network()}, DECISION)
    table = scored(networks, opened(tmp_path), tmp_path / "cache", 1)["int8"]
    table.loc[table["source"] == "things", "after"] *= -1
    found = compare(table, DECISION, LIMITS, LOOSE)
    assert any(line.startswith("things: auc changes by -") for line in found["failures"])
    assert not any(line.startswith("swaps") for line in found["failures"])


def test_too_few_pictures_fail(tmp_path: Path) -> None:
    report = run(tmp_path, 0.0, replace(LIMITS, pictures=1000))
    assert report["failures"] == ["only 192 pictures"]


def test_only_drawn_test_pictures_of_the_tiers_count(tmp_path: Path) -> None:
    found = cells(run(tmp_path, 0.0, replace(LIMITS, pictures_per_source=20)))
    assert (found["swaps"]["real"], found["swaps"]["fake"]) == (10, 10)
    assert (found["people"]["real"], found["people"]["fake"]) == (10, 0)


def test_small_and_one_class_sources_are_reported_not_judged(tmp_path: Path) -> None:
    report = run(tmp_path, 2.0, replace(LIMITS, judged_from=49))
    judged = {x["source"] for x in cells(report).values() if x["auc"]["verdict"] != "not judged"}
    assert judged == {"overall"}
    people = cells(report)["people"]["auc"]
    assert people["before"] is people["after"] is people["difference"] is None
    assert not any(failure.startswith("int8: people") for failure in report["failures"])


def test_a_format_without_limits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="format int8 has no limits"):
        run(tmp_path, 0.0, replace(LIMITS, formats={"float32": LOOSE}))


def test_a_failed_format_is_explained_layer_by_layer(tmp_path: Path) -> None:
    report = run(tmp_path, bend=2.0)
    store = tmp_path / "store"
    crops = np.load(store / "crops.npy")
    np.save(store / "crops.npy", np.repeat(np.repeat(crops, 14, axis=1), 14, axis=2))
    models = {"float32": float_tflite(), "int8": int8_tflite()}
    explained = add_layer_errors(report, models, [store], LIMITS)
    (errors,) = explained["layer_errors"].values()
    assert errors[0]["layer"] == "mobilenet_stem"
    assert errors[-1]["layer"] == "fake_logit"
    write(explained, tmp_path / "out")
    assert "## Errors by layer: int8 against" in (tmp_path / "out/quantization.md").read_text()


def test_shipped_limits_are_the_stated_ones() -> None:
    shipped = ExportCheckLimits.read(ROOT / "model_dev/configs/export_check.toml")
    assert shipped.pictures >= 2000
    int8 = shipped.formats["int8"]
    assert (int8.auc_difference, int8.balanced_accuracy_difference) == (0.002, 0.005)
    assert set(shipped.formats) == {"float32", "float16", "dynamic", "int8"}


def test_a_missing_limit_is_named(tmp_path: Path) -> None:
    text = (ROOT / "model_dev/configs/export_check.toml").read_text()
    cut = text.replace("[formats.int8]\nauc_difference = 0.002\n", "[formats.int8]\n")
    (tmp_path / "export_check.toml").write_text(cut)
    with pytest.raises(
        ConfigError, match=r"export_check.toml: formats.int8.auc_difference: missing"
    ):
        ExportCheckLimits.read(tmp_path / "export_check.toml")
