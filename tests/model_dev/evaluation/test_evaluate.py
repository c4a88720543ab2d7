from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import DecisionRule
from model_dev.cli import main
from model_dev.config_file import ConfigError
from model_dev.evaluation.evaluate import EvaluatedModel, evaluate_model
from model_dev.evaluation.report_spec import Comparison, ReportSpec
from tests.support.tiny_crop_store import brightness_network, write_store

DECISION = DecisionRule(1.0, 0.0, 0.7, 0.3)
PLAN = ReportSpec(
    replicates=60,
    seed=1,
    mistakes=3,
    apart=("tiny",),
    comparisons=(
        Comparison("portraits_vs_people", ("people",), ("portraits",)),
        Comparison("absent", ("nowhere",), ("portraits",)),
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("evaluation")
    store = write_store(root / "store")
    untested = write_store(root / "untested", split="train")
    model = EvaluatedModel("gds-test", brightness_network(), DECISION)
    evaluate_model(model, [untested, store], root / "report", PLAN, root / "cache")
    return root / "report"


@pytest.fixture(scope="module")
def report(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "report.json").read_text())


def cell(report: dict[str, Any], about: str, name: str, tier: str) -> dict[str, Any]:
    found = [
        c for c in report["cells"] if (c["about"], c["name"], c["tier"]) == (about, name, tier)
    ]
    assert len(found) == 1
    return found[0]


def test_every_source_and_tier_is_measured(report: dict[str, Any]) -> None:
    cells = {(c["name"], c["tier"]) for c in report["cells"] if c["about"] == "source"}
    sources = ("swaps", "people", "portraits", "things", "tiny")
    assert cells == {(s, t) for s in sources for t in ("clean", "web", "hard")}


def test_cells_say_what_they_are_of(report: dict[str, Any]) -> None:
    swaps = cell(report, "source", "swaps", "web")
    assert swaps["data"] == ["swaps"]
    assert swaps["split"] == "test"
    assert swaps["artefact"] == report["artefact"]["sha256"]
    assert (swaps["pictures"], swaps["real"], swaps["fake"], swaps["groups"]) == (48, 24, 24, 12)
    auc = swaps["metrics"]["auc"]
    assert 0.5 < auc["low"] <= auc["value"] <= auc["high"] <= 1
    assert report["interval"]["replicates"] == 60


def test_train_rows_are_left_out(report: dict[str, Any]) -> None:
    assert cell(report, "source", "swaps", "clean")["crops"] == 48
    (data,) = report["data"]
    assert (data["store"], data["crops"]) == ("store", 24 * 8 * 3)


def test_one_class_is_not_measured_but_its_comparison_is(report: dict[str, Any]) -> None:
    people = cell(report, "source", "people", "clean")["metrics"]
    assert people["auc"] == {"value": None, "low": None, "high": None}
    assert people["false_alarm_rate"]["value"] is not None
    pair = cell(report, "comparison", "portraits_vs_people", "clean")
    assert pair["data"] == ["people", "portraits"]
    assert pair["metrics"]["auc"]["value"] > 0.8
    assert not [c for c in report["cells"] if c["name"] == "absent"]


def test_sources_apart_are_not_in_the_overall_cells(report: dict[str, Any]) -> None:
    assert cell(report, "overall", "images", "clean")["data"] == ["things"]
    assert cell(report, "overall", "faces", "clean")["data"] == ["people", "portraits", "swaps"]


def test_mistakes_are_hashes_of_wrong_pictures(report: dict[str, Any]) -> None:
    assert report["mistakes"]
    for mistake in report["mistakes"]:
        assert re.fullmatch("[0-9a-f]{64}", mistake["sha256"])
        assert abs(mistake["probability"] - mistake["label"]) >= 0.5
        assert re.fullmatch("[0-9a-f]{64}", mistake["path_sha256"])
        assert "id" not in mistake
    per_source = [m["source"] for m in report["mistakes"]]
    assert max(per_source.count(source) for source in per_source) <= 3


def test_the_gate_is_told_for_each_source_class_and_tier(report: dict[str, Any]) -> None:
    cells = {(c["source"], c["label"], c["tier"]): c for c in report["gate"]}
    assert len(cells) == 8 * 3
    swaps = cells["swaps", 1, "hard"]
    assert (swaps["crops"], swaps["groups"]) == (24, 12)
    assert swaps["mean"]["low"] < swaps["mean"]["value"] < swaps["mean"]["high"]
    assert swaps["p10"] <= swaps["median"] <= swaps["p90"]
    assert swaps["mean"]["value"] > cells["swaps", 0, "hard"]["mean"]["high"]


def test_markdown_lists_every_measure_and_only_measured_tiers(folder: Path) -> None:
    text = (folder / "report.md").read_text()
    for title in ("AUC", "accuracy", "balanced accuracy", "precision", "recall", "F1"):
        assert f"| {title} |" in text
    for title in ("EER", "Brier", "ECE", "UNSURE"):
        assert f"| {title} |" in text
    assert "What the gate weighs" in text
    assert "**hard**" in text
    assert "**thumbnail**" not in text


def test_markdown_and_plots_are_there(folder: Path) -> None:
    text = (folder / "report.md").read_text()
    assert "not measured" in text
    assert "nan" not in text.lower()
    plots = re.findall(r"\]\((\w+\.png)\)", text)
    assert plots == ["gate.png", "roc.png", "reliability.png", "confusion.png", "histograms.png"]
    for name in plots:
        with Image.open(folder / name) as image:
            low, high = image.convert("L").getextrema()
            assert min(image.size) > 300
            assert high - low > 100
    assert {path.suffix for path in folder.iterdir()} == {".md", ".json", ".png"}


def test_a_sealed_bundle_is_measured_by_its_id_or_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.support.tiny_crop_store.SIDE", 224)
    stores = write_store(tmp_path / "store", per_class=2)
    bundle = Bundle.open()
    rest = ["--stores", str(stores), "--cache", str(tmp_path / "cache")]
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", bundle.contract.id, *rest]) == 0
    report = json.loads(Path("build/reports", bundle.contract.id, "report.json").read_text())
    contract = bundle.contract
    assert report["artefact"]["sha256"] == contract.files[contract.model.file].sha256
    assert report["decision"]["fake_at"] == contract.decision.fake_at
    assert main(["evaluate", str(bundle.directory), "--out", "here", *rest]) == 0
    assert json.loads(Path("here/report.json").read_text()) == report
    assert f"# Evaluation of {contract.id}" in capsys.readouterr().out
    assert main(["evaluate", "nowhere", *rest]) == 1


def test_a_bundle_or_a_file_is_measured_and_not_both(capsys: pytest.CaptureFixture[str]) -> None:
    for model in ([], ["some", "--model", "int8.tflite"]):
        with pytest.raises(SystemExit) as error:
            main(["evaluate", *model, "--stores", "stores"])
        assert error.value.code == 2
    assert "BUNDLE" in capsys.readouterr().err


def test_report_is_repeatable(tmp_path: Path, report: dict[str, Any]) -> None:
    store = write_store(tmp_path / "store")
    model = EvaluatedModel("gds-test", brightness_network(), DECISION)
    again = evaluate_model(model, [store], tmp_path / "report", PLAN, tmp_path / "cache", 1)
    assert json.loads(json.dumps(again)) == report


def test_shipped_plan_is_valid_and_a_spare_key_is_not(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[3] / "model_dev/configs/evaluation.toml"
    plan = ReportSpec.read(shipped)
    assert plan.apart == ("cifake",)
    assert Comparison("modern_generators", ("photos",), ("modern",)) in plan.comparisons
    (tmp_path / "plan.toml").write_text(f"spare = 1\n{shipped.read_text()}")
    with pytest.raises(ConfigError, match="spare: unknown key"):
        ReportSpec.read(tmp_path / "plan.toml")
