"""Verbs that train further networks and compare them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model_dev.cli.arguments import CONFIGS, Verbs
from model_dev.paths import Artefacts, write_bytes


def add_experiments(verbs: Verbs) -> None:
    """``ablate`` and ``finetune``."""
    ablate = verbs.add_parser("ablate", help="train variants alike and compare them")
    ablate.add_argument("--stores", type=Path, required=True, help="folder of the crop stores")
    ablate.add_argument("--config", type=Path, default=CONFIGS / "ablation.toml", help="TOML")
    _with_run(ablate).set_defaults(run=_ablate)
    finetune = verbs.add_parser("finetune", help="train a bundle further on your own crops")
    finetune.add_argument("bundle", metavar="BUNDLE_ID")
    finetune.add_argument("--stores", type=Path, required=True, help="your crop stores")
    finetune.add_argument(
        "--keep", type=Path, required=True, help="crop stores of what must not be forgotten"
    )
    finetune.add_argument("--config", type=Path, default=CONFIGS / "finetune.toml", help="TOML")
    _with_run(finetune).set_defaults(run=_finetune)


def _with_run(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    verb.add_argument("--out", type=Path, required=True, help="folder of the runs and the report")
    verb.add_argument(
        "--test",
        action="store_true",
        help="measure on the test split, for a final report (default: validation, calibration)",
    )
    return verb


def _ablate(arguments: argparse.Namespace) -> int:
    from model_dev.evaluation.ablate import ablate
    from model_dev.evaluation.ablation_plan import AblationPlan
    from model_dev.evaluation.ablation_text import ablation_text
    from model_dev.training.train import read_config

    plan = AblationPlan.read(arguments.config)
    base = read_config(Artefacts(plan.base).config)
    report = ablate(plan, base, arguments.stores, arguments.out, _splits(arguments))
    _write(arguments.out / "ablation", report, ablation_text(report))
    return 0


def _finetune(arguments: argparse.Namespace) -> int:
    from model_dev.training.finetune import finetune
    from model_dev.training.finetune_config import FinetuneConfig
    from model_dev.training.finetune_text import finetune_text

    report = finetune(
        Artefacts(arguments.bundle),
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
