"""Seals a bundle: model, detectors, golden vectors, contract and model card in one folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from edge_runtime.bundle.bundle import CONTRACT_FILE, Bundle
from edge_runtime.bundle.contract import GOLDEN_FILE, SCHEMA, DecisionRule
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.golden import require_golden
from edge_runtime.engine.interpreter import Interpreter, choose_backend
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import EngineError
from edge_runtime.files.atomic_write import atomic_write
from model_dev.architecture.outputs import OUTPUTS
from model_dev.data.contract_blocks import FixedContractBlocks
from model_dev.sealing.model_card import model_card

MODEL_FILE = "model.tflite"
CARD_FILE = "README.md"


class SealError(ValueError):
    """The parts do not make a working bundle; nothing was replaced."""


@dataclass(frozen=True, slots=True)
class Model:
    """The network that ships.

    Attributes:
        id: The bundle's id.
        tflite: Bytes of the int8 model.
        parameters: Of the network.
    """

    id: str
    tflite: bytes
    parameters: int


@dataclass(frozen=True, slots=True)
class BundleParts:
    """What a bundle is made of.

    Attributes:
        model: The network.
        detectors: Face detectors by the file names in ``fixed.faces``.
        decision: The operating point.
        fixed: Blocks of the contract that do not depend on the weights.
        provenance: The contract's ``provenance`` block.
        report: ``report.json`` of the evaluation of this very model.
        report_name: Its path in the repository.
        golden: What `model_dev.sealing.golden.make_golden` made.
    """

    model: Model
    detectors: Mapping[str, bytes]
    decision: DecisionRule
    fixed: FixedContractBlocks
    provenance: Mapping[str, Any]
    report: Path
    report_name: str
    golden: Mapping[str, Any]


def seal(out_dir: Path, parts: BundleParts) -> Bundle:
    """Write the bundle, open it, replay its golden vectors, and only then put it in place.

    Args:
        out_dir: ``edge_runtime/bundles/<id>``; an older bundle there is replaced.
        parts: What goes into it.

    Returns:
        The opened bundle.

    Raises:
        SealError: If the report is of another model or operating point, or a vector fails.
        BundleError: If the bundle cannot be opened.
        ContractError: If the contract or golden.json breaks its schema.
        EngineError: If the model does not match its contract.
    """
    measured = json.loads(parts.report.read_text("utf-8"))
    _check_report(measured, parts.model, parts.decision)
    files = {
        MODEL_FILE: parts.model.tflite,
        GOLDEN_FILE: _json(parts.golden),
        **parts.detectors,
    }
    contract = _contract(parts, files, measured)
    card = model_card(contract, measured).encode()
    return _put(out_dir, {**files, CONTRACT_FILE: _json(contract), CARD_FILE: card})


def _contract(
    parts: BundleParts, files: Mapping[str, bytes], measured: Mapping[str, Any]
) -> dict[str, Any]:
    model, fixed = parts.model, parts.fixed
    return {
        "schema": SCHEMA,
        "id": model.id,
        "files": {name: _listed(data) for name, data in files.items()},
        "model": {"file": MODEL_FILE, "parameters": model.parameters, "quantization": "int8"},
        **tensors(model.tflite, fixed.input),
        "positive_class": "fake",
        "crop": dict(fixed.crop),
        "faces": dict(fixed.faces),
        "decision": asdict(parts.decision),
        "pooling": dict(fixed.pooling),
        "second_look": dict(fixed.second_look),
        "reasons": dict(fixed.reasons),
        "quality": dict(fixed.quality),
        "provenance": dict(parts.provenance),
        "metrics": metrics(measured, parts.report, parts.report_name),
    }


def tensors(tflite: bytes, fixed_input: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's ``input`` and ``outputs`` blocks, as the model itself has them.

    Raises:
        EngineError: If the model does not have exactly one signature.
        SealError: If an output is missing.
    """
    runner = Interpreter(tflite, 1, choose_backend(None)).signature()
    found = runner.get_output_details()
    missing = sorted(set(OUTPUTS.values()) - set(found))
    if missing:
        raise SealError(f"the model has no output {missing[0]}")
    ((name, details),) = runner.get_input_details().items()
    return {
        "input": {**_tensor(name, details), **fixed_input},
        "outputs": {key: _tensor(output, found[output]) for key, output in OUTPUTS.items()},
    }


def metrics(measured: Mapping[str, Any], report: Path, report_name: str) -> dict[str, Any]:
    """The contract's ``metrics`` block: every AUC measured on one source or comparison."""
    cells = [cell for cell in measured["cells"] if cell["about"] in ("source", "comparison")]
    return {
        "report": report_name,
        "sha256": hashlib.sha256(report.read_bytes()).hexdigest(),
        "headline": [
            _headline(cell) for cell in cells if cell["metrics"]["auc"]["low"] is not None
        ],
    }


def _headline(cell: Mapping[str, Any]) -> dict[str, Any]:
    auc = cell["metrics"]["auc"]
    return {
        "source": cell["name"],
        "split": cell["split"],
        "tier": cell["tier"],
        "auc": auc["value"],
        "low": auc["low"],
        "high": auc["high"],
        "pictures": cell["pictures"],
    }


def _check_report(measured: Mapping[str, Any], model: Model, decision: DecisionRule) -> None:
    sha256 = hashlib.sha256(model.tflite).hexdigest()
    if measured["artefact"]["sha256"] != sha256:
        raise SealError("the report is of another model")
    wanted = asdict(decision)
    if {key: measured["decision"].get(key) for key in wanted} != wanted:
        raise SealError("the report is of another operating point")
    if measured["bundle"] != model.id:
        raise SealError(f"the report is of bundle {measured['bundle']}")


def _tensor(name: str, details: Mapping[str, Any]) -> dict[str, Any]:
    shape = [int(side) for side in details["shape"]]
    return {"name": name, "shape": shape, "dtype": np.dtype(details["dtype"]).name}


def _listed(data: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _put(out_dir: Path, files: Mapping[str, bytes]) -> Bundle:
    """Write next to the target, replay the golden vectors, then swap the folders."""
    fresh = out_dir.with_name(f".{out_dir.name}.{os.getpid()}.part")
    fresh.mkdir(parents=True)
    try:
        for name, data in files.items():
            with atomic_write(fresh / name) as temporary:
                temporary.write_bytes(data)
        _prove(fresh)
        _swap(fresh, out_dir)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Bundle.open(out_dir)


def _prove(directory: Path) -> None:
    bundle = Bundle.open(directory)
    try:
        require_golden(bundle, open_engine(bundle, EngineOptions("cpu")))
    except EngineError as error:
        raise SealError(str(error)) from error


def _swap(fresh: Path, out_dir: Path) -> None:
    """Put ``fresh`` in the place of ``out_dir``; if that fails, the old folder comes back."""
    old = out_dir.with_name(f".{out_dir.name}.{os.getpid()}.old")
    if out_dir.exists():
        os.rename(out_dir, old)
    try:
        os.rename(fresh, out_dir)
    except OSError:
        if old.exists():
            os.rename(old, out_dir)
        raise
    shutil.rmtree(old, ignore_errors=True)
