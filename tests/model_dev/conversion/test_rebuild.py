from __future__ import annotations

import hashlib

import pytest

from edge_runtime.bundle.bundle import Bundle
from model_dev.conversion.rebuild import float_model, rebuild
from model_dev.paths import BundlePaths, sha256_of
from tests.support.sealed_bundle import sealed_bundle


def default_bundle_id() -> tuple[Bundle, BundlePaths]:
    bundle = Bundle.open(sealed_bundle())
    return bundle, BundlePaths(bundle.contract.id)


@pytest.mark.slow
def test_the_shipped_model_is_rebuilt_byte_for_byte() -> None:
    bundle, paths = default_bundle_id()
    model = rebuild(paths)
    rule = bundle.contract.files[bundle.contract.model.file]
    assert len(model) == rule.bytes
    assert hashlib.sha256(model).hexdigest() == rule.sha256


@pytest.mark.slow
def test_the_contract_counts_the_parameters_of_the_checkpoint() -> None:
    bundle, paths = default_bundle_id()
    model, parameters = float_model(paths.config, paths.checkpoint)
    assert parameters == bundle.contract.model.parameters
    assert len(model) > 4 * parameters


def test_the_contract_names_the_committed_parts() -> None:
    bundle, paths = default_bundle_id()
    provenance = bundle.contract.provenance
    assert sha256_of(paths.checkpoint) == provenance.checkpoint_sha256
    assert sha256_of(paths.calibration) == provenance.calibration_sha256
