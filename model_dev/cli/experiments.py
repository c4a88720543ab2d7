"""Verbs that train further networks and compare them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model_dev.cli.arguments import Verbs, fixed_contract_blocks, with_detectors, with_id
from model_dev.paths import CONFIGS, BundlePaths, write_bytes

TUNING_SPLITS = ("validation", "calibration")


def add_experiments(verbs: Verbs) -> None:
    """``ablate``, ``finetune`` and ``views``."""
    ablate = verbs.add_parser("ablate", help="train variants alike and compare them")
    ablate.add_argument("--stores", type=Path, required=True, help="folder of the crop stores")
    ablate.add_argument("--config", type=Path, default=CONFIGS / "ablation.toml", help="TOML")
    _with_run(ablate).set_defaults(run=_ablate)
    finetune = verbs.add_parser("finetune", help="train a bundle further on your own crops")
    finetune.add_argument("bundle", metavar="BUNDLE_ID")
    finetune.add_argument("--stores", type=Path, required=True, help="your crop stores")
    finetune.add_argument(
        "--keep",
        type=Path,
        required=True,
        help="crop stores that must not be forgotten",
    )
    finetune.add_argument("--config", type=Path, default=CONFIGS / "finetune.toml", help="TOML")
    _with_run(finetune).set_defaults(run=_finetune)
    views = with_detectors(
        with_id(verbs.add_parser("views", help="compare whole pictures with parts as input"))
    )
    views.add_argument("--model", type=Path, required=True, help="int8 TFLite file")
    views.add_argument("--root", type=Path, required=True, help="folder of the data sets")
    views.add_argument("--manifest", type=Path, required=True)
    views.add_argument("--real", nargs="+", required=True, metavar="SOURCE")
    views.add_argument("--fake", nargs="+", required=True, metavar="SOURCE")
    views.add_argument("--store", type=Path, required=True, help="folder of the views, cached")
    views.add_argument("--cache", type=Path, default=Path("build/scores"))
    views.set_defaults(run=_views)


def _with_run(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    verb.add_argument("--out", type=Path, required=True, help="folder of the runs and the report")
    verb.add_argument(
        "--test",
        action="store_true",
        help="measure on the test split, for a final report (default: validation, calibration)",
    )
    return verb


def _ablate(arguments: argparse.Namespace) -> int:
    from model_dev.experiments.ablate import ablate
    from model_dev.experiments.ablation_plan import AblationPlan
    from model_dev.experiments.ablation_text import ablation_text
    from model_dev.training.lineage import find_config

    plan = AblationPlan.read(arguments.config)
    base = find_config(plan.base)
    report = ablate(plan, base, arguments.stores, arguments.out, _splits(arguments))
    _write(arguments.out / "ablation", report, ablation_text(report))
    return 0


def _views(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    import pandas as pd

    from edge_runtime.bundle.bundle import default_bundle
    from model_dev.data.crop_store import CropStore
    from model_dev.data.crops import build_crops
    from model_dev.data.manifest import read_manifest
    from model_dev.data.needed_stores import training_settings
    from model_dev.evaluation.crop_scores import network_of_file, score
    from model_dev.evaluation.report_spec import ReportSpec
    from model_dev.experiments.view_policy import ViewCutter, compare_policies, policy_text
    from model_dev.statistics.metrics import Bootstrap

    manifest = read_manifest(arguments.manifest)
    wanted = manifest["source"].isin([*arguments.real, *arguments.fake])
    rows = manifest[wanted & manifest["split"].isin(TUNING_SPLITS)]
    detectors = arguments.detectors or default_bundle()
    settings = training_settings(arguments.root, fixed_contract_blocks(), detectors)
    build_crops(rows, replace(settings, tier="clean"), arguments.store, cut=ViewCutter())
    store, network = CropStore.open(arguments.store), network_of_file(arguments.model)
    splits = [split for split in TUNING_SPLITS if store.rows["split"].eq(split).any()]
    scores = pd.concat([score(network, [store], split, arguments.cache) for split in splits])
    spec = ReportSpec.read(CONFIGS / "evaluation.toml")
    bootstrap = Bootstrap(spec.replicates, spec.seed)
    report = {
        "model_sha256": network.sha256,
        **compare_policies(scores, arguments.real, arguments.fake, bootstrap),
    }
    _write(BundlePaths(arguments.id).report / "views", report, policy_text(report, network.sha256))
    return 0


def _finetune(arguments: argparse.Namespace) -> int:
    from model_dev.experiments.finetune import finetune
    from model_dev.experiments.finetune_config import FinetuneConfig
    from model_dev.experiments.finetune_text import finetune_text

    report = finetune(
        BundlePaths(arguments.bundle),
        FinetuneConfig.read(arguments.config),
        arguments.stores,
        arguments.keep,
        arguments.out,
        _splits(arguments),
    )
    _write(arguments.out / "finetune", report, finetune_text(report))
    return 0


def _splits(arguments: argparse.Namespace) -> tuple[str, ...]:
    return ("test",) if arguments.test else ("validation", "calibration")


def _write(path: Path, report: Mapping[str, Any], text: str) -> None:
    write_bytes(path.with_suffix(".json"), (json.dumps(report, indent=1) + "\n").encode())
    write_bytes(path.with_suffix(".md"), text.encode())
    print(text)
