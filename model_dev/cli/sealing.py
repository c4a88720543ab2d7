"""The verb that puts a bundle together."""

from __future__ import annotations

import argparse
from pathlib import Path

from model_dev.cli.arguments import Verbs, fixed_contract_blocks, with_detectors, with_id
from model_dev.paths import BundlePaths, sha256_of, write_bytes

DETECTORS = ("face_short_range.tflite", "face_full_range.tflite")


def add_sealing(verbs: Verbs) -> None:
    """``seal``."""
    seal = verbs.add_parser("seal", help="put the bundle together and prove it")
    with_detectors(with_id(seal)).add_argument("--model", type=Path, required=True)
    seal.add_argument(
        "--golden", type=Path, nargs="*", default=[], help="pictures that may be published"
    )
    seal.set_defaults(run=_seal)


def _seal(arguments: argparse.Namespace) -> int:
    from edge_runtime.bundle.bundle import default_bundle
    from model_dev.conversion.rebuild import float_model
    from model_dev.evaluation.calibrate import read_operating_point
    from model_dev.sealing.golden import golden_crops, make_golden
    from model_dev.sealing.seal import BundleParts, Model, seal

    paths = BundlePaths(arguments.id)
    point = paths.operating_point / f"{arguments.id}.json"
    model = arguments.model.read_bytes()
    detectors = arguments.detectors or default_bundle()
    parts = BundleParts(
        Model(arguments.id, model, float_model(paths.config, paths.checkpoint)[1]),
        {name: (detectors / name).read_bytes() for name in DETECTORS},
        read_operating_point(point).rule(),
        fixed_contract_blocks(),
        _provenance(paths, point),
        paths.report / "report.json",
        f"model_dev/reports/{arguments.id}/report.json",
        make_golden(model, golden_crops(arguments.golden, 224), margin_steps=6),
    )
    bundle = seal(paths.bundle, parts)
    write_bytes(paths.bundle.parent / "DEFAULT", f"{arguments.id}\n".encode())
    print(f"sealed {bundle.contract.id}, sha256 {bundle.sha256}")
    return 0


def _provenance(paths: BundlePaths, point: Path) -> dict[str, object]:
    from datetime import date
    from importlib.metadata import version

    from model_dev.training.config import read_config

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
