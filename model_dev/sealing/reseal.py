"""Writes a sealed bundle anew under the present schema; the network stays as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from edge_runtime.bundle.bundle import CONTRACT_FILE, Bundle
from edge_runtime.bundle.contract import GOLDEN_FILE, DecisionRule
from model_dev.data.contract_blocks import FixedContractBlocks
from model_dev.sealing.seal import BundleParts, Model, SealError, seal

SCHEMAS = ("edge-runtime/contract/1", "edge-runtime/contract/2")


def reseal(
    folder: Path, fixed: FixedContractBlocks, detectors: Mapping[str, bytes], root: Path
) -> Bundle:
    """Seal a bundle again with other rules of a scan.

    Network, golden vectors, operating point, provenance and report stay as they are. Contract,
    face detectors and model card are made anew, and replace the old ones only if they work.

    Args:
        folder: The bundle, of any schema in `SCHEMAS`.
        fixed: The rules.
        detectors: The face detectors by the file names in ``fixed.faces``.
        root: The repository that holds the bundle's report.

    Returns:
        The opened bundle.

    Raises:
        SealError: If the bundle or its report is not what the old contract says.
        OSError: If a file is missing.
        BundleError, ContractError, EngineError: See `model_dev.sealing.seal.seal`.
    """
    old = json.loads((folder / CONTRACT_FILE).read_bytes())
    if old.get("schema") not in SCHEMAS:
        raise SealError(
            f"{folder}: a bundle of schema {old.get('schema')!r} cannot be sealed again"
        )
    report = root / old["metrics"]["report"]
    _require_sha256(report, report.read_bytes(), old["metrics"]["sha256"])
    model = Model(old["id"], _listed(folder, old["model"]["file"], old), old["model"]["parameters"])
    parts = BundleParts(
        model=model,
        detectors=detectors,
        decision=_decision(old["decision"]),
        fixed=fixed,
        provenance=old["provenance"],
        report=report,
        report_name=old["metrics"]["report"],
        golden=json.loads(_listed(folder, GOLDEN_FILE, old)),
    )
    return seal(folder, parts)


def _decision(old: Mapping[str, Any]) -> DecisionRule:
    return DecisionRule(**{field.name: old[field.name] for field in fields(DecisionRule)})


def _listed(folder: Path, name: str, contract: Mapping[str, Any]) -> bytes:
    data = (folder / name).read_bytes()
    _require_sha256(folder / name, data, contract["files"][name]["sha256"])
    return data


def _require_sha256(path: Path, data: bytes, sha256: str) -> None:
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SealError(f"{path}: its sha256 is not the one in the contract")
