"""Verbs that fit and measure the rules of a scan on whole pictures."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model_dev.cli.arguments import Verbs, fixed_contract_blocks
from model_dev.paths import REPORTS, BundlePaths, write_bytes

if TYPE_CHECKING:
    import pandas as pd
    from PIL import Image

    from edge_runtime.picture.decode import Source
    from edge_runtime.scan.scanner import Scanner
    from model_dev.evaluation.scanned_pictures import SeenPictures

REPLICATES, SEED = 1000, 20261201
PERMITTED = 0.008
COLUMNS = ("label", "set", "kind", "group")


def add_rules(verbs: Verbs) -> None:
    """``reasons``, ``pooling`` and ``stability``."""
    labels = "columns path, label (photograph, graphic or painting), kind, source"
    reasons = _with_pictures(verbs, "reasons", "fit what tells graphics from photographs", labels)
    reasons.set_defaults(run=_reasons)
    labels = "columns path, label (real or fake), set, kind, group"
    help_ = "compare rules that join the whole picture and its faces"
    for verb, run in (
        (_with_pictures(verbs, "pooling", help_, labels), _pooling),
        (_with_pictures(verbs, "stability", "measure verdicts under edits", labels), _stability),
    ):
        verb.add_argument("bundle", metavar="BUNDLE", help="folder or id")
        verb.add_argument("--cache", type=Path, default=Path("build/seen"))
        verb.set_defaults(run=run)


def _with_pictures(verbs: Verbs, name: str, help_: str, labels: str) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=help_)
    verb.add_argument("pictures", type=Path, metavar="PICTURES.csv", help=labels)
    folder = REPORTS / ("regions" if name == "pooling" else name)
    verb.add_argument("--out", type=Path, default=folder, help="folder of the report")
    return verb


def _reasons(arguments: argparse.Namespace) -> int:
    from model_dev.evaluation.picture_list import read_picture_list
    from model_dev.evaluation.reasons import (
        COLUMNS,
        fit_graphic_rule,
        measure_pictures,
        reasons_report,
    )
    from model_dev.evaluation.reasons_text import reasons_text
    from model_dev.statistics.metrics import Bootstrap

    measured = measure_pictures(read_picture_list(arguments.pictures, COLUMNS))
    rule = fit_graphic_rule(measured, PERMITTED)
    limit = fixed_contract_blocks().reasons["colourless_below"]
    report = reasons_report(measured, rule, limit, Bootstrap(REPLICATES, SEED))
    _write(arguments.out, "reasons", report, reasons_text(report))
    return 0


def _pooling(arguments: argparse.Namespace) -> int:
    from edge_runtime.picture.decode import read_rgb
    from edge_runtime.scan.stability import EDITS, UNEDITED
    from model_dev.evaluation.crop_scores import network_of_bundle
    from model_dev.evaluation.regions import RegionsOfPicture, regions_report, views_of
    from model_dev.evaluation.regions_text import regions_text
    from model_dev.evaluation.scanned_pictures import VerdictRules
    from model_dev.statistics.metrics import Bootstrap

    scanner, seen, table = _opened(arguments)
    network = network_of_bundle(scanner.bundle.directory).open()
    size = scanner.bundle.contract.input.size
    unedited = {UNEDITED: EDITS[UNEDITED]}
    pictures = [
        RegionsOfPicture(
            **{key: row[key] for key in COLUMNS},
            seen=found[UNEDITED],
            views=views_of(
                _image(read_rgb(row["file"]).rgb), size, lambda crop: float(network(crop)[0])
            ),
        )
        for row, found in _seen(table, seen, unedited)
    ]
    contract = scanner.bundle.contract
    report = regions_report(
        pictures, VerdictRules.of(contract), contract.id, Bootstrap(REPLICATES, SEED)
    )
    _write(arguments.out, "regions", report, regions_text(report))
    return 0


def _stability(arguments: argparse.Namespace) -> int:
    from edge_runtime.scan.stability import EDITS
    from model_dev.evaluation.scanned_pictures import VerdictRules
    from model_dev.evaluation.stability import EditedPicture, stability_report
    from model_dev.evaluation.stability_text import PICTURE, draw_stability, stability_text
    from model_dev.statistics.metrics import Bootstrap

    scanner, seen, table = _opened(arguments)
    pictures = [
        EditedPicture(row["label"], row["group"], found) for row, found in _seen(table, seen, EDITS)
    ]
    contract = scanner.bundle.contract
    report = stability_report(
        pictures, VerdictRules.of(contract), contract.id, Bootstrap(REPLICATES, SEED)
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    draw_stability(report, arguments.out / PICTURE)
    _write(arguments.out, "stability", report, stability_text(report))
    return 0


def _opened(arguments: argparse.Namespace) -> tuple[Scanner, SeenPictures, pd.DataFrame]:
    from edge_runtime.engine.options import EngineOptions
    from edge_runtime.scan.scanner import Scanner
    from model_dev.evaluation.picture_list import read_picture_list
    from model_dev.evaluation.scanned_pictures import SeenPictures

    own = BundlePaths(arguments.bundle).bundle
    folder = own if own.is_dir() else Path(arguments.bundle)
    scanner = Scanner.open(folder, EngineOptions("cpu"))
    contract = json.loads((folder / "contract.json").read_text("utf-8"))
    seen = SeenPictures(scanner.scan, contract, arguments.cache)
    return scanner, seen, read_picture_list(arguments.pictures, COLUMNS)


def _seen(
    table: pd.DataFrame,
    seen: SeenPictures,
    edits: Mapping[str, Callable[[Image.Image], Source]],
) -> Any:
    from tqdm import tqdm

    for row in tqdm(table.to_dict("records"), unit="picture"):
        yield row, seen.see(row["file"], edits)


def _image(rgb: Any) -> Image.Image:
    from PIL import Image

    return Image.fromarray(rgb)


def _write(folder: Path, name: str, report: dict[str, Any], text: str) -> None:
    write_bytes(folder / f"{name}.json", (json.dumps(report, indent=1) + "\n").encode())
    write_bytes(folder / f"{name}.md", text.encode())
    print(text)
