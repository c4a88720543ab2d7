"""Crop stores: crops on disk, exactly as serving feeds them to the network, and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

CROPS_FILE = "crops.npy"
ROWS_FILE = "rows.parquet"
FAILURES_FILE = "failures.parquet"
COLUMNS = (
    "id", "sha256", "label", "source", "generator", "group", "split", "tier", "kind", "face_score",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class CropStore:
    """An opened crop store.

    Attributes:
        name: The store's folder name.
        crops: uint8 [N, S, S, 3], memory-mapped.
        rows: Rows with `COLUMNS`; the index is the position of the row's crop in ``crops``.
    """

    name: str
    crops: NDArray[np.uint8]
    rows: pd.DataFrame

    @staticmethod
    def open(directory: Path) -> CropStore:
        """Open a store without reading its crops.

        Raises:
            FileNotFoundError: If a file is missing.
            ValueError: If crops and rows do not fit together.
        """
        crops = np.load(directory / CROPS_FILE, mmap_mode="r")
        rows = pd.read_parquet(directory / ROWS_FILE).reset_index(drop=True)
        store = CropStore(directory.name, crops, rows)
        store._check()
        return store

    def _check(self) -> None:
        missing = [column for column in COLUMNS if column not in self.rows]
        if missing:
            raise ValueError(f"{self.name}: {ROWS_FILE} has no column {missing[0]}")
        if self.crops.ndim != 4 or self.crops.dtype != np.uint8 or self.crops.shape[3] != 3:
            raise ValueError(f"{self.name}: {CROPS_FILE} must be uint8 [N, S, S, 3]")
        if len(self.crops) != len(self.rows):
            raise ValueError(
                f"{self.name}: {len(self.crops)} crops do not fit {len(self.rows)} rows"
            )


def find_stores(folders: Iterable[Path]) -> list[Path]:
    """Folders of finished stores at or below some folders, sorted.

    Raises:
        FileNotFoundError: If there is none.
    """
    found = sorted(path.parent for folder in folders for path in folder.rglob(CROPS_FILE))
    if not found:
        raise FileNotFoundError("no finished crop store")
    return found


def open_stores(directories: Iterable[Path]) -> list[CropStore]:
    """Open several stores.

    Raises:
        FileNotFoundError: If a file is missing.
        ValueError: If a store is malformed.
    """
    return [CropStore.open(Path(directory)) for directory in directories]


def joined_rows(stores: Sequence[CropStore]) -> pd.DataFrame:
    """The rows of several stores, with ``store``, its number, and ``place``, the crop's in it."""
    tables = [
        store.rows.assign(store=number, place=np.arange(len(store.rows)))
        for number, store in enumerate(stores)
    ]
    return pd.concat(tables, ignore_index=True)


def failure_counts(directory: Path) -> dict[str, int]:
    """Pictures that a finished store has no crop of, by reason, the most frequent first.

    Raises:
        FileNotFoundError: If the store is not finished, or was not made by ``model-dev crops``.
    """
    failures = pd.read_parquet(directory / FAILURES_FILE)
    return {str(reason): int(n) for reason, n in failures["failure"].value_counts().items()}
