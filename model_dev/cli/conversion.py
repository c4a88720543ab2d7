"""Verbs that turn a checkpoint into files that run on a device."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
from pathlib import Path

from model_dev.cli.arguments import Verbs, with_id
from model_dev.conversion.formats import FORMATS
from model_dev.paths import CONFIGS, BundlePaths, write_bytes

ORIGINAL_MEGABYTES = {"float32": 15.53, "int8": 4.36}
"""Size of the original network, which has `ORIGINAL_PARAMETERS` parameters."""
ORIGINAL_PARAMETERS = 4_020_000
QAT_ENVIRONMENT = "make .venv-qat/ready"


def add_conversion(verbs: Verbs) -> None:
    """``export``, ``quantize``, ``rebuild`` and ``qat``."""
    export = with_id(verbs.add_parser("export", help="checkpoint to TFLite, in four formats"))
    export.add_argument("--format", choices=FORMATS, default="float32")
    export.add_argument("--out", type=Path, required=True)
    export.set_defaults(run=_export)
    quantize = with_id(verbs.add_parser("quantize", help="float to int8, on pictures"))
    quantize.add_argument("--data", type=Path, required=True, help="crop stores")
    quantize.add_argument("--count", type=int, default=400, help="pictures at least")
    quantize.add_argument("--out", type=Path, required=True)
    quantize.set_defaults(run=_quantize)
    rebuild = with_id(verbs.add_parser("rebuild", help="the shipped model again, byte for byte"))
    rebuild.add_argument("--out", type=Path, required=True)
    rebuild.set_defaults(run=_rebuild)
    _add_qat(verbs)


def _add_qat(verbs: Verbs) -> None:
    qat = with_id(verbs.add_parser("qat", help="quantization-aware training"))
    qat.add_argument("--stores", type=Path, required=True)
    qat.add_argument("--out", type=Path, required=True, help="folder of the run")
    qat.add_argument("--config", type=Path, default=CONFIGS / "qat.toml")
    qat.add_argument("--cache", type=Path, default=Path("build/scores"))
    qat.set_defaults(run=_qat)


def _export(arguments: argparse.Namespace) -> int:
    from model_dev.conversion.rebuild import export

    model, parameters = export(BundlePaths(arguments.id), arguments.format)
    write_bytes(arguments.out, model)
    print(f"{arguments.out}: {_size(model, parameters, arguments.format)}")
    return 0


def _size(model: bytes, parameters: int, number: str) -> str:
    original = ORIGINAL_MEGABYTES.get(number)
    beside = f" (original: {original} MB)" if original else ""
    return (
        f"{number}, {len(model):,} bytes = {len(model) / 1e6:.2f} MB{beside}, "
        f"{parameters:,} parameters (original: {ORIGINAL_PARAMETERS:,})"
    )


def _quantize(arguments: argparse.Namespace) -> int:
    from model_dev.conversion.quantize import (
        calibrate_ranges,
        quantize_calibrated,
        write_calibration,
    )
    from model_dev.conversion.rebuild import float_model

    paths = BundlePaths(arguments.id)
    model, _ = float_model(paths.config, paths.checkpoint)
    calibration = calibrate_ranges(model, arguments.data, arguments.count)
    write_calibration(calibration, paths.calibration)
    quantized = quantize_calibrated(model, calibration)
    write_bytes(arguments.out, quantized)
    print(f"{arguments.out}: {len(quantized):,} bytes, int8, {len(calibration.pictures)} pictures")
    for source, classes in calibration.balance.items():
        print(f"  {source}: {classes['real']} real, {classes['fake']} fake")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    from edge_runtime.bundle.bundle import Bundle
    from model_dev.conversion.rebuild import rebuild

    paths = BundlePaths(arguments.id)
    model = rebuild(paths)
    write_bytes(arguments.out, model)
    contract = Bundle.open(paths.bundle).contract
    same = hashlib.sha256(model).hexdigest() == contract.files[contract.model.file].sha256
    print(
        f"{arguments.out}: {len(model):,} bytes, {'equal to' if same else 'NOT'} the sealed model"
    )
    return 0 if same else 1


def _qat(arguments: argparse.Namespace) -> int:
    for module in ("tf_keras", "tensorflow_model_optimization"):
        if importlib.util.find_spec(module) is None:
            raise ValueError(f"{module} is missing; make its environment with: {QAT_ENVIRONMENT}")
    from model_dev.qat.train import QatConfig, qat

    report = qat(
        BundlePaths(arguments.id),
        QatConfig.read(arguments.config),
        arguments.stores,
        arguments.out,
        arguments.cache,
    )
    print(report)
    return 0
