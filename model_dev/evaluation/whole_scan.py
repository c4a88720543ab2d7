"""Scans drawn pictures of a split whole, so that any operating point can be applied afterwards.

Thresholds decide which regions are looked at a second time. Pictures are therefore scanned with
thresholds between which nothing lies, so that every region without a reason has both looks. What
is seen so serves every operating point.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from PIL import Image
from tqdm import tqdm

from edge_runtime.bundle.bundle import CONTRACT_FILE, Bundle
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import Source
from edge_runtime.scan.ordered_map import ordered_map
from edge_runtime.scan.scanner import Scanner
from model_dev.data.contract_blocks import FixedContractBlocks
from model_dev.data.sample_by_hash import sample_by_hash
from model_dev.data.tiers import TIERS, degrade
from model_dev.evaluation.scanned_pictures import SeenPicture, SeenPictures
from model_dev.paths import write_bytes

DECISION = {"temperature": 1.0, "bias": 0.0, "fake_at": 0.5, "real_at": math.nextafter(0.5, 0)}
"""A decision block under which every region is decided."""

NOT_SEEN = SeenPicture((), 0)
"""What is seen of a picture that cannot be read or judged."""

COLUMNS = ("path", "sha256", "label", "origin", "topic", "group")

Edit = Callable[[Image.Image], Source]


@dataclass(frozen=True, slots=True)
class UnsealedModel:
    """A network without a bundle of its own, and the rules that it would be sealed with.

    Attributes:
        tflite: Bytes of the int8 model; its inputs and outputs are those of the frame's.
        fixed: Blocks of the contract that do not depend on the weights.
    """

    tflite: bytes
    fixed: FixedContractBlocks


def stored(picture: Image.Image) -> Source:
    """The edit that leaves a picture as it is."""
    return picture


def tier_edit(name: str) -> Edit:
    """The edit that degrades a picture as a tier does; its pixels draw the JPEG quality.

    Args:
        name: In `model_dev.data.tiers.TIERS`.

    Raises:
        ValueError: If there is no such tier.
    """
    if name not in TIERS:
        raise ValueError(f"tier {name!r} is not known: one of {', '.join(TIERS)}")

    def edit(picture: Image.Image) -> Source:
        key = hashlib.sha256(picture.tobytes()).hexdigest()
        return degrade(np.asarray(picture), TIERS[name], key)

    return edit


def draw_split(manifest: pd.DataFrame, split: str, most: int) -> pd.DataFrame:
    """At most ``most`` pictures of each origin and class of a split, drawn by hash.

    Args:
        manifest: As `model_dev.data.manifest.read_manifest` gives it.
        split: Its name.
        most: > 0.

    Returns:
        Rows with `COLUMNS`, sorted by path.

    Raises:
        ValueError: If the split has no picture; frames of videos are none.
    """
    rows = manifest[(manifest["split"] == split) & (manifest["frame"] < 0)]
    if rows.empty:
        raise ValueError(f"the manifest has no picture of the split {split}")
    drawn = sample_by_hash(rows, ["origin", "label"], most)
    return drawn[list(COLUMNS)].sort_values("path", ignore_index=True)


def open_frame(frame: Path, folder: Path, model: UnsealedModel | None = None) -> Bundle:
    """A bundle that decides every region, made of a sealed one.

    Args:
        frame: The sealed bundle; its contract and face detectors are taken.
        folder: Where the new bundle is written; made if missing.
        model: Takes the place of the sealed network and of the sealed rules.

    Raises:
        BundleError: If the sealed bundle is damaged.
        ContractError: If the contract breaks the schema.
    """
    sealed = Bundle.open(frame)
    files = {name: sealed.read(name) for name in sealed.contract.files}
    contract = json.loads((frame / CONTRACT_FILE).read_bytes())
    if model is not None:
        files[sealed.contract.model.file] = model.tflite
        contract.update(_blocks(model.fixed))
    contract["files"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for name, data in files.items()
    }
    contract["decision"] = DECISION
    for name, data in {**files, CONTRACT_FILE: json.dumps(contract).encode()}.items():
        write_bytes(folder / name, data)
    return Bundle.open(folder)


def scan_pictures(
    bundle: Bundle,
    files: Sequence[Path],
    edits: Mapping[str, Edit],
    cache: Path,
    workers: int = 2,
) -> list[dict[str, SeenPicture]]:
    """Scan pictures under each edit; an interrupted run goes on where it stopped.

    A picture that cannot be read or judged has no regions, and the others are scanned all the same.

    Args:
        bundle: Of `open_frame`.
        files: The pictures.
        edits: By name.
        cache: Folder of what was seen before.
        workers: Threads, >= 1, each with networks of its own.

    Returns:
        What was seen by the name of the edit, in the order of the files.

    Raises:
        ValueError: If no picture at all can be read.
        EngineError: If a network fails.
    """
    contract = json.loads((bundle.directory / CONTRACT_FILE).read_bytes())
    with Scanner.open(bundle, EngineOptions("cpu", threads=1)) as scanner:
        seen = SeenPictures(scanner.scan, contract, cache)
        found = ordered_map(partial(_see, seen, edits), files, workers)
        kept = list(tqdm(found, "scan", len(files), unit="picture"))
    if not any(picture.regions for pictures in kept for picture in pictures.values()):
        raise ValueError(f"none of {len(files)} pictures can be judged, such as {files[0]}")
    return kept


def _see(seen: SeenPictures, edits: Mapping[str, Edit], file: Path) -> dict[str, SeenPicture]:
    try:
        return seen.see(file, edits)
    except ImageError:
        return dict.fromkeys(edits, NOT_SEEN)


def _blocks(fixed: FixedContractBlocks) -> dict[str, Any]:
    names = ("crop", "faces", "pooling", "second_look", "reasons", "quality")
    return {name: dict(getattr(fixed, name)) for name in names}
