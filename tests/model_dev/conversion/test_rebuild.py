from __future__ import annotations

import hashlib

import pytest

from edge_runtime.bundle.bundle import Bundle
from model_dev.conversion.rebuild import float_model, rebuild
from model_dev.paths import Artefacts, sha256_of
from tests.support.sealed_bundle import sealed_bundle


def shipped() -> tuple[Bundle, Artefacts]:
    bundle = Bundle.open(sealed_bundle())
    return bundle, Artefacts(bundle.contract.id)


@pytest.mark.slow
def test_the_shipped_model_is_rebuilt_byte_for_byte() -> None:
    bundle, artefacts = shipped()
    model = rebuild(artefacts)
    rule = bundle.contract.files[bundle.contract.model.file]
    assert len(model) == rule.bytes
    assert hashlib.sha256(model).hexdigest() == rule.sha256


@pytest.mark.slow
def test_the_contract_counts_the_parameters_of_the_checkpoint() -> None:
    bundle, artefacts = shipped()
    model, parameters = float_model(artefacts.config, artefacts.checkpoint)
    assert parameters == bundle.contract.model.parameters
    assert len(model) > 4 * parameters


def test_the_contract_names_the_committed_parts() -> None:
    bundle, artefacts = shipped()
    provenance = bundle.contract.provenance
    assert sha256_of(artefacts.checkpoint) == provenance.checkpoint_sha256
    assert sha256_of(artefacts.calibration) == provenance.calibration_sha256
