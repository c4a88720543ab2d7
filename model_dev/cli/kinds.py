"""Verbs that judge whole pictures of a split: ``kinds`` and ``calibrate``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from model_dev.cli.arguments import Verbs, fixed_contract_blocks, with_id
from model_dev.paths import CONFIGS, REPORTS, BundlePaths, default_bundle_id, write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from edge_runtime.bundle.bundle import Bundle
    from model_dev.evaluation.scanned_pictures import SeenPicture, VerdictRules
    from model_dev.evaluation.whole_scan import Edit

SPLITS = ("validation", "calibration", "test", "unseen")
REPLICATES, SEED = 1000, 20261201


def add_kinds(verbs: Verbs) -> None:
    """``calibrate`` and ``kinds``."""
    calibrate = with_id(verbs.add_parser("calibrate", help="fit the operating point"))
    calibrate.add_argument("--model", type=Path, required=True, help="int8 TFLite file")
    calibrate.add_argument(
        "--frame", default=default_bundle_id(), help="bundle whose face detectors are used"
    )
    _with_pictures(calibrate).set_defaults(run=_calibrate)
    kinds = verbs.add_parser("kinds", help="verdicts on each kind of picture")
    kinds.add_argument("bundle", metavar="BUNDLE", help="folder or id")
    kinds.add_argument("--model", type=Path, help="int8 TFLite file in place of the bundle's")
    kinds.add_argument("--id", help="with --model: whose operating point is applied")
    _with_pictures(kinds)
    kinds.add_argument("--split", required=True, choices=SPLITS)
    kinds.add_argument("--most", type=int, default=300, help="pictures of each origin and class")
    kinds.add_argument("--out", type=Path, default=REPORTS / "kinds", help="folder of the report")
    kinds.set_defaults(run=_kinds)


def _with_pictures(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    verb.add_argument("--root", type=Path, required=True, help="data root")
    verb.add_argument("--manifest", type=Path, required=True)
    verb.add_argument("--cache", type=Path, default=Path("build/seen"))
    verb.add_argument("--workers", type=int, default=2, help="threads that scan")
    return verb


def _calibrate(arguments: argparse.Namespace) -> int:
    from model_dev.conversion.int8_check import check_operators
    from model_dev.evaluation.calibrate import Limits, calibrate
    from model_dev.evaluation.kinds import labelled
    from model_dev.evaluation.thresholds import STORED
    from model_dev.evaluation.whole_scan import stored, tier_edit

    check_operators(arguments.model.read_bytes())
    limits = Limits.read(CONFIGS / "operating_point.toml")
    edits = {STORED: stored, **{name: tier_edit(name) for name in limits.tiers}}
    table = _drawn(arguments, "calibration", limits.pictures_per_origin)
    bundle, seen = _scanned(arguments, _folder(arguments.frame), table, edits)
    point = calibrate(
        list(labelled(table, limits.pictures_per_kind, seen)),
        bundle.contract.pooling,
        bundle.contract.second_look.limit,
        limits,
        BundlePaths(arguments.id).operating_point / f"{arguments.id}.json",
    )
    print(point)
    return 0


def _kinds(arguments: argparse.Namespace) -> int:
    from model_dev.evaluation.kinds import labelled
    from model_dev.evaluation.kinds_report import LEAST, MeasuredModel, kinds_report
    from model_dev.evaluation.kinds_text import draw_kinds, kinds_text
    from model_dev.evaluation.thresholds import STORED
    from model_dev.evaluation.whole_scan import stored
    from model_dev.statistics.metrics import Bootstrap

    if (arguments.model is None) != (arguments.id is None):
        raise ValueError("--model and --id belong together")
    folder = _folder(arguments.bundle)
    table = _drawn(arguments, arguments.split, arguments.most)
    bundle, seen = _scanned(arguments, folder, table, {STORED: stored})
    contract = bundle.contract
    model = MeasuredModel(
        arguments.id or contract.id,
        contract.files[contract.model.file].sha256,
        arguments.split,
        arguments.most,
        _rules(arguments, folder, bundle),
    )
    report = kinds_report(list(labelled(table, LEAST, seen)), model, Bootstrap(REPLICATES, SEED))
    name = f"{model.id}-{model.split}"
    text = kinds_text(report, f"{name}.png")
    write_bytes(arguments.out / f"{name}.json", (json.dumps(report, indent=1) + "\n").encode())
    draw_kinds(report, arguments.out / f"{name}.png")
    write_bytes(arguments.out / f"{name}.md", text.encode())
    print(text)
    return 0


def _drawn(arguments: argparse.Namespace, split: str, most: int) -> pd.DataFrame:
    from model_dev.data.manifest import read_manifest
    from model_dev.evaluation.whole_scan import draw_split

    return draw_split(read_manifest(arguments.manifest), split, most)


def _scanned(
    arguments: argparse.Namespace, frame: Path, table: pd.DataFrame, edits: Mapping[str, Edit]
) -> tuple[Bundle, list[dict[str, SeenPicture]]]:
    """The bundle that decides every region, and what it sees of the drawn pictures."""
    import tempfile

    from model_dev.evaluation.whole_scan import UnsealedModel, open_frame, scan_pictures

    model = None
    if arguments.model is not None:
        model = UnsealedModel(arguments.model.read_bytes(), fixed_contract_blocks())
    files = [arguments.root / path for path in table["path"]]
    with tempfile.TemporaryDirectory() as folder:
        bundle = open_frame(frame, Path(folder), model)
        return bundle, scan_pictures(bundle, files, edits, arguments.cache, arguments.workers)


def _rules(arguments: argparse.Namespace, folder: Path, bundle: Bundle) -> VerdictRules:
    """The rules of the verdict: as sealed, or those that the model would be sealed with."""
    from edge_runtime.bundle.bundle import Bundle
    from model_dev.evaluation.calibrate import read_operating_point
    from model_dev.evaluation.scanned_pictures import VerdictRules

    if arguments.model is None:
        return VerdictRules.of(Bundle.open(folder).contract)
    point = BundlePaths(arguments.id).operating_point / f"{arguments.id}.json"
    contract = bundle.contract
    return VerdictRules(
        read_operating_point(point).rule(), contract.pooling, contract.second_look.limit
    )


def _folder(bundle: str) -> Path:
    own = BundlePaths(bundle).bundle
    return own if own.is_dir() else Path(bundle)
