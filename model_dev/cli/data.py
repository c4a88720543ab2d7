"""Verbs that turn data sets into crops."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model_dev.cli.arguments import Verbs, fixed_contract_blocks, with_detectors, with_id
from model_dev.paths import CONFIGS

if TYPE_CHECKING:
    import pandas as pd

    from model_dev.data.crop_store import CropStore
    from model_dev.data.crops import CropSettings
    from model_dev.leakage.shortcuts import CheckLimits


def add_data(verbs: Verbs) -> None:
    """``manifest build``, ``manifest check`` and ``crops``."""
    manifest = verbs.add_parser("manifest", help="list pictures, groups and splits")
    steps = manifest.add_subparsers(required=True, metavar="STEP")
    _add_build(steps)
    _add_check(steps)
    crops = with_detectors(
        verbs.add_parser("crops", help="cut and cache the network's input crops")
    )
    crops.add_argument("--root", type=Path, required=True)
    crops.add_argument("--manifest", type=Path, required=True)
    crops.add_argument("--out", type=Path, required=True, help="folder of the stores")
    crops.add_argument("--workers", type=int, default=2)
    crops.add_argument(
        "--training-only", action="store_true", help="only the crops that training needs"
    )
    crops.set_defaults(run=_crops)
    _add_tiles(verbs)


def _add_tiles(verbs: Verbs) -> None:
    tiles = with_detectors(
        verbs.add_parser("tiles", help="cut parts of large training pictures, not reduced")
    )
    tiles.add_argument("--root", type=Path, required=True)
    tiles.add_argument("--manifest", type=Path, required=True)
    tiles.add_argument("--source", action="append", required=True, help="of the training pictures")
    tiles.add_argument("--out", type=Path, required=True, help="folder of the store")
    tiles.add_argument("--workers", type=int, default=2)
    tiles.set_defaults(run=_tiles)


def _add_build(steps: Verbs) -> None:
    build = steps.add_parser("build", help="read every picture once and fix its split")
    build.add_argument("--root", type=Path, required=True, help="folder of the data sets")
    build.add_argument("--out", type=Path, required=True, help="Parquet file to write")
    build.add_argument(
        "--recipe", type=Path, action="append", help="TOML; default: all that have a folder"
    )
    build.set_defaults(run=_build)


def _add_check(steps: Verbs) -> None:
    check = steps.add_parser("check", help="prove that nothing is on both sides of a split")
    check.add_argument("manifest", type=Path, metavar="MANIFEST", help="Parquet file")
    check.add_argument("--root", type=Path, help="folder of the data sets, to measure shortcuts")
    check.add_argument(
        "--stores", type=Path, action="append", default=[], help="folder of crop stores to check"
    )
    check.add_argument("--json", type=Path, help="write the result to this file as well")
    check.add_argument("--workers", type=int, default=2)
    with_detectors(with_id(check)).set_defaults(run=_check)


def _build(arguments: argparse.Namespace) -> int:
    from edge_runtime.files.atomic_write import atomic_write
    from model_dev.data.manifest import build_manifest
    from model_dev.data.readers.entry import RecipeError
    from model_dev.data.recipe import read_recipe, recipes_below

    recipes = [read_recipe(path) for path in arguments.recipe or ()]
    absent: list[str] = []
    if not recipes:
        recipes, absent = recipes_below(arguments.root)
    if absent:
        print(f"skipped, no such folder below {arguments.root}: {', '.join(absent)}")
    if not recipes:
        raise RecipeError(f"no data set below {arguments.root}")
    manifest = build_manifest(recipes, arguments.root)
    with atomic_write(arguments.out) as temporary:
        manifest.rows.to_parquet(temporary)
    print(manifest.rows.groupby(["source", "label", "split"]).size().unstack().to_string())
    _report_left_out(manifest.left_out, arguments.out.with_suffix(".left_out.csv"))
    return 0


def _report_left_out(left_out: pd.DataFrame, out: Path) -> None:
    from model_dev.paths import write_bytes

    write_bytes(out, left_out.to_csv(index=False).encode())
    counts = left_out.groupby(["source", "reason"]).size()
    print(f"left out: {len(left_out)}, listed in {out.name}")
    for (source, reason), number in counts.items():
        print(f"  {source}: {number} {reason}")


def _check(arguments: argparse.Namespace) -> int:
    from model_dev.data.crop_store import find_stores, open_stores
    from model_dev.data.manifest import read_manifest
    from model_dev.leakage.manifest_check import balance, check_manifest
    from model_dev.leakage.manifest_report import check_report, report_json, report_text
    from model_dev.leakage.shortcuts import CheckLimits
    from model_dev.paths import sha256_of, write_bytes

    limits = CheckLimits.read(CONFIGS / "manifest_check.toml")
    manifest = read_manifest(arguments.manifest)
    stores = open_stores(find_stores(arguments.stores)) if arguments.stores else []
    findings = check_manifest(manifest, stores, limits.examples)
    measured: list[dict[str, Any]] | None = None
    unreadable: dict[str, int] = {}
    if arguments.root:
        measured, unreadable = _shortcuts(manifest, stores, limits, arguments)
    digest = sha256_of(arguments.manifest)
    report = check_report(digest, findings, balance(manifest), measured, unreadable)
    print(report_text(report))
    if arguments.json:
        write_bytes(arguments.json, report_json(report))
    return 0 if report["ok"] else 1


def _shortcuts(
    manifest: pd.DataFrame,
    stores: list[CropStore],
    limits: CheckLimits,
    arguments: argparse.Namespace,
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Measured on stored training crops, or without stores on crops cut for it."""
    from tempfile import TemporaryDirectory

    from model_dev.data.crop_store import CropStore, failure_counts
    from model_dev.data.crops import build_crops
    from model_dev.evaluation.report_spec import ReportSpec
    from model_dev.leakage.shortcuts import (
        draw_crops,
        draw_sample,
        measure_shortcuts,
        read_augmentation,
    )
    from model_dev.paths import BundlePaths

    augmentation = read_augmentation(BundlePaths(arguments.id).config)
    comparisons = ReportSpec.read(CONFIGS / "evaluation.toml").comparisons
    with TemporaryDirectory() as folder:
        failed: dict[str, int] = {}
        if not stores:
            sample, out = draw_sample(manifest, limits.pictures), Path(folder) / "sample"
            build_crops(sample, _training(arguments), out, arguments.workers)
            stores, failed = [CropStore.open(out)], failure_counts(out)
        crops = draw_crops(stores, limits.pictures)
        found, gone = measure_shortcuts(crops, arguments.root, comparisons, augmentation, limits)
    return found, {**failed, **({"no raw file": gone} if gone else {})}


