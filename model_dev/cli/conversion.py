"""Verbs that turn a checkpoint into files that run on a device."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from model_dev.cli.arguments import Verbs, with_id
from model_dev.paths import Artefacts, write_bytes


def add_conversion(verbs: Verbs) -> None:
    """``export``, ``quantize`` and ``rebuild``."""
    export = with_id(verbs.add_parser("export", help="checkpoint to float TFLite"))
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


def _export(arguments: argparse.Namespace) -> int:
    from model_dev.rebuild import float_model

    artefacts = Artefacts(arguments.id)
    model, parameters = float_model(artefacts.config, artefacts.checkpoint)
    write_bytes(arguments.out, model)
    print(f"{arguments.out}: {len(model):,} bytes, {parameters:,} parameters, float32")
    return 0


def _quantize(arguments: argparse.Namespace) -> int:
    from model_dev.quantize import calibrate_ranges, quantize, write_calibration
    from model_dev.rebuild import float_model

    artefacts = Artefacts(arguments.id)
    model, _ = float_model(artefacts.config, artefacts.checkpoint)
    calibration = calibrate_ranges(model, arguments.data, arguments.count)
    write_calibration(calibration, artefacts.calibration)
    quantized = quantize(model, calibration.ranges)
    write_bytes(arguments.out, quantized)
    print(f"{arguments.out}: {len(quantized):,} bytes, int8, {len(calibration.pictures)} pictures")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    from edge_runtime.bundle import Bundle
    from model_dev.rebuild import rebuild

    artefacts = Artefacts(arguments.id)
    model = rebuild(artefacts)
    write_bytes(arguments.out, model)
    contract = Bundle.open(artefacts.bundle).contract
    same = hashlib.sha256(model).hexdigest() == contract.files[contract.model.file].sha256
    print(
        f"{arguments.out}: {len(model):,} bytes, {'equal to' if same else 'NOT'} the sealed model"
    )
    return 0 if same else 1
