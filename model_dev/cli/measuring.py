"""Verbs that measure a model and choose its operating point."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from model_dev.cli.arguments import CONFIGS, Verbs, with_id
from model_dev.paths import Artefacts, write_bytes


def add_measuring(verbs: Verbs) -> None:
    """``calibrate``, ``gate``, ``evaluate`` and ``figures``."""
    jobs = (
        ("calibrate", "fit the operating point", _calibrate),
        ("gate", "compare int8 with float", _gate),
        ("evaluate", "measure on the test split", _evaluate),
    )
    for name, text, run in jobs:
        verb = with_id(verbs.add_parser(name, help=text))
        verb.add_argument("--model", type=Path, required=True, help="int8 TFLite file")
        verb.add_argument("--stores", type=Path, required=True)
        verb.add_argument("--cache", type=Path, default=Path("build/scores"))
        verb.set_defaults(run=run)
    figures = with_id(verbs.add_parser("figures", help="put the report's table into the README"))
    figures.set_defaults(run=_figures)


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
    write_bytes(plain, model)
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
    write_bytes(readme, put_figures(readme.read_text("utf-8"), report).encode())
    return 0
