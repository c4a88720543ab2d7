"""Aligned pairs as a crop store: each real crop, then its forgery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from edge_runtime.files.atomic_write import atomic_write
from model_dev.data.crop_store import CROPS_FILE, FAILURES_FILE, ROWS_FILE
from model_dev.forge.choice import Chosen
from model_dev.forge.forgery import Forge, Forgery

CHUNK = 64


def forge_all(forge: Forge, count: int) -> Iterator[Forgery]:
    """Forgeries of the first ``count`` pictures, in order."""
    for start in range(0, count, CHUNK):
        yield from forge(range(start, min(start + CHUNK, count)))


def write_store(
    chosen: Chosen, forgeries: Iterable[Forgery], count: int, kind: str, out: Path
) -> None:
    """Write a crop store of pairs.

    ``crops.npy`` comes last: without it the store is not finished. A pair's rows have the real's
    group and split, so that nothing leaks; ``original`` is the id that they share and
    ``made_from`` the real's source. Both have the kind as their source: a mixture of that source
    alone, drawn in pairs, sees each forgery beside its own real.

    Args:
        chosen: Real crops.
        forgeries: Of the first ``count`` of them.
        count: Pairs.
        kind: Name of the kind.
        out: Folder of the store.

    Raises:
        FileExistsError: If the store is finished already.
    """
    refuse_finished(out)
    out.mkdir(parents=True, exist_ok=True)
    size = chosen.reals.crops[0].shape[0]
    with atomic_write(out / CROPS_FILE) as temporary:
        crops = np.lib.format.open_memmap(temporary, "w+", np.uint8, (2 * count, size, size, 3))
        rows = []
        for i, forgery in enumerate(forgeries):
            crops[2 * i], crops[2 * i + 1] = forgery.real, forgery.forged
            rows += _pair(chosen.rows[i], forgery, kind)
        crops.flush()
        _write_table(pd.DataFrame(rows), out / ROWS_FILE)
        _write_table(pd.DataFrame(chosen.skipped, columns=_FAILURE), out / FAILURES_FILE)


def refuse_finished(out: Path) -> None:
    """Raise `FileExistsError` if there is a finished store."""
    if (out / CROPS_FILE).exists():
        raise FileExistsError(f"{out} is a finished store already")


_FAILURE = ("id", "source", "group", "split", "failure")


def _pair(row: dict[str, Any], forgery: Forgery, kind: str) -> list[dict[str, Any]]:
    shared = {**row, "source": kind, "made_from": row["source"], "original": row["id"]}
    forged = {"id": f"{row['id']}#{kind}", "label": 1, "generator": forgery.generator}
    return [shared, {**shared, **forged}]


def _write_table(table: pd.DataFrame, path: Path) -> None:
    with atomic_write(path) as temporary:
        table.to_parquet(temporary)
