"""Scores of a network over crop stores, cached; every evaluation runs the network here."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.interpreter import Interpreter, choose_backend, dequantize
from edge_runtime.engine.options import EngineOptions
from edge_runtime.files.atomic_write import atomic_write
from edge_runtime.types import FaceCrop
from model_dev.data.crop_store import CropStore

CropScorer: TypeAlias = Callable[[FaceCrop], tuple[float, float]]
"""From a uint8 [S, S, 3] crop to its logit and its gate in [0, 1]. Used by one thread only."""

CHUNK = 256
INPUT_ZERO = 128
INPUT_STEP = np.float32(1 / 128)


@dataclass(frozen=True, slots=True)
class Network:
    """A network to be measured.

    Attributes:
        file: Name of the model's file.
        sha256: Of the model's file; scores are cached by it.
        open: Loads the network once more, for one thread.
    """

    file: str
    sha256: str
    open: Callable[[], CropScorer]


def network_of_bundle(directory: Path) -> Network:
    """The network of a bundle, run on the CPU by the engine that serves.

    Raises:
        BundleError: If the bundle is damaged.
        ContractError: If its contract breaks the schema.
    """
    bundle = Bundle.open(directory)
    file = bundle.contract.model.file
    return Network(file, bundle.contract.files[file].sha256, lambda: _engine_scorer(bundle))


def network_of_file(path: Path) -> Network:
    """A bare ``.tflite`` with outputs ``fake_logit`` and ``gate``.

    Integer models take the crop as it is, float models take ``(crop - 128) / 128``.
    """
    model = path.read_bytes()
    return Network(path.name, hashlib.sha256(model).hexdigest(), lambda: _file_scorer(model))


def score(
    network: Network,
    stores: Sequence[CropStore],
    split: str,
    cache: Path,
    workers: int = 2,
    progress: bool = True,
) -> pd.DataFrame:
    """Run a network over one split of several stores.

    Scores are kept in Parquet files of `CHUNK` crops, named by the model's sha256 and the sha256
    of the crops' pixels, so an interrupted run continues, and a changed crop is scored again.

    Args:
        network: What to run.
        stores: Where the crops are.
        split: "train", "validation", "calibration" or "test".
        cache: Folder of the score files; made if missing.
        workers: Threads, each with a network of its own.
        progress: Whether to show a bar.

    Returns:
        The rows of the split with their columns, and ``logit`` and ``gate`` (float64).

    Raises:
        ValueError: If no store has a row of the split.
    """
    folder = cache / network.sha256[:16]
    folder.mkdir(parents=True, exist_ok=True)
    chunks = [chunk for store in stores for chunk in _chunks(store, split)]
    if not chunks:
        raise ValueError(f"no crop store has a row of the {split} split")
    local = _PerThread(network)
    with tqdm(total=sum(len(rows) for _, rows in chunks), unit="crop", disable=not progress) as bar:
        tables = []
        for table in _in_parallel(chunks, local, folder, workers):
            tables.append(table)
            bar.update(len(table))
    return pd.concat(tables, ignore_index=True)


class _PerThread:
    """Gives each thread its own network, loaded at its first crop."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._local = threading.local()

    def scorer(self, crop: FaceCrop) -> tuple[float, float]:
        if not hasattr(self._local, "scorer"):
            self._local.scorer = self._network.open()
        logit, gate = self._local.scorer(crop)
        return float(logit), float(gate)


def _chunks(store: CropStore, split: str) -> Iterator[tuple[CropStore, pd.DataFrame]]:
    rows = store.rows[store.rows["split"] == split]
    for start in range(0, len(rows), CHUNK):
        yield store, rows.iloc[start : start + CHUNK]


def _in_parallel(
    chunks: Sequence[tuple[CropStore, pd.DataFrame]], local: _PerThread, folder: Path, workers: int
) -> Iterator[pd.DataFrame]:
    pool = ThreadPoolExecutor(workers)
    try:
        yield from pool.map(lambda chunk: _scored(chunk[0], chunk[1], local, folder), chunks)
    finally:
        pool.shutdown(cancel_futures=True)


def _scored(store: CropStore, rows: pd.DataFrame, local: _PerThread, folder: Path) -> pd.DataFrame:
    crops = np.ascontiguousarray(store.crops[rows.index.to_numpy()])
    path = folder / f"{hashlib.sha256(crops.data).hexdigest()}.parquet"
    if path.is_file():
        scores = pd.read_parquet(path)
    else:
        scores = _run(crops, local)
        with atomic_write(path) as temporary:
            scores.to_parquet(temporary)
    return pd.concat([rows.reset_index(drop=True), scores], axis=1)


def _run(crops: NDArray[np.uint8], local: _PerThread) -> pd.DataFrame:
    scores = pd.DataFrame([local.scorer(crop) for crop in crops], columns=["logit", "gate"])
    if not np.isfinite(scores.to_numpy()).all():
        raise ValueError("the network gave a logit or gate that is not finite")
    return scores


def _engine_scorer(bundle: Bundle) -> CropScorer:
    engine = open_engine(bundle, EngineOptions("cpu", 1))

    def scorer(crop: FaceCrop) -> tuple[float, float]:
        output = engine.run(crop)
        return output.logit, output.gate

    return scorer


def _file_scorer(model: bytes) -> CropScorer:
    interpreter = Interpreter(model, 1, choose_backend(None))
    runner = interpreter.signature()
    inputs, outputs = runner.get_input_details(), runner.get_output_details()
    (name,) = inputs
    integer = np.issubdtype(inputs[name]["dtype"], np.integer)

    def scorer(crop: FaceCrop) -> tuple[float, float]:
        image = crop if integer else (crop.astype(np.float32) - INPUT_ZERO) * INPUT_STEP
        found = runner(**{name: image[None].astype(inputs[name]["dtype"])})
        logit, gate = (
            float(dequantize(found[key], outputs[key]).item()) for key in ("fake_logit", "gate")
        )
        return logit, gate

    return scorer
