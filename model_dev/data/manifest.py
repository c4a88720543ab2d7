"""The manifest: every picture with its label, group and split, drawn by hash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from tqdm import tqdm

from edge_runtime.errors import ImageError
from model_dev.data.near_duplicates import join_groups
from model_dev.data.picture_facts import STILL, facts_of
from model_dev.data.readers.entry import (
    DRAWN_SPLITS,
    HELD_OUT,
    MIXED,
    SPLITS,
    Entry,
    RecipeError,
)
from model_dev.data.recipe import Recipe
from model_dev.data.sample_by_hash import hash_fraction

COLUMNS = (
    "path", "frame", "sha256", "label", "source", "generator", "group", "split",
    "width", "height", "jpeg_quality", "one_encoder", "perceptual", "origin", "topic",
)  # fmt: skip
LEFT_OUT = ("path", "source", "reason")


class Manifest(NamedTuple):
    """A manifest, and the pictures that were left out of it.

    Attributes:
        rows: One row per picture or video frame, sorted by path and frame, with `COLUMNS`.
        left_out: One row per picture that takes no part, with `LEFT_OUT`; the reason is a code
            of `ImageError`, "exact_duplicate", or a reader's own.
    """

    rows: pd.DataFrame
    left_out: pd.DataFrame


def build_manifest(recipes: Sequence[Recipe], root: Path, workers: int = 4) -> Manifest:
    """Read every picture of every recipe once.

    In the rows, ``path`` is relative to ``root``; ``frame`` is a frame's number in its video, -1
    for a picture; ``sha256`` is the file's; ``label`` 0 real or 1 fake; ``jpeg_quality`` is
    estimated from the luma table (-1 if not JPEG); ``one_encoder`` is the recipe's; ``perceptual``
    is 16 hex digits, or None where the recipe wants no near-duplicates joined; ``origin`` and
    ``topic`` are the entry's. Exact duplicates count once.

    Args:
        recipes: Data sets; each lies in ``root / recipe.name``.
        root: Data root.
        workers: Threads that read and hash.

    Raises:
        RecipeError: If a data set does not have the layout its recipe states, or no picture.
    """
    read = [_read(recipe, root, workers) for recipe in recipes]
    rows = pd.concat([part.rows for part in read], ignore_index=True)
    table = _without_duplicates(rows)
    twice = rows.loc[~rows["id"].isin(table["id"]), ["id", "source"]]
    twice = twice.rename(columns={"id": "path"}).assign(reason="exact_duplicate")
    left_out = pd.concat([*(part.left_out for part in read), twice], ignore_index=True)
    table["group"] = join_groups(table["group"], _as_integers(table["perceptual"]))
    table["split"] = _splits(table, {recipe.name: recipe.shares for recipe in recipes})
    return Manifest(_whole_groups(table)[list(COLUMNS)], left_out[list(LEFT_OUT)])


def read_manifest(path: Path) -> pd.DataFrame:
    """A written manifest; columns that an old one lacks get the value of a still picture."""
    table = pd.read_parquet(path)
    known = {"frame": STILL, "origin": table["source"], "topic": MIXED}
    return table.assign(**{name: value for name, value in known.items() if name not in table})


def picture_id(path: str, frame: int) -> str:
    """Name of a picture or of a video's frame."""
    return path if frame == STILL else f"{path}#{frame}"


def split_of(group: str, shares: Iterable[float]) -> str:
    """Split of a group, from the SHA-256 of its name: the same on every machine."""
    edges = np.cumsum(list(shares))
    index = int(np.searchsorted(edges, hash_fraction(group), side="right"))
    return DRAWN_SPLITS[min(index, len(DRAWN_SPLITS) - 1)]


def _splits(table: pd.DataFrame, shares: dict[str, Sequence[float]]) -> list[str]:
    columns = (table["group"], table["source"], table.pop("fixed"))
    return [_split(group, shares[name], fixed) for group, name, fixed in zip(*columns, strict=True)]


def _split(group: str, shares: Sequence[float], fixed: str | None) -> str:
    if fixed == HELD_OUT:
        held = shares[1] + shares[2]
        return split_of(group, (0, shares[1] / held, shares[2] / held, 0))
    return split_of(group, shares) if pd.isna(fixed) else str(fixed)


def _as_integers(hashes: pd.Series) -> pd.Series:
    # As objects: pandas would make floats of 64-bit integers beside None.
    numbers = [None if pd.isna(text) else int(text, 16) for text in hashes]
    return pd.Series(numbers, hashes.index, dtype=object)


def _without_duplicates(table: pd.DataFrame) -> pd.DataFrame:
    """One row per file content; a picture of an official split wins over a drawn one."""
    official = table.sort_values(["fixed", "path", "frame"], na_position="last")
    unique = official.drop_duplicates(["sha256", "frame"])
    return unique.sort_values(["path", "frame"], ignore_index=True)


def _whole_groups(table: pd.DataFrame) -> pd.DataFrame:
    """Move a group that is in several splits to its strictest split."""
    strictness = {name: i for i, name in enumerate(SPLITS)}
    strictest = table["split"].map(strictness).groupby(table["group"]).transform("max")
    table["split"] = [SPLITS[int(i)] for i in strictest]
    return table


def _read(recipe: Recipe, root: Path, workers: int) -> Manifest:
    entries = list(recipe.entries(root / recipe.name))
    with ThreadPoolExecutor(workers) as pool:
        jobs = pool.map(partial(_rows, recipe=recipe, folder=root / recipe.name), entries)
        rows = [row for found in tqdm(jobs, recipe.name, len(entries)) for row in found]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "fixed", "id", "reason"])
    good = table["reason"].isna()
    if not good.any():
        raise RecipeError(f"{recipe.name}: no readable picture below {root / recipe.name}")
    left_out = table.loc[~good, ["id", "source", "reason"]].rename(columns={"id": "path"})
    kept = table[good].drop(columns="reason")
    whole = dict.fromkeys(("frame", "label", "width", "height", "jpeg_quality"), "int64")
    return Manifest(
        kept.astype({**whole, "one_encoder": bool, "perceptual": object, "fixed": object}), left_out
    )


def _rows(entry: Entry, recipe: Recipe, folder: Path) -> list[dict[str, Any]]:
    path = f"{recipe.name}/{entry.path}"
    known = {
        "path": path,
        "id": path,
        "label": entry.label,
        "source": recipe.name,
        "generator": entry.generator,
        "group": entry.group,
        "fixed": entry.split,
        "one_encoder": recipe.one_encoder,
        "origin": entry.origin or recipe.name,
        "topic": entry.topic if recipe.topic is None else recipe.topic,
    }
    if entry.left_out:
        return [{**known, "reason": entry.left_out}]
    try:
        found = list(facts_of(folder / entry.path, entry.frames, recipe.near_duplicates))
    except ImageError as error:
        return [{**known, "reason": error.code}]
    return [{**known, **facts, "id": picture_id(path, facts["frame"])} for facts in found]
