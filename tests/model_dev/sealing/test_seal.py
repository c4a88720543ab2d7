"""Sealing with a throw-away network of a few hundred weights; needs TensorFlow."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
import tensorflow

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.golden import replay
from edge_runtime.errors import ContractError
from edge_runtime.types import Reason
from model_dev.data.contract_blocks import FixedContractBlocks
from model_dev.evaluation.crop_scores import network_of_bundle, network_of_file
from model_dev.sealing.golden import golden_crops, make_golden
from model_dev.sealing.seal import BundleParts, Model, SealError, seal

REPOSITORY = Path(__file__).parents[3]
SAMPLE = REPOSITORY / "edge_runtime/samples/real_rocket.jpg"
DECISION = DecisionRule(1.5, 0.25, 0.8, 0.2)
PROVENANCE = {
    "created": "2026-01-31",
    "checkpoint_sha256": "1" * 64,
    "calibration_sha256": "2" * 64,
    "operating_point_sha256": "3" * 64,
    "training_sources": ["swaps", "things"],
    "tool_versions": {"tensorflow": "2"},
}


@pytest.fixture(scope="module")
def tflite() -> bytes:
    import keras
    from keras import layers

    keras.utils.set_random_seed(3)
    image = keras.Input((224, 224, 3), batch_size=1, name="image")
    features = layers.Conv2D(8, 3, 32, "same", activation="relu6")(image)
    evidence = layers.Conv2D(1, 1, name="evidence_map")(features)
    gate = layers.Dense(1, "sigmoid")(layers.GlobalAveragePooling2D()(features))
    outputs = {
        "fake_logit": layers.GlobalAveragePooling2D()(evidence),
        "evidence_map": evidence,
        "gate": gate,
    }
    converter = tensorflow.lite.TFLiteConverter.from_keras_model(keras.Model(image, outputs))
    random = np.random.default_rng(0)
    converter.optimizations = [tensorflow.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: (
        [random.uniform(-1, 1, (1, 224, 224, 3)).astype(np.float32)] for _ in range(8)
    )
    converter.target_spec.supported_ops = [tensorflow.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tensorflow.uint8
    converter.inference_output_type = tensorflow.int8
    return bytes(converter.convert())


@pytest.fixture(scope="module")
def golden(tflite: bytes) -> dict[str, Any]:
    return make_golden(tflite, golden_crops([SAMPLE], 224), margin_steps=2)


def write_report(folder: Path, tflite: bytes) -> Path:
    estimate = {"value": 0.9, "low": 0.85, "high": 0.94}
    nothing = {"value": None, "low": None, "high": None}
    names = ("balanced_accuracy", "false_alarm_rate", "miss_rate", "abstain_rate", "recall")
    counts = {"pictures": 40, "crops": 40, "real": 20, "fake": 20, "groups": 30}
    cells = [
        {
            "about": "source",
            "name": name,
            "split": "test",
            "tier": "clean",
            **counts,
            "metrics": {"auc": auc, **dict.fromkeys(names, auc)},
        }
        for name, auc in (("swaps", estimate), ("people", nothing))
    ]
    sha256 = hashlib.sha256(tflite).hexdigest()
    report = {
        "bundle": "gds-test",
        "artefact": {"file": "model.tflite", "sha256": sha256},
        "decision": {
            "temperature": 1.5,
            "bias": 0.25,
            "fake_at": 0.8,
            "real_at": 0.2,
        },
        "split": "test",
        "interval": {"level": 0.95, "method": "bootstrap"},
        "data": [{"store": "s", "sources": ["swaps"], "tiers": ["clean"], "pictures": 40}],
        "cells": cells,
    }
    path = folder / "report.json"
    path.write_text(json.dumps(report))
    return path


def sealed(folder: Path, tflite: bytes, golden: dict[str, Any], **changes: Any) -> Bundle:
    fixed = FixedContractBlocks.read(REPOSITORY / "model_dev/configs/contract.toml")
    arguments: dict[str, Any] = {
        "model": Model("gds-test", tflite, 300),
        "detectors": {name: name.encode() for name in detector_files(fixed)},
        "decision": DECISION,
        "fixed": fixed,
        "provenance": PROVENANCE,
        "report": write_report(folder, tflite),
        "report_name": "model_dev/reports/gds-test/report.json",
        "golden": golden,
    }
    return seal(folder / "bundles/gds-test", BundleParts(**{**arguments, **changes}))


def detector_files(fixed: FixedContractBlocks) -> list[str]:
    return [fixed.faces[role]["file"] for role in ("still", "camera")]


def test_a_sealed_bundle_opens_and_replays(
    tmp_path: Path, tflite: bytes, golden: dict[str, Any]
) -> None:
    bundle = sealed(tmp_path, tflite, golden)
    assert bundle.contract.outputs.evidence.shape == (1, 7, 7, 1)
    assert bundle.contract.input.dtype == "uint8"
    headline = [(h.source, h.auc) for h in bundle.contract.metrics.headline]
    assert headline == [("swaps", 0.9)]
    checks = replay(bundle, open_engine(bundle))
    assert len(checks) == 5
    assert all(check.ok for check in checks)
    assert [path.name for path in bundle.directory.parent.iterdir()] == ["gds-test"]


def test_model_card_states_use_data_and_figures(
    tmp_path: Path, tflite: bytes, golden: dict[str, Any]
) -> None:
    card = (sealed(tmp_path, tflite, golden).directory / "README.md").read_text()
    assert "must not be used for" in card
    assert "| swaps | clean | 20 | 20 | 30 | 0.900 (0.850-0.940) |" in card
    assert "not measured" in card
    assert hashlib.sha256(tflite).hexdigest() in card


def test_model_card_tells_how_a_picture_is_judged(
    tmp_path: Path, tflite: bytes, golden: dict[str, Any]
) -> None:
    fixed = FixedContractBlocks.read(REPOSITORY / "model_dev/configs/contract.toml")
    rules = replace(
        fixed,
        pooling={"whole": 0.25, "face": 0.75, "larger": 0.0},
        second_look={"inset": 0.055, "limit": 1.25},
        reasons={**fixed.reasons, "enlarged_below_px": 77.0},
    )
    card = (sealed(tmp_path, tflite, golden, fixed=rules).directory / "README.md").read_text()
    assert "0.25 x of the whole picture + 0.75 x of the most suspicious face. A region" in card
    assert "drawn in by 5.5% of its side" in card
    assert "differ by more than 1.25," in card
    assert "| too_small | its square has fewer than 77 pixels a side |" in card
    names = get_args(Reason)
    assert len(names) == 6
    assert all(f"| {name} |" in card for name in names)


def test_an_older_bundle_is_replaced_only_by_one_that_works(
    tmp_path: Path, tflite: bytes, golden: dict[str, Any]
) -> None:
    before = sealed(tmp_path, tflite, golden).sha256
    wrong = {**golden, "vectors": [{**v, "logit": v["logit"] + 1} for v in golden["vectors"]]}
    with pytest.raises(SealError, match="golden vectors differ"):
        sealed(tmp_path, tflite, wrong)
    out = tmp_path / "bundles/gds-test"
    assert Bundle.open(out).sha256 == before
    later = sealed(tmp_path, tflite, golden, provenance={**PROVENANCE, "created": "2026-02-01"})
    assert later.sha256 != before
    assert [path.name for path in out.parent.iterdir()] == ["gds-test"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"decision": replace(DECISION, fake_at=0.9)}, "another operating point"),
        ({"model": Model("gds-other", b"", 300)}, "another model"),
    ],
)
def test_a_report_of_something_else_is_refused(
    tmp_path: Path,
    tflite: bytes,
    golden: dict[str, Any],
    changes: dict[str, Any],
    problem: str,
) -> None:
    with pytest.raises(SealError, match=problem):
        sealed(tmp_path, tflite, golden, **changes)
    assert not (tmp_path / "bundles").exists()


def test_a_contract_that_breaks_its_schema_is_never_put_in_place(
    tmp_path: Path, tflite: bytes, golden: dict[str, Any]
) -> None:
    with pytest.raises(ContractError, match=r"provenance\.created"):
        sealed(tmp_path, tflite, golden, provenance={**PROVENANCE, "created": "today"})
    assert not list((tmp_path / "bundles").iterdir())


def test_golden_values_are_near_serving_but_not_taken_from_it(golden: dict[str, Any]) -> None:
    ids = [vector["id"] for vector in golden["vectors"]]
    assert ids[0] == "real_rocket"
    assert len(ids) == 5
    assert all(value > 0 for value in golden["tolerance"].values())


def test_bundle_and_bare_file_give_the_same_scores(
    tmp_path: Path, tflite: bytes, golden: dict[str, Any]
) -> None:
    bundle = sealed(tmp_path, tflite, golden)
    by_bundle = network_of_bundle(bundle.directory)
    by_file = network_of_file(bundle.path("model.tflite"))
    assert by_bundle.sha256 == by_file.sha256
    crop = golden_crops([SAMPLE], 224)["real_rocket"]
    assert by_bundle.open()(crop) == by_file.open()(crop)
