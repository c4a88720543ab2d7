"""Verbs that put a bundle together."""

from __future__ import annotations

import argparse
from pathlib import Path

from model_dev.cli.arguments import Verbs, fixed_contract_blocks, with_id
from model_dev.paths import REPOSITORY, BundlePaths, sha256_of, write_bytes


def add_sealing(verbs: Verbs) -> None:
    """``seal`` and ``reseal``."""
    seal = with_id(verbs.add_parser("seal", help="put the bundle together and prove it"))
    _with_detectors(seal).add_argument("--model", type=Path, required=True)
    seal.add_argument(
        "--golden", type=Path, nargs="*", default=[], help="pictures that may be published"
    )
    seal.set_defaults(run=_seal)
    help_ = "write a sealed bundle anew with the rules of configs/contract.toml"
    again = _with_detectors(verbs.add_parser("reseal", help=help_))
    again.add_argument("bundle", metavar="BUNDLE", help="folder or id")
    again.set_defaults(run=_reseal)


def _with_detectors(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    help_ = "folder of the face detectors (default: made from the committed ONNX file)"
    verb.add_argument("--detectors", type=Path, help=help_)
    return verb


def _seal(arguments: argparse.Namespace) -> int:
    from model_dev.conversion.rebuild import float_model
    from model_dev.evaluation.calibrate import read_operating_point
    from model_dev.sealing.face_detectors import face_detectors
    from model_dev.sealing.golden import golden_crops, make_golden
    from model_dev.sealing.seal import BundleParts, Model, seal

    paths, fixed = BundlePaths(arguments.id), fixed_contract_blocks()
    point = paths.operating_point / f"{arguments.id}.json"
    model = arguments.model.read_bytes()
    parts = BundleParts(
        Model(arguments.id, model, float_model(paths.config, paths.checkpoint)[1]),
        face_detectors(fixed.faces, arguments.detectors),
        read_operating_point(point).rule(),
        fixed,
        _provenance(paths, point),
        paths.report / "report.json",
        f"model_dev/reports/{arguments.id}/report.json",
        make_golden(model, golden_crops(arguments.golden, 224), margin_steps=6),
    )
    bundle = seal(paths.bundle, parts)
    write_bytes(paths.bundle.parent / "DEFAULT", f"{arguments.id}\n".encode())
    print(f"sealed {bundle.contract.id}, sha256 {bundle.sha256}")
    return 0


def _reseal(arguments: argparse.Namespace) -> int:
    from model_dev.sealing.face_detectors import face_detectors
    from model_dev.sealing.reseal import reseal

    own, fixed = BundlePaths(arguments.bundle).bundle, fixed_contract_blocks()
    folder = own if own.is_dir() else Path(arguments.bundle)
    detectors = face_detectors(fixed.faces, arguments.detectors)
    bundle = reseal(folder, fixed, detectors, REPOSITORY)
    print(f"sealed {bundle.contract.id}, sha256 {bundle.sha256}")
    return 0


def _provenance(paths: BundlePaths, point: Path) -> dict[str, object]:
    from datetime import date
    from importlib.metadata import version

    from model_dev.training.bundle_recipe import read_config

    config = read_config(paths.config)
    return {
        "created": date.today().isoformat(),
        "checkpoint_sha256": sha256_of(paths.checkpoint),
        "calibration_sha256": sha256_of(paths.calibration),
        "operating_point_sha256": sha256_of(point),
        "training_sources": sorted({*config.sources(), *config.earlier_sources}),
        "tool_versions": {
            name: version(name) for name in ("tensorflow", "keras", "ai-edge-litert")
        },
    }