def _crops(arguments: argparse.Namespace) -> int:
    from model_dev.data.crop_store import failure_counts
    from model_dev.data.manifest import read_manifest
    from model_dev.data.needed_stores import CropConfig, StoreBuilder
    from model_dev.leakage.manifest_report import counts_text

    config = CropConfig.read(CONFIGS / "crops.toml")
    cutter = config.cutter(fixed_contract_blocks())
    builder = StoreBuilder(_training(arguments), cutter, config.most, arguments.workers)
    build = builder.build_training if arguments.training_only else builder.build_all
    stored = build(read_manifest(arguments.manifest), arguments.out)
    for name, count in stored.items():
        failed = counts_text(failure_counts(arguments.out / name))
        print(f"{name}: {count} crops; failed: {failed}")
    return 0


def _tiles(arguments: argparse.Namespace) -> int:
    from model_dev.config_file import read_config_file
    from model_dev.data.crop_store import failure_counts
    from model_dev.data.crops import build_crops
    from model_dev.data.manifest import read_manifest
    from model_dev.data.tiles import TileCutter
    from model_dev.leakage.manifest_report import counts_text

    manifest = read_manifest(arguments.manifest)
    rows = manifest[manifest["source"].isin(arguments.source) & (manifest["split"] == "train")]
    cutter = read_config_file(TileCutter, CONFIGS / "tiles.toml")
    stored = build_crops(rows, _training(arguments), arguments.out, arguments.workers, cutter)
    failed = counts_text(failure_counts(arguments.out))
    print(f"{arguments.out.name}: {stored} tiles; failed: {failed}")
    return 0


def _training(arguments: argparse.Namespace) -> CropSettings:
    from edge_runtime.bundle.bundle import default_bundle
    from model_dev.data.needed_stores import training_settings

    detectors = arguments.detectors or default_bundle()
    return training_settings(arguments.root, fixed_contract_blocks(), detectors)
