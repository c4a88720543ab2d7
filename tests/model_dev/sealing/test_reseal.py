"""Sealing the shipped bundle again, in a copy of it."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import ContractError
from model_dev.data.contract_blocks import FixedContractBlocks
from model_dev.sealing.reseal import reseal
from model_dev.sealing.seal import SealError

REPOSITORY = Path(__file__).parents[3]
FIXED = FixedContractBlocks.read(REPOSITORY / "model_dev/configs/contract.toml")
DETECTORS = {FIXED.faces[role]["file"]: role.encode() for role in ("still", "camera")}
OLD_RULES = {
    "faces": {"max_faces": 64, "detectors": [{"file": "old.tflite"}]},
    "crop": {"face_margin": 0.5},
    "quality": {"small_below_px": 1},
}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """The shipped bundle as schema 1 had it: other rules, and a detector that is used no more."""
    source = Bundle.open()
    folder = tmp_path / source.contract.id
    shutil.copytree(source.directory, folder)
    old = contract_of(folder)
    for name in DETECTORS:
        (folder / name).unlink()
        del old["files"][name]
    (folder / "old.tflite").write_bytes(b"old")
    old["files"]["old.tflite"] = {"sha256": hashlib.sha256(b"old").hexdigest(), "bytes": 3}
    for name in ("pooling", "second_look", "reasons"):
        del old[name]
    old = {**old, **OLD_RULES, "schema": "edge-runtime/contract/1"}
    old["decision"]["pooling"] = "any_fake"
    (folder / "contract.json").write_text(json.dumps(old))
    return folder


def contract_of(folder: Path) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads((folder / "contract.json").read_text())
    return parsed


def test_network_golden_vectors_and_provenance_stay(shipped: Path) -> None:
    before = contract_of(shipped)
    kept = {name: (shipped / name).read_bytes() for name in ("model.tflite", "golden.json")}
    bundle = reseal(shipped, FIXED, DETECTORS, REPOSITORY)
    after = contract_of(shipped)
    assert {name: (shipped / name).read_bytes() for name in kept} == kept
    for key in ("id", "model", "input", "outputs", "positive_class", "provenance", "metrics"):
        assert after[key] == before[key]
    del before["decision"]["pooling"]
    assert after["decision"] == before["decision"]
    assert bundle.directory == shipped


def test_rules_and_detectors_are_the_new_ones(shipped: Path) -> None:
    pooling = {"whole": 1.0, "face": 0.0, "larger": 0.0}
    rules = reseal(shipped, replace(FIXED, pooling=pooling), DETECTORS, REPOSITORY).contract
    after = contract_of(shipped)
    assert after["schema"] == "edge-runtime/contract/2"
    assert after["pooling"] == pooling
    for key in ("crop", "faces", "second_look", "reasons", "quality"):
        assert after[key] == getattr(FIXED, key)
    assert sorted(rules.files) == sorted([*DETECTORS, "golden.json", "model.tflite"])
    assert not (shipped / "old.tflite").exists()
    assert (shipped / "face_still.tflite").read_bytes() == b"still"
    assert "## How a picture is judged" in (shipped / "README.md").read_text()


def test_a_bundle_can_be_sealed_again_and_again(shipped: Path) -> None:
    first = reseal(shipped, FIXED, DETECTORS, REPOSITORY)
    assert reseal(shipped, FIXED, DETECTORS, REPOSITORY).sha256 == first.sha256


def test_rules_that_break_the_schema_replace_nothing(shipped: Path) -> None:
    before = (shipped / "contract.json").read_bytes()
    wrong = replace(FIXED, second_look={"inset": 0.7, "limit": 1.5})
    with pytest.raises(ContractError, match=r"second_look\.inset"):
        reseal(shipped, wrong, DETECTORS, REPOSITORY)
    assert (shipped / "contract.json").read_bytes() == before
    assert (shipped / "old.tflite").exists()
    assert [path.name for path in shipped.parent.iterdir()] == [shipped.name]


@pytest.mark.parametrize("name", ["model.tflite", "golden.json"])
def test_an_altered_file_is_refused(shipped: Path, name: str) -> None:
    data = (shipped / name).read_bytes()
    (shipped / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(SealError, match=f"{name}: its sha256"):
        reseal(shipped, FIXED, DETECTORS, REPOSITORY)


def test_an_altered_report_is_refused(shipped: Path, tmp_path: Path) -> None:
    report = tmp_path / contract_of(shipped)["metrics"]["report"]
    report.parent.mkdir(parents=True)
    report.write_text("{}")
    with pytest.raises(SealError, match=r"report\.json: its sha256"):
        reseal(shipped, FIXED, DETECTORS, tmp_path)


def test_an_unknown_schema_is_refused(shipped: Path) -> None:
    contract = {**contract_of(shipped), "schema": "edge-runtime/contract/3"}
    (shipped / "contract.json").write_text(json.dumps(contract))
    with pytest.raises(SealError, match="contract/3"):
        reseal(shipped, FIXED, DETECTORS, REPOSITORY)
