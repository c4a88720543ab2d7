"""The list of pictures, with labels, groups and splits, fixed by hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from PIL import Image
from tqdm import tqdm

from model_dev.near_duplicates import join_groups, perceptual_hash
from model_dev.recipe import SPLITS, Entry, Recipe, RecipeError

COLUMNS = (
    "path", "sha256", "label", "source", "generator", "group", "split",
    "width", "height", "jpeg_quality",
)  # fmt: skip


def build_manifest(recipes: Sequence[Recipe], root: Path, workers: int = 4) -> pd.DataFrame:
    """Read every picture of every recipe once.

    Args:
        recipes: Data sets; each lies in ``root / recipe.name``.
        root: Data root.
        workers: Threads that read and hash.

    Returns:
        One row per readable picture, sorted by path, with `COLUMNS`: ``path`` relative to ``root``,
        ``label`` 0 real or 1 fake, ``jpeg_quality`` estimated from the luma table (-1 if not JPEG).
        Exact duplicates count once.

    Raises:
        RecipeError: If a data set does not have the layout its recipe states, or no picture.
    """
    tables = [_table(recipe, root, workers) for recipe in recipes]
    table = _without_duplicates(pd.concat(tables, ignore_index=True))
    table["group"] = join_groups(table["group"], table.pop("perceptual"))
    shares = {recipe.name: recipe.shares for recipe in recipes}
    fixed = table.pop("fixed")
    drawn = [split_of(g, shares[s]) for g, s in zip(table["group"], table["source"], strict=True)]
    table["split"] = fixed.where(fixed.notna(), pd.Series(drawn))
    return _whole_groups(table)[list(COLUMNS)]


def split_of(group: str, shares: Iterable[float]) -> str:
    """Split of a group, from the SHA-256 of its name: the same on every machine."""
    place = int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") / 2**64
    edges = np.cumsum(list(shares))
    return SPLITS[min(int(np.searchsorted(edges, place, side="right")), len(SPLITS) - 1)]


def _without_duplicates(table: pd.DataFrame) -> pd.DataFrame:
    """One row per file content; a picture of an official split wins over a drawn one."""
    official = table.sort_values(["fixed", "path"], na_position="last")
    return official.drop_duplicates("sha256").sort_values("path", ignore_index=True)


def _whole_groups(table: pd.DataFrame) -> pd.DataFrame:
    """A group that a fixed split or two recipes tore apart goes where its strictest picture is."""
    strictness = {name: i for i, name in enumerate(SPLITS)}
    strictest = table["split"].map(strictness).groupby(table["group"]).transform("max")
    table["split"] = [SPLITS[int(i)] for i in strictest]
    return table


def _table(recipe: Recipe, root: Path, workers: int) -> pd.DataFrame:
    folder = root / recipe.name
    entries = list(recipe.entries(folder))
    with ThreadPoolExecutor(workers) as pool:
        jobs = pool.map(lambda entry: _row(entry, recipe, folder), entries)
        rows = list(tqdm(jobs, recipe.name, len(entries), unit="pic"))
    readable = [row for row in rows if row is not None]
    if not readable:
        raise RecipeError(f"{recipe.name}: no readable picture below {folder}")
    # As objects: pandas would join 64-bit hashes of several tables as floats.
    return pd.DataFrame(readable).astype({"perceptual": object})


def _row(entry: Entry, recipe: Recipe, folder: Path) -> dict[str, Any] | None:
    path = folder / entry.path
    try:
        data = path.read_bytes()
        with Image.open(path) as image:
            size, quality = image.size, jpeg_quality(image)
            seen = perceptual_hash(image) if recipe.near_duplicates else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return {
        "path": f"{recipe.name}/{entry.path}",
        "sha256": hashlib.sha256(data).hexdigest(),
        "label": entry.label,
        "source": recipe.name,
        "generator": entry.generator,
        "group": entry.group,
        "fixed": entry.split,
        "perceptual": seen,
        "width": size[0],
        "height": size[1],
        "jpeg_quality": quality,
    }


def jpeg_quality(image: Image.Image) -> int:
    """Quality in 1..100 by libjpeg's scaling of the standard luma table; -1 without a table.

    The standard table (ITU-T T.81, annex K.1) sums to 3,688 at quality 50.
    """
    tables = getattr(image, "quantization", None)
    if not tables:
        return -1
    scale = sum(tables[min(tables)]) / 3688 * 100
    quality = (200 - scale) / 2 if scale <= 100 else 5000 / scale
    return int(np.clip(round(quality), 1, 100))
