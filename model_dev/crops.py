"""What the network will see of each picture: serving's own crops, cached."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from edge_runtime import strict_json
from edge_runtime.contract import CropRule, FaceRule
from edge_runtime.errors import ImageError
from edge_runtime.faces import FaceDetector
from edge_runtime.geometry import cut_crop, plan_crop, plan_whole
from edge_runtime.image import read_rgb
from edge_runtime.types import Box, RgbImage
from model_dev.crop_store import CROPS_FILE, ROWS_FILE
from model_dev.seal import Static
from model_dev.tiers import TIERS, degrade

CHUNK = 256

SIZE = 224
SMALL = 32
"""Side in pixels of training crops of pictures that have no more to give."""

_HEADER = 128


@dataclass(frozen=True, slots=True)
class CropSettings:
    """How crops are cut.

    Attributes:
        root: Data root of the manifest's paths.
        tier: Name in `TIERS`, or "original" for the untouched file (training).
        size: Side of a crop in pixels.
        crop: The contract's crop rule.
        faces: The contract's face rule.
        detectors: Bytes of the detectors' files.
    """

    root: Path
    tier: str
    size: int
    crop: CropRule
    faces: FaceRule
    detectors: Mapping[str, bytes]


def build_all(
    manifest: pd.DataFrame,
    root: Path,
    static: Static,
    detectors: Path,
    out: Path,
    workers: int = 2,
) -> dict[str, int]:
    """Every store that training and evaluation need.

    ``train/small`` holds the training crops of pictures too small to fill a crop at ``SMALL`` px,
    ``train/full`` the others, both from the untouched files; ``<tier>/<split>`` the other splits.

    Args:
        manifest: Rows as `model_dev.manifest.COLUMNS`.
        root: Data root of its paths.
        static: The contract's rules.
        detectors: Folder of the face detectors' files.
        out: Folder of the stores.
        workers: Processes.

    Returns:
        Crops stored, by the store's name.
    """
    training = manifest["split"] == "train"
    small = manifest[["width", "height"]].min(axis=1) <= SMALL
    jobs = [
        ("train/small", "original", SMALL, manifest[training & small]),
        ("train/full", "original", SIZE, manifest[training & ~small]),
    ]
    for tier in TIERS:
        for split in ("validation", "calibration", "test"):
            jobs.append((f"{tier}/{split}", tier, SIZE, manifest[manifest["split"] == split]))
    crop = strict_json.read(CropRule, static.crop)
    faces = strict_json.read(FaceRule, static.faces)
    models = {rule.file: (detectors / rule.file).read_bytes() for rule in faces.detectors}
    return {
        name: build_crops(
            rows, CropSettings(root, tier, size, crop, faces, models), out / name, workers
        )
        for name, tier, size, rows in jobs
        if len(rows)
    }


def build_crops(manifest: pd.DataFrame, settings: CropSettings, out: Path, workers: int = 2) -> int:
    """Cut and store one crop per picture: its largest face, or the whole picture.

    Writes ``out/crops.npy`` (uint8 [N, size, size, 3]), ``out/rows.parquet`` (aligned) and
    ``out/failures.parquet`` (pictures that failed, with the code). An interrupted run resumes.

    Args:
        manifest: Rows as `model_dev.manifest.COLUMNS`.
        settings: How to cut.
        out: Folder of the store; a finished store is left alone.
        workers: Processes.

    Returns:
        Pictures stored.
    """
    if (out / CROPS_FILE).exists():
        return len(pd.read_parquet(out / ROWS_FILE))
    out.mkdir(parents=True, exist_ok=True)
    chunks = [manifest.iloc[start : start + CHUNK] for start in range(0, len(manifest), CHUNK)]
    done = _resume(out)
    with ProcessPoolExecutor(workers) as pool:
        jobs = pool.map(partial(_cut_chunk, settings=settings), chunks[done:])
        progress = tqdm(jobs, f"crops {settings.tier}", len(chunks), initial=done, unit="chunk")
        for index, (crops, rows) in enumerate(progress, start=done):
            _append(out, index, crops, rows)
    return _finish(out, settings.size, len(chunks))


def _resume(out: Path) -> int:
    """Chunks that are whole on disk; what a broken run left after them is cut off."""
    state = out / "progress.json"
    if not state.exists():
        (out / "crops.partial").write_bytes(bytes(_HEADER))
        return 0
    progress = json.loads(state.read_text())
    os.truncate(out / "crops.partial", progress["bytes"])
    return int(progress["chunks"])


def _append(out: Path, index: int, crops: NDArray[np.uint8], rows: pd.DataFrame) -> None:
    with (out / "crops.partial").open("ab") as file:
        file.write(crops.tobytes())
        size = file.tell()
    rows.to_parquet(out / f"rows-{index:05d}.parquet")
    temporary = out / "progress.json.tmp"
    temporary.write_text(json.dumps({"chunks": index + 1, "bytes": size}))
    temporary.replace(out / "progress.json")


def _finish(out: Path, size: int, chunks: int) -> int:
    parts = [out / f"rows-{index:05d}.parquet" for index in range(chunks)]
    table = pd.concat([pd.read_parquet(part) for part in parts], ignore_index=True)
    good = table["failure"].isna()
    table[~good].to_parquet(out / "failures.parquet")
    table[good].drop(columns="failure").reset_index(drop=True).to_parquet(out / ROWS_FILE)
    _write_header(out / "crops.partial", (int(good.sum()), size, size, 3))
    (out / "crops.partial").replace(out / CROPS_FILE)
    for part in [*parts, out / "progress.json"]:
        part.unlink()
    return int(good.sum())


def _write_header(path: Path, shape: tuple[int, ...]) -> None:
    """NumPy's .npy header, padded to the space kept for it."""
    text = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}"
    body = text.ljust(_HEADER - 11).encode() + b"\n"
    with path.open("r+b") as file:
        file.write(b"\x93NUMPY\x01\x00" + len(body).to_bytes(2, "little") + body)


