"""Lists of pictures with labels, that whole pictures are measured on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd


def read_picture_list(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Read a CSV file whose column ``path`` names pictures, relative to its folder.

    Args:
        path: The CSV file.
        columns: Columns that it must have besides ``path``; others are left out.

    Returns:
        One row for each picture, all values text; ``path`` as it stands in the file and ``file``,
        where the picture is.

    Raises:
        ValueError: If a column is missing, or there is no picture.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [name for name in ("path", *columns) if name not in table]
    if missing or table.empty:
        raise ValueError(f"{path}: {f'no column {missing[0]}' if missing else 'no picture'}")
    chosen = table[["path", *columns]].copy()
    chosen["file"] = [path.parent / name for name in chosen["path"]]
    return chosen


def half_of(name: str) -> int:
    """0 or 1 by the hash of a name, so that all pictures of a source are in one half."""
    return hashlib.sha256(name.encode()).digest()[0] % 2


def sha256_of_list(table: pd.DataFrame) -> str:
    """Names a list in a report: the hash of all values of its rows, whatever their order."""
    rows = table.drop(columns="file").agg("\t".join, axis=1)
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()
