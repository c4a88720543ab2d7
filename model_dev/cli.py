"""``model-dev``: from data sets to a sealed bundle, one verb a step."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from model_dev.paths import Artefacts, sha256_of

if TYPE_CHECKING:
    from model_dev.seal import Static

CONFIGS = Path(__file__).parent / "configs"
DETECTORS_HELP = "folder of the face detectors (default: the default bundle)"
DETECTORS = ("face_short_range.tflite", "face_full_range.tflite")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb.

    Returns:
        0 done; 1 the data, a check or a gate failed; 2 wrong usage.
    """
    from edge_runtime.errors import EdgeRuntimeError

    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except (EdgeRuntimeError, OSError, ValueError) as error:
        print(f"model-dev: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="model-dev", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    manifest = verbs.add_parser("manifest", help="list pictures, groups and splits")
    manifest.add_argument("--root", type=Path, required=True, help="folder of the data sets")
    manifest.add_argument("--out", type=Path, required=True, help="Parquet file to write")
    manifest.add_argument("--recipe", type=Path, action="append", help="TOML; default: all")
    manifest.set_defaults(run=_manifest)
    crops = verbs.add_parser("crops", help="cut and cache what the network will see")
    crops.add_argument("--root", type=Path, required=True)
    crops.add_argument("--manifest", type=Path, required=True)
    crops.add_argument("--out", type=Path, required=True, help="folder of the stores")
    crops.add_argument("--detectors", type=Path, help=DETECTORS_HELP)
    crops.add_argument("--workers", type=int, default=2)
    crops.set_defaults(run=_crops)
    train = _with_id(verbs.add_parser("train", help="train, or resume training"))
    train.add_argument("--stores", type=Path, required=True)
    train.add_argument("--out", type=Path, required=True, help="folder of the run")
    train.add_argument("--start", type=Path, help="weights to start from")
    train.set_defaults(run=_train)
    export = _with_id(verbs.add_parser("export", help="checkpoint to float TFLite"))
    export.add_argument("--out", type=Path, required=True)
    export.set_defaults(run=_export)
    quantize = _with_id(verbs.add_parser("quantize", help="float to int8, on pictures"))
    quantize.add_argument("--data", type=Path, required=True, help="crop stores")
    quantize.add_argument("--count", type=int, default=400, help="pictures at least")
    quantize.add_argument("--out", type=Path, required=True)
    quantize.set_defaults(run=_quantize)
    _measuring(verbs)
    figures = _with_id(verbs.add_parser("figures", help="put the report's table into the README"))
    figures.set_defaults(run=_figures)
    rebuild = _with_id(verbs.add_parser("rebuild", help="the shipped model again, byte for byte"))
    rebuild.add_argument("--out", type=Path, required=True)
    rebuild.set_defaults(run=_rebuild)
    return parser


def _measuring(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    jobs = (
        ("calibrate", "fit the operating point", _calibrate),
        ("gate", "compare int8 with float", _gate),
        ("evaluate", "measure on the test split", _evaluate),
    )
    for name, text, run in jobs:
        verb = _with_id(verbs.add_parser(name, help=text))
        verb.add_argument("--model", type=Path, required=True, help="int8 TFLite file")
        verb.add_argument("--stores", type=Path, required=True)
        verb.add_argument("--cache", type=Path, default=Path("build/scores"))
        verb.set_defaults(run=run)
    seal = _with_id(verbs.add_parser("seal", help="put the bundle together and prove it"))
    seal.add_argument("--model", type=Path, required=True)
    seal.add_argument("--detectors", type=Path, help=DETECTORS_HELP)
    seal.add_argument(
        "--golden", type=Path, nargs="*", default=[], help="pictures that may be published"
    )
    seal.set_defaults(run=_seal)


def _with_id(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--id", default="gds-v1", help="bundle (default: %(default)s)")
    return parser


def _manifest(arguments: argparse.Namespace) -> int:
    from model_dev.manifest import build_manifest
    from model_dev.recipe import RECIPES, read_recipe

    paths = arguments.recipe or sorted(RECIPES.glob("*.toml"))
    table = build_manifest([read_recipe(path) for path in paths], arguments.root)
    temporary = arguments.out.with_suffix(".tmp")
    table.to_parquet(temporary)
    temporary.replace(arguments.out)
    print(table.groupby(["source", "label", "split"]).size().unstack().to_string())
    return 0


def _crops(arguments: argparse.Namespace) -> int:
    import pandas as pd

    from edge_runtime.bundle import default_bundle
    from model_dev.crops import build_all

    manifest = pd.read_parquet(arguments.manifest)
    detectors = arguments.detectors or default_bundle()
    stored = build_all(
        manifest, arguments.root, _static(), detectors, arguments.out, arguments.workers
    )
    for name, count in stored.items():
        print(f"{name}: {count} crops")
    return 0


def _train(arguments: argparse.Namespace) -> int:
    from model_dev.train import read_config, train

    validation = arguments.stores / "clean" / "validation"
    train(
        read_config(Artefacts(arguments.id).config),
        [arguments.stores / "train"],
        validation if validation.is_dir() else None,
        arguments.out,
        arguments.start,
    )
    print(f"weights: {arguments.out / 'final.weights.h5'}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from model_dev.rebuild import float_model

    artefacts = Artefacts(arguments.id)
    model, parameters = float_model(artefacts.config, artefacts.checkpoint)
    _write(arguments.out, model)
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
    _write(arguments.out, quantized)
    print(f"{arguments.out}: {len(quantized):,} bytes, int8, {len(calibration.pictures)} pictures")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    from edge_runtime.bundle import Bundle
    from model_dev.rebuild import rebuild

    artefacts = Artefacts(arguments.id)
    model = rebuild(artefacts)
    _write(arguments.out, model)
    contract = Bundle.open(artefacts.bundle).contract
    same = hashlib.sha256(model).hexdigest() == contract.files[contract.model.file].sha256
    print(
        f"{arguments.out}: {len(model):,} bytes, {'equal to' if same else 'NOT'} the sealed model"
    )
    return 0 if same else 1


def _calibrate(arguments: argparse.Namespace) -> int:
    from model_dev.calibrate import Limits, calibrate
    from model_dev.crop_scores import network_of_file, score
    from model_dev.crop_store import find_stores, open_stores

    stores = open_stores(find_stores([arguments.stores]))
    network = network_of_file(arguments.model)
    scores = score(network, stores, "calibration", arguments.cache)
    limits = Limits.read(CONFIGS / "operating_point.toml")
    point = calibrate(scores, limits, Artefacts(arguments.id).operating_point, arguments.id)
    print(point)
    return 0


def _gate(arguments: argparse.Namespace) -> int:
    from model_dev.calibrate import read_operating_point
    from model_dev.crop_scores import network_of_file
    from model_dev.crop_store import find_stores
    from model_dev.gate import GateLimits, gate
    from model_dev.rebuild import float_model

    artefacts = Artefacts(arguments.id)
    model, _ = float_model(artefacts.config, artefacts.checkpoint)
    plain = arguments.cache / f"{arguments.id}-float32.tflite"
    _write(plain, model)
    report = gate(
        network_of_file(plain),
        network_of_file(arguments.model),
        read_operating_point(artefacts.operating_point / f"{arguments.id}.json").rule(),
        find_stores([arguments.stores]),
        artefacts.report / "gate.json",
        GateLimits.read(CONFIGS / "gate.toml"),
        arguments.cache,
    )
    print("\n".join(report["failures"]) or "the gate is passed")
    return 0 if report["passed"] else 1


def _evaluate(arguments: argparse.Namespace) -> int:
    from model_dev.calibrate import read_operating_point
    from model_dev.crop_scores import network_of_file
    from model_dev.crop_store import find_stores
    from model_dev.evaluate import Plan, Subject, evaluate_subject

    artefacts = Artefacts(arguments.id)
    decision = read_operating_point(artefacts.operating_point / f"{arguments.id}.json").rule()
    evaluate_subject(
        Subject(arguments.id, network_of_file(arguments.model), decision),
        find_stores([arguments.stores]),
        artefacts.report,
        Plan.read(CONFIGS / "evaluation.toml"),
        arguments.cache,
    )
    print((artefacts.report / "report.md").read_text("utf-8"))
    return 0


def _figures(arguments: argparse.Namespace) -> int:
    from model_dev.paths import REPOSITORY
    from model_dev.readme_figures import put_figures

    report = json.loads((Artefacts(arguments.id).report / "report.json").read_text("utf-8"))
    readme = REPOSITORY / "README.md"
    _write(readme, put_figures(readme.read_text("utf-8"), report).encode())
    return 0


def _seal(arguments: argparse.Namespace) -> int:
    from edge_runtime.bundle import default_bundle
    from model_dev.calibrate import read_operating_point
    from model_dev.golden import golden_crops, make_golden
    from model_dev.rebuild import float_model
    from model_dev.seal import Model, seal

    artefacts = Artefacts(arguments.id)
    point = artefacts.operating_point / f"{arguments.id}.json"
    model = arguments.model.read_bytes()
    detectors = arguments.detectors or default_bundle()
    bundle = seal(
        artefacts.bundle,
        Model(arguments.id, model, float_model(artefacts.config, artefacts.checkpoint)[1]),
        {name: (detectors / name).read_bytes() for name in DETECTORS},
        read_operating_point(point).rule(),
        _static(),
        _provenance(artefacts, point),
        artefacts.report / "report.json",
        f"model_dev/reports/{arguments.id}/report.json",
        make_golden(model, golden_crops(arguments.golden, 224), margin_steps=6),
    )
    _write(artefacts.bundle.parent / "DEFAULT", f"{arguments.id}\n".encode())
    print(f"sealed {bundle.contract.id}, sha256 {bundle.sha256}")
    return 0


def _provenance(artefacts: Artefacts, point: Path) -> dict[str, object]:
    from importlib.metadata import version

    from model_dev.train import read_config

    mixtures = read_config(artefacts.config).mixtures
    return {
        "created": date.today().isoformat(),
        "checkpoint_sha256": sha256_of(artefacts.checkpoint),
        "calibration_sha256": sha256_of(artefacts.calibration),
        "operating_point_sha256": sha256_of(point),
        "training_sources": sorted({name for part in mixtures for name in part.real + part.fake}),
        "tool_versions": {
            name: version(name) for name in ("tensorflow", "keras", "ai-edge-litert")
        },
    }


def _static() -> Static:
    from model_dev.seal import Static

    return Static.read(CONFIGS / "contract.toml")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


if __name__ == "__main__":
    sys.exit(main())
