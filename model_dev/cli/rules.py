"""Verbs that fit and measure the rules of a scan on whole pictures."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from model_dev.cli.arguments import Verbs, fixed_contract_blocks
from model_dev.paths import REPORTS, write_bytes

REPLICATES, SEED = 1000, 20261201
PERMITTED = 0.008


def add_rules(verbs: Verbs) -> None:
    """``reasons``, ``pooling`` and ``stability``."""
    help_ = "fit what tells graphics from photographs"
    reasons = verbs.add_parser("reasons", help=help_)
    reasons.add_argument(
        "pictures",
        type=Path,
        metavar="PICTURES.csv",
        help="columns path, label (photograph, graphic or painting), kind, source",
    )
    reasons.add_argument("--out", type=Path, default=REPORTS / "reasons")
    reasons.set_defaults(run=_reasons)


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


def _write(folder: Path, name: str, report: dict[str, Any], text: str) -> None:
    write_bytes(folder / f"{name}.json", (json.dumps(report, indent=1) + "\n").encode())
    write_bytes(folder / f"{name}.md", text.encode())
    print(text)
