"""The package computes what the slow reference computed, for every golden vector there is."""

from __future__ import annotations

import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.golden import replay
from tests.support.golden_network import network_outcomes
from tests.support.golden_vectors import CHECKS, FOLDER, outcomes, suite

LEAST = {
    "contracts": 500,
    "geometry": 49,
    "pixels": 61,
    "faces": 60,
    "decision": 178,
    "network": 8,
}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle.open()


def test_every_stored_suite_is_played() -> None:
    stored = {path.stem for path in FOLDER.glob("*.json")}
    assert stored == {*CHECKS, "network"} == LEAST.keys()


@pytest.mark.parametrize("name", CHECKS)
def test_every_vector_holds(name: str) -> None:
    listed = [vector["id"] for vector in suite(name)["vectors"]]
    found = outcomes(name)
    assert sorted(found) == sorted(listed)
    assert len(found) >= LEAST[name]
    assert [vector for vector, holds in found.items() if not holds] == []


def test_the_network_suite_is_of_the_default_bundle(bundle: Bundle) -> None:
    model = bundle.contract.files[bundle.contract.model.file]
    made_for = {"id": bundle.contract.id, "model_sha256": model.sha256}
    assert suite("network")["bundle"] == made_for, "run: make golden"


def test_every_network_vector_holds(bundle: Bundle) -> None:
    listed = [vector["id"] for vector in suite("network")["vectors"]]
    found = network_outcomes(bundle, open_engine(bundle).run)
    assert sorted(found) == sorted(listed)
    assert len(found) >= LEAST["network"]
    assert [vector for vector, holds in found.items() if not holds] == []


def test_the_golden_file_of_the_bundle_holds(bundle: Bundle) -> None:
    checks = replay(bundle, open_engine(bundle))
    assert {check.id for check in checks if not check.ok} == set()
    played = {f"golden_{check.id}" for check in checks}
    assert played <= {vector["id"] for vector in suite("network")["vectors"]}
