"""The export check: every exported format against the Keras network, crop by crop."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from edge_runtime.bundle.contract import DecisionRule
from model_dev.conversion.layer_errors import layer_errors
from model_dev.data.crop_store import CropStore, open_stores
from model_dev.data.sample_by_hash import sample_by_hash
from model_dev.evaluation.crop_scores import Network, score
from model_dev.export_check.format_change import compare
from model_dev.export_check.limits import ExportCheckLimits
from model_dev.export_check.plot import draw_scatter
from model_dev.export_check.text import export_check_text
from model_dev.paths import write_bytes

SCHEMA = "model_dev/quantization/1"
SPLIT = "test"
FLOAT = "float32"


@dataclass(frozen=True, slots=True)
class CheckedNetworks:
    """The networks of an export check.

    Attributes:
        reference: The Keras network.
        formats: The exported networks, by format; each has limits.
        decision: The operating point, fitted on the int8 network and not refitted here.
    """

    reference: Network
    formats: Mapping[str, Network]
    decision: DecisionRule


def check_export(
    networks: CheckedNetworks,
    store_dirs: Sequence[Path],
    out: Path,
    limits: ExportCheckLimits,
    cache: Path,
    workers: int = 2,
) -> dict[str, Any]:
    """Run all networks on the same test crops and write the comparison.

    Writes ``quantization.json``, ``quantization.md`` and ``quantization.png`` (logits of the
    reference against those of each format).

    Args:
        networks: What is compared.
        store_dirs: Crop stores.
        out: Folder of the report.
        limits: The limits that each format must keep.
        cache: Folder of the cached scores.
        workers: Threads.

    Returns:
        The report; ``passed`` says whether every limit holds, ``failures`` which do not.

    Raises:
        ValueError: If no store has a test row of the tiers, or a format has no limits.
    """
    without = set(networks.formats) - set(limits.formats)
    if without:
        raise ValueError(f"format {min(without)} has no limits")
    stores = drawn_stores(open_stores(store_dirs), limits)
    tables = scored(networks, stores, cache, workers)
    compared = {
        name: {"artefact": _artefact(networks.formats[name])}
        | compare(table, networks.decision, limits, limits.formats[name])
        for name, table in tables.items()
    }
    report = _summary(compared, next(iter(tables.values())), limits) | {
        "reference": _artefact(networks.reference),
        "decision": asdict(networks.decision),
        "limits": asdict(limits),
        "formats": compared,
    }
    write(report, out)
    draw_scatter(tables, out / "quantization.png")
    return report


def drawn_stores(stores: Sequence[CropStore], limits: ExportCheckLimits) -> list[CropStore]:
    """The same stores, with the drawn test rows of the stated tiers only."""
    tables = [store.rows.assign(store=number) for number, store in enumerate(stores)]
    rows = pd.concat([table.assign(place=table.index) for table in tables])
    rows = rows[(rows["split"] == SPLIT) & rows["tier"].isin(limits.tiers)]
    drawn = sample_by_hash(rows, ["source", "label", "tier"], limits.pictures_per_source // 2)
    return [
        CropStore(store.name, store.crops, own.set_index("place").sort_index())
        for number, store in enumerate(stores)
        for own in [drawn[drawn["store"] == number].drop(columns="store")]
    ]


def scored(
    networks: CheckedNetworks, stores: Sequence[CropStore], cache: Path, workers: int
) -> dict[str, pd.DataFrame]:
    """The crops' rows with the logits ``before`` (reference) and ``after``, by format."""
    before = score(networks.reference, stores, SPLIT, cache, workers).rename(
        columns={"logit": "before"}
    )
    return {
        name: before.assign(after=score(network, stores, SPLIT, cache, workers)["logit"])
        for name, network in networks.formats.items()
    }


def add_layer_errors(
    report: Mapping[str, Any],
    models: Mapping[str, bytes],
    store_dirs: Sequence[Path],
    limits: ExportCheckLimits,
) -> dict[str, Any]:
    """Add the errors of every layer, for each format that failed, on its worst pictures.

    Args:
        report: From `check_export`.
        models: The TFLite files, by format; ``float32`` is what the others are compared with.
        store_dirs: Crop stores.
        limits: Of the check.
    """
    stores = drawn_stores(open_stores(store_dirs), limits)
    explained = {
        name: [
            asdict(error)
            for error in layer_errors(
                models[FLOAT], models[name], _crops(stores, found["worst"][: limits.explained])
            )
        ]
        for name, found in report["formats"].items()
        if name != FLOAT and not found["passed"]
    }
    return {**report, "layer_errors": explained}


def write(report: Mapping[str, Any], out: Path) -> None:
    """Write ``quantization.json`` and ``quantization.md``."""
    write_bytes(out / "quantization.json", (json.dumps(report, indent=1) + "\n").encode())
    write_bytes(out / "quantization.md", export_check_text(report).encode())


def _summary(
    compared: Mapping[str, Any], table: pd.DataFrame, limits: ExportCheckLimits
) -> dict[str, Any]:
    pictures = int(table["sha256"].nunique())
    few = [f"only {pictures} pictures"] if pictures < limits.pictures else []
    told = {
        key: [f"{name}: {line}" for name, found in compared.items() for line in found[key]]
        for key in ("failures", "undecided")
    }
    failures = few + told["failures"]
    return {
        "schema": SCHEMA,
        "split": SPLIT,
        "pictures": pictures,
        "failures": failures,
        "undecided": told["undecided"],
        "passed": not failures,
    }


def _crops(stores: Sequence[CropStore], pictures: Sequence[Mapping[str, Any]]) -> list[Any]:
    wanted = {(picture["sha256"], picture["tier"]) for picture in pictures}
    return [
        store.crops[place]
        for store in stores
        for place, sha256, tier in zip(
            store.rows.index, store.rows["sha256"], store.rows["tier"], strict=True
        )
        if (sha256, tier) in wanted
    ]


def _artefact(network: Network) -> dict[str, str]:
    return {"file": network.file, "sha256": network.sha256}