def _cut_chunk(
    rows: pd.DataFrame, settings: CropSettings
) -> tuple[NDArray[np.uint8], pd.DataFrame]:
    detector = FaceDetector(settings.faces, settings.detectors.__getitem__)
    cut = [_cut(row, detector, settings) for row in rows.to_dict("records")]
    crops = [crop for crop, _ in cut if crop is not None]
    shape = (0, settings.size, settings.size, 3)
    return np.stack(crops) if crops else np.empty(shape, np.uint8), pd.DataFrame(
        [row for _, row in cut]
    )


def _cut(
    row: Mapping[Any, Any], detector: FaceDetector, settings: CropSettings
) -> tuple[NDArray[np.uint8] | None, dict[str, Any]]:
    known = {**row, "id": row["path"], "tier": settings.tier}
    nothing = {"kind": None, "face_score": None, "side": None}
    try:
        rgb = _picture(settings.root / row["path"], row["sha256"], settings.tier)
    except ImageError as error:
        return None, {**known, **nothing, "failure": error.code}
    if min(rgb.shape[:2]) < settings.crop.min_picture_side:
        return None, {**known, **nothing, "failure": "too_small"}
    kind, score, box = _region(rgb, detector, settings.crop)
    crop = cut_crop(rgb, box, settings.size)
    found = {"kind": kind, "face_score": score, "side": box.width, "failure": None}
    return crop, {**known, **found}


def _picture(path: Path, key: str, tier: str) -> RgbImage:
    rgb = read_rgb(path).rgb
    return rgb if tier == "original" else read_rgb(degrade(rgb, TIERS[tier], key)).rgb


def _region(rgb: RgbImage, detector: FaceDetector, rule: CropRule) -> tuple[str, float, Box]:
    faces = [
        face
        for face in detector.find(rgb)
        if max(face.box.width, face.box.height) >= rule.min_face_side
    ]
    if faces:
        return "face", faces[0].score, plan_crop(faces[0].box, rule.face_margin)
    return "image", 0.0, plan_whole(rgb.shape[1], rgb.shape[0])
