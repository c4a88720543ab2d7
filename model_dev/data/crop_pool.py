"""Crops of several stores as one table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model_dev.data.crop_store import find_stores, joined_rows, open_stores


class CropPool:
    """The crops of several stores in one split, selected by source and class.

    Args:
        folders: Folders with crop stores at or below them.
        split: The split to read.
        tier: The tier to read, or None for all.

    Attributes:
        rows: The crops' rows, with ``store`` and ``place`` as `joined_rows` gives them.

    Raises:
        FileNotFoundError: If there is no finished crop store.
        ValueError: If a store is malformed.
    """

    def __init__(
        self, folders: Sequence[Path], split: str = "train", tier: str | None = None
    ) -> None:
        stores = open_stores(find_stores(folders))
        self._crops = [store.crops for store in stores]
        table = joined_rows(stores)
        chosen = table["split"] == split
        if tier:
            chosen &= table["tier"] == tier
        self.rows = table[chosen].reset_index(drop=True)

    def crop(self, row: int) -> NDArray[np.uint8]:
        """uint8 [S, S, 3] of a row of `rows`."""
        store, place = self.rows["store"].iat[row], self.rows["place"].iat[row]
        return np.asarray(self._crops[store][place])

    def of(self, sources: Sequence[str], label: int) -> NDArray[np.int_]:
        """Positions in `rows` of some sources and one class (0 real, 1 fake)."""
        chosen = self.rows["source"].isin(sources) & (self.rows["label"] == label)
        return np.flatnonzero(chosen)
