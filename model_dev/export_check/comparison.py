"""Whether exporting cost accuracy: every format against the Keras network, crop by crop."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from edge_runtime.bundle.contract import DecisionRule
from model_dev.conversion.layer_errors import layer_errors
from model_dev.data.crop_store import CropStore, open_stores
from model_dev.data.sample_by_hash import drawn_by_hash
from model_dev.evaluation.crop_scores import Network, score
from model_dev.export_check.format_change import compare
from model_dev.export_check.limits import GateLimits
from model_dev.export_check.plot import draw_scatter
from model_dev.export_check.text import gate_text
from model_dev.paths import write_bytes

SCHEMA = "model_dev/quantization/1"
SPLIT = "test"
FLOAT = "float32"


def gate(
    reference: Network,
    formats: Mapping[str, Network],
    decision: DecisionRule,
    store_dirs: Sequence[Path],
    out: Path,
    limits: GateLimits,
    cache: Path,
    workers: int = 2,
) -> dict[str, Any]:
    """Run all networks over the same test crops and write the comparison.

    Writes ``quantization.json``, ``quantization.md`` and ``quantization.png`` (logits of the
    reference against those of each format).

    Args:
        reference: The Keras network.
        formats: The exported networks, by format; each has limits.
        decision: The operating point, fitted on the int8 network; frozen here.
        store_dirs: Crop stores.
        out: Folder of the report.
        limits: What decides.
        cache: Folder of the cached scores.
        workers: Threads.

    Returns:
        The report; ``passed`` says whether every limit holds, ``failures`` which do not.

    Raises:
        ValueError: If no store has a test row of the tiers, or a format has no limits.
    """
    without = set(formats) - set(limits.formats)
    if without:
        raise ValueError(f"format {min(without)} has no limits")
    stores = drawn_stores(open_stores(store_dirs), limits)
    tables = scored(reference, formats, stores, cache, workers)
    compared = {
        name: {"artefact": _artefact(formats[name])}
        | compare(table, decision, limits, limits.formats[name])
        for name, table in tables.items()
    }
    report = _summary(compared, next(iter(tables.values())), limits) | {
        "reference": _artefact(reference),
        "decision": asdict(decision),
        "limits": asdict(limits),
        "formats": compared,
    }
    write(report, out)
    draw_scatter(tables, out / "quantization.png")
    return report


def drawn_stores(stores: Sequence[CropStore], limits: GateLimits) -> list[CropStore]:
    """The same stores, with the drawn test rows of the stated tiers only."""
    tables = [store.rows.assign(store=number) for number, store in enumerate(stores)]
    rows = pd.concat([table.assign(place=table.index) for table in tables])
    rows = rows[(rows["split"] == SPLIT) & rows["tier"].isin(limits.tiers)]
    drawn = drawn_by_hash(rows, ["source", "label", "tier"], limits.pictures_per_source // 2)
    return [
        CropStore(store.name, store.crops, own.set_index("place").sort_index())
        for number, store in enumerate(stores)
        for own in [drawn[drawn["store"] == number].drop(columns="store")]
    ]


def scored(
    reference: Network,
    formats: Mapping[str, Network],
    stores: Sequence[CropStore],
    cache: Path,
    workers: int,
) -> dict[str, pd.DataFrame]:
    """The crops' rows with the logits ``before`` (reference) and ``after``, by format."""
    before = score(reference, stores, SPLIT, cache, workers).rename(columns={"logit": "before"})
    return {
        name: before.assign(after=score(network, stores, SPLIT, cache, workers)["logit"])
        for name, network in formats.items()
    }


def explain(
    report: Mapping[str, Any],
    models: Mapping[str, bytes],
    store_dirs: Sequence[Path],
    limits: GateLimits,
) -> dict[str, Any]:
    """The report with the errors of every layer of each format that failed, on its worst pictures.

    Args:
        report: From `gate`.
        models: The TFLite files, by format; ``float32`` is what the others are compared with.
        store_dirs: Crop stores.
        limits: Of the gate.
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
    write_bytes(out / "quantization.md", gate_text(report).encode())


def _summary(
    compared: Mapping[str, Any], table: pd.DataFrame, limits: GateLimits
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
