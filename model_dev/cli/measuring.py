"""Verbs that measure a model on crops."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from model_dev.cli.arguments import Verbs, with_id
from model_dev.paths import CONFIGS, REPORTS, REPOSITORY, BundlePaths, write_bytes

if TYPE_CHECKING:
    from model_dev.evaluation.evaluate import EvaluatedModel


def add_measuring(verbs: Verbs) -> None:
    """``export-check``, ``evaluate``, ``invariance``, ``figures`` and ``curve``."""
    check = verbs.add_parser("export-check", help="compare the exported formats with Keras")
    with_id(check).add_argument("--model", type=Path, required=True, help="int8 TFLite file")
    _with_stores(check).set_defaults(run=_export_check)
    _add_evaluate(verbs)
    _add_invariance(verbs)
    figures = with_id(verbs.add_parser("figures", help="put the report's table into the README"))
    figures.set_defaults(run=_figures)
    curve = verbs.add_parser("curve", help="add bundles to the curve by bundle, and draw it")
    curve.add_argument("contracts", nargs="*", type=Path, metavar="CONTRACT.json")
    curve.set_defaults(run=_curve)


def _add_evaluate(verbs: Verbs) -> None:
    verb = _with_model(verbs.add_parser("evaluate", help="measure on the test split"))
    _with_stores(verb).set_defaults(run=_evaluate)


def _add_invariance(verbs: Verbs) -> None:
    help_ = "measure how edits that say nothing about a picture's origin change its score"
    verb = _with_model(verbs.add_parser("invariance", help=help_))
    verb.add_argument("--split", default="validation", choices=("validation", "test"))
    verb.add_argument("--count", type=int, default=200, help="crops of each source and class")
    _with_stores(verb).set_defaults(run=_invariance)


def _with_model(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    subject = with_id(verb).add_mutually_exclusive_group(required=True)
    subject.add_argument("bundle", nargs="?", metavar="BUNDLE", help="folder or id")
    subject.add_argument("--model", type=Path, help="int8 TFLite file that is not sealed yet")
    verb.add_argument("--out", type=Path, help="folder of the report")
    return verb


def _with_stores(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    verb.add_argument("--stores", type=Path, required=True)
    verb.add_argument("--cache", type=Path, default=Path("build/scores"))
    return verb


def _export_check(arguments: argparse.Namespace) -> int:
    from model_dev.data.crop_store import find_stores
    from model_dev.evaluation.calibrate import read_operating_point
    from model_dev.evaluation.crop_scores import network_of_file
    from model_dev.export_check.comparison import (
        CheckedNetworks,
        add_layer_errors,
        check_export,
        write,
    )
    from model_dev.export_check.evaluated_models import exported_files, reference_network
    from model_dev.export_check.limits import ExportCheckLimits

    paths = BundlePaths(arguments.id)
    files = exported_files(paths, arguments.model, arguments.cache)
    limits = ExportCheckLimits.read(CONFIGS / "export_check.toml")
    stores = find_stores([arguments.stores])
    networks = CheckedNetworks(
        reference_network(paths, files["float32"].read_bytes()),
        {name: network_of_file(path) for name, path in files.items()},
        read_operating_point(paths.operating_point / f"{arguments.id}.json").rule(),
    )
    report = check_export(networks, stores, paths.report, limits, arguments.cache)
    if not report["passed"]:
        models = {name: path.read_bytes() for name, path in files.items()}
        write(add_layer_errors(report, models, stores, limits), paths.report)
    print("\n".join(report["failures"]) or "the export check is passed")
    print("\n".join(f"undecided: {line}" for line in report["undecided"]))
    return 0 if report["passed"] else 1


def _evaluate(arguments: argparse.Namespace) -> int:
    from model_dev.data.crop_store import find_stores
    from model_dev.evaluation.evaluate import evaluate_model
    from model_dev.evaluation.report_spec import ReportSpec

    model, out = _model_and_folder(arguments)
    stores = find_stores([arguments.stores])
    spec = ReportSpec.read(CONFIGS / "evaluation.toml")
    evaluate_model(model, stores, out, spec, arguments.cache)
    print((out / "report.md").read_text("utf-8"))
    return 0


def _invariance(arguments: argparse.Namespace) -> int:
    from model_dev.data.crop_store import find_stores, open_stores
    from model_dev.evaluation.invariance import Sample, measure_invariance
    from model_dev.evaluation.invariance_report import draw_invariance, invariance_text
    from model_dev.evaluation.report_spec import ReportSpec

    model, out = _model_and_folder(arguments)
    stores = open_stores(find_stores([arguments.stores]))
    sample = Sample(arguments.split, arguments.count)
    spec = ReportSpec.read(CONFIGS / "evaluation.toml")
    report = measure_invariance(model, stores, sample, spec, arguments.cache)
    out.mkdir(parents=True, exist_ok=True)
    draw_invariance(report, out / "invariance.png")
    write_bytes(out / "invariance.md", invariance_text(report).encode())
    write_bytes(out / "invariance.json", (json.dumps(report, indent=1) + "\n").encode())
    print(out / "invariance.md")
    return 0


def _model_and_folder(arguments: argparse.Namespace) -> tuple[EvaluatedModel, Path]:
    model = _sealed(arguments.bundle) if arguments.bundle else _unsealed(arguments)
    # A sealed bundle names its report's hash: measuring it again must not replace that report.
    usual = Path("build/reports") / model.id if arguments.bundle else BundlePaths(model.id).report
    return model, arguments.out or usual


def _sealed(bundle: str) -> EvaluatedModel:
    from model_dev.evaluation.evaluate import evaluated_bundle

    own = BundlePaths(bundle).bundle
    return evaluated_bundle(own if own.is_dir() else Path(bundle))


def _unsealed(arguments: argparse.Namespace) -> EvaluatedModel:
    from model_dev.evaluation.calibrate import read_operating_point
    from model_dev.evaluation.crop_scores import network_of_file
    from model_dev.evaluation.evaluate import EvaluatedModel

    point = BundlePaths(arguments.id).operating_point / f"{arguments.id}.json"
    network = network_of_file(arguments.model)
    return EvaluatedModel(arguments.id, network, read_operating_point(point).rule())


def _figures(arguments: argparse.Namespace) -> int:
    from model_dev.sealing.readme_figures import put_figures

    report = json.loads((BundlePaths(arguments.id).report / "report.json").read_text("utf-8"))
    readme = REPOSITORY / "README.md"
    write_bytes(readme, put_figures(readme.read_text("utf-8"), report).encode())
    return 0


def _curve(arguments: argparse.Namespace) -> int:
    from edge_runtime.files.page_section import fill_section
    from model_dev.experiments.curve import CurvePlan, add_bundles, curve_text, draw_curve

    file = REPORTS / "curve.json"
    earlier = json.loads(file.read_text("utf-8")) if file.is_file() else None
    contracts = [json.loads(path.read_text("utf-8")) for path in arguments.contracts]
    curve = add_bundles(earlier, contracts, CurvePlan.read(CONFIGS / "curve.toml"))
    write_bytes(file, (json.dumps(curve, indent=1) + "\n").encode())
    draw_curve(curve, REPORTS / "curve.png")
    page = REPOSITORY / "model_dev" / "EXPERIMENTS.md"
    filled = fill_section(page.read_text("utf-8"), "curve", curve_text(curve))
    write_bytes(page, filled.encode())
    return 0
