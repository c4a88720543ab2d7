"""Verbs that turn data sets into crops."""

from __future__ import annotations

import argparse
from pathlib import Path

from model_dev.cli.arguments import Verbs, static, with_detectors


def add_data(verbs: Verbs) -> None:
    """``manifest`` and ``crops``."""
    manifest = verbs.add_parser("manifest", help="list pictures, groups and splits")
    manifest.add_argument("--root", type=Path, required=True, help="folder of the data sets")
    manifest.add_argument("--out", type=Path, required=True, help="Parquet file to write")
    manifest.add_argument("--recipe", type=Path, action="append", help="TOML; default: all")
    manifest.set_defaults(run=_manifest)
    crops = with_detectors(
        verbs.add_parser("crops", help="cut and cache what the network will see")
    )
    crops.add_argument("--root", type=Path, required=True)
    crops.add_argument("--manifest", type=Path, required=True)
    crops.add_argument("--out", type=Path, required=True, help="folder of the stores")
    crops.add_argument("--workers", type=int, default=2)
    crops.set_defaults(run=_crops)


def _manifest(arguments: argparse.Namespace) -> int:
    from edge_runtime.replacing import replacing
    from model_dev.manifest import build_manifest
    from model_dev.recipe import RECIPES, read_recipe

    paths = arguments.recipe or sorted(RECIPES.glob("*.toml"))
    table = build_manifest([read_recipe(path) for path in paths], arguments.root)
    with replacing(arguments.out) as temporary:
        table.to_parquet(temporary)
    print(table.groupby(["source", "label", "split"]).size().unstack().to_string())
    return 0


def _crops(arguments: argparse.Namespace) -> int:
    import pandas as pd

    from edge_runtime.bundle import default_bundle
    from model_dev.crops import build_all

    manifest = pd.read_parquet(arguments.manifest)
    detectors = arguments.detectors or default_bundle()
    stored = build_all(
        manifest, arguments.root, static(), detectors, arguments.out, arguments.workers
    )
    for name, count in stored.items():
        print(f"{name}: {count} crops")
    return 0
