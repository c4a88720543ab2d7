"""Cuts and caches the crops that the network sees, with serving's own functions."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from edge_runtime.bundle.contract import CropRule, FaceRule
from edge_runtime.errors import ImageError
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import cut_crop, plan_crop, plan_whole
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.region_crop import cut_region
from edge_runtime.picture.turning import turn_clockwise
from edge_runtime.types import Box, FaceCrop, RegionKind, RgbImage, ScanMode, Turn
from model_dev.data.crop_store import CROPS_FILE, FAILURES_FILE, ROWS_FILE
from model_dev.data.manifest import picture_id
from model_dev.data.picture_facts import STILL
from model_dev.data.tiers import TIERS, degrade
from model_dev.data.video import read_frames

CHUNK = 256
ORIGINAL = "original"

SIZE = 224
_HEADER = 128


@dataclass(frozen=True, slots=True)
class CropSettings:
    """How crops are cut.

    Attributes:
        root: Data root of the manifest's paths.
        tier: Name in `TIERS`, or `ORIGINAL` for the untouched file (training).
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


class Cutter(Protocol):
    """Cuts crops out of pictures."""

    def __call__(
        self, rows: pd.DataFrame, settings: CropSettings
    ) -> tuple[NDArray[np.uint8], pd.DataFrame]:
        """Crops uint8 [N, size, size, 3] of manifest rows, and a row for each or its failure."""


def cut_regions(
    rows: pd.DataFrame, settings: CropSettings
) -> tuple[NDArray[np.uint8], pd.DataFrame]:
    """One crop per picture: its largest face, or the whole picture."""
    detector = FaceDetector(
        settings.faces,
        settings.detectors.__getitem__,
        min_face_side=settings.crop.min_face_side,
    )
    cut = [_cut(*picture, detector, settings) for picture in pictures(rows, settings)]
    return stacked([crop for crop, _ in cut if crop is not None], settings.size), pd.DataFrame(
        [row for _, row in cut]
    )


def build_crops(
    manifest: pd.DataFrame,
    settings: CropSettings,
    out: Path,
    workers: int = 2,
    cut: Cutter = cut_regions,
) -> int:
    """Cut and store crops.

    Writes ``out/crops.npy`` (uint8 [N, size, size, 3]), ``out/rows.parquet`` (aligned) and
    ``out/failures.parquet`` (pictures that failed, with the code). An interrupted run resumes.

    Args:
        manifest: Rows as `model_dev.data.manifest.COLUMNS`.
        settings: How to cut.
        out: Folder of the store; a finished store is left alone.
        workers: Processes.
        cut: What to cut out of a picture.

    Returns:
        Crops stored.
    """
    if (out / CROPS_FILE).exists():
        return len(pd.read_parquet(out / ROWS_FILE))
    out.mkdir(parents=True, exist_ok=True)
    chunks = [manifest.iloc[start : start + CHUNK] for start in range(0, len(manifest), CHUNK)]
    done = _resume(out)
    with ProcessPoolExecutor(workers) as pool:
        jobs = pool.map(partial(cut, settings=settings), chunks[done:])
        progress = tqdm(jobs, f"crops {settings.tier}", len(chunks), initial=done, unit="chunk")
        for index, (crops, rows) in enumerate(progress, start=done):
            _append(out, index, crops, rows)
    return _finish(out, settings.size, len(chunks))


def _resume(out: Path) -> int:
    """Number of complete chunks on disk; an incomplete rest is cut off."""
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
    table[~good].to_parquet(out / FAILURES_FILE)
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


def stacked(crops: Sequence[FaceCrop], size: int) -> NDArray[np.uint8]:
    """uint8 [N, size, size, 3], also of none."""
    return np.stack(crops) if crops else np.empty((0, size, size, 3), np.uint8)


def pictures(
    rows: pd.DataFrame, settings: CropSettings
) -> Iterator[tuple[dict[str, Any], RgbImage | ImageError]]:
    """Each row with its pixels, or why there are none; a video's rows lie together."""
    records = [{"frame": STILL, **row} for row in rows.to_dict("records")]
    for path, run in groupby(records, itemgetter("path")):
        for row, pixels in _decoded(settings.root / path, list(run)):
            yield row, _in_tier(pixels, row, settings.tier)


def _decoded(
    path: Path, rows: list[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], RgbImage | ImageError]]:
    waiting = list(rows)
    try:
        if rows[0]["frame"] == STILL:
            rgb = read_rgb(path).rgb
            yield from ((row, rgb) for row in rows)
            return
        for _, pixels in read_frames(path, [row["frame"] for row in rows]):
            missing = ImageError("undecodable", f"{path.name}: a frame cannot be decoded")
            yield waiting.pop(0), missing if pixels is None else pixels
    except ImageError as error:
        yield from ((row, error) for row in waiting)


def _in_tier(
    pixels: RgbImage | ImageError, row: Mapping[str, Any], tier: str
) -> RgbImage | ImageError:
    if tier == ORIGINAL or isinstance(pixels, ImageError):
        return pixels
    if TIERS[tier].as_stored and row["one_encoder"]:
        return pixels
    return read_rgb(degrade(pixels, TIERS[tier], _key(row))).rgb


def _key(row: Mapping[str, Any]) -> str:
    """The key of a picture's random choices; frames of a video share its sha256."""
    return picture_id(row["sha256"], row["frame"])


def _cut(
    row: Mapping[str, Any],
    rgb: RgbImage | ImageError,
    detector: FaceDetector,
    settings: CropSettings,
) -> tuple[NDArray[np.uint8] | None, dict[str, Any]]:
    known = {**row, "id": picture_id(row["path"], row["frame"]), "tier": settings.tier}
    nothing = {"kind": None, "face_score": None, "side": None}
    if isinstance(rgb, ImageError):
        return None, {**known, **nothing, "failure": rgb.code}
    if min(rgb.shape[:2]) < settings.crop.min_picture_side:
        return None, {**known, **nothing, "failure": "too_small"}
    mode: ScanMode = "still" if row["frame"] == STILL else "video"
    region = _region(rgb, detector.find(Overview.of(rgb, SIZE), mode), settings.crop)
    crop = _pixels(rgb, region, settings)
    found = {
        "kind": region.kind,
        "face_score": region.score,
        "side": region.square.width,
    }
    return crop, {**known, **found, "failure": None}


def _pixels(rgb: RgbImage, region: _Region, settings: CropSettings) -> FaceCrop:
    """As served, except that training crops of tiny pictures are enlarged later, by training."""
    if settings.tier == ORIGINAL:
        return turn_clockwise(cut_crop(rgb, region.square, settings.size), region.turn)
    return cut_region(rgb, region.kind, region.square, settings.crop, settings.size, region.turn)


@dataclass(frozen=True, slots=True)
class _Region:
    """The part of a picture that is cut, and how."""

    kind: RegionKind
    score: float
    square: Box
    turn: Turn


def _region(rgb: RgbImage, found: FoundFaces, rule: CropRule) -> _Region:
    if found.faces:
        face, turn = found.faces[0], found.turn
        square = plan_crop(face.box, rule.face_margin, rule.face_shift, turn)
        return _Region("face", face.score, square, turn)
    return _Region("image", 0.0, plan_whole(rgb.shape[1], rgb.shape[0]), 0)
