"""Settings of a run in its folder, so that it is never resumed with other settings or data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from model_dev.data.crop_store import CropStore, find_stores
from model_dev.paths import write_bytes

FILE = "settings.json"
IDENTITY = ("id", "sha256", "label", "source", "group", "split", "tier")
"""Columns of a crop store's rows that identify its pictures and what training reads of them."""
MOST_DIFFERENCES = 8


class ChangedRunError(ValueError):
    """A run's folder was begun with other settings or other data."""


def claim_run(run: Path, settings: Mapping[str, Any], *, accept_changes: bool = False) -> None:
    """Record the settings of a run in its folder, which is made if missing.

    Args:
        run: Folder of the run.
        settings: JSON values: everything that decides the run.
        accept_changes: Whether to go on with other settings. They replace the recorded ones.

    Raises:
        ChangedRunError: If the folder was begun with other settings; the message names each
            difference.
    """
    path = run / FILE
    data = (json.dumps(settings, indent=1) + "\n").encode()
    if path.is_file() and not accept_changes:
        found = differences_text(json.loads(path.read_text("utf-8")), json.loads(data))
        if found:
            raise ChangedRunError(
                f"{run.name} was begun with other settings: {found}. Choose another "
                "folder, or accept the changes (--accept-changes)"
            )
    write_bytes(path, data)


def differences_text(before: Any, now: Any) -> str:
    """In words, how two JSON values differ; empty if they do not."""
    return _listed(list(_differences(before, now)))


def data_identity(folders: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """The crop stores of a run: crops, and the sha256 of the columns `IDENTITY` of their rows.

    Args:
        folders: Folders with crop stores at or below them.

    Returns:
        A record for each store, by its path from the given folder on.

    Raises:
        FileNotFoundError: If a folder holds no finished crop store.
    """
    return {
        f"{folder.name}/{store.relative_to(folder).as_posix()}": _identity(CropStore.open(store))
        for folder in folders
        for store in find_stores([folder])
    }


def _identity(store: CropStore) -> dict[str, Any]:
    digest = hashlib.sha256()
    for row in store.rows[list(IDENTITY)].itertuples(index=False):
        digest.update(("\t".join(map(str, row)) + "\n").encode())
    return {"crops": len(store.rows), "sha256": digest.hexdigest()}


def _differences(before: Any, now: Any, name: str = "") -> Iterator[str]:
    """Each value that differs, by its path."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*before, *now]):
            path = f"{name}.{key}" if name else str(key)
            if key not in now or key not in before:
                yield f"{path} is only in the {'run' if key in before else 'new settings'}"
            else:
                yield from _differences(before[key], now[key], path)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for index, pair in enumerate(zip(before, now, strict=True)):
            yield from _differences(*pair, f"{name}[{index}]")
    elif before != now:
        yield f"{name} is {json.dumps(before)} in the run and {json.dumps(now)} now"


def _listed(found: Sequence[str]) -> str:
    more = len(found) - MOST_DIFFERENCES
    return "; ".join(found[:MOST_DIFFERENCES]) + (f"; and {more} more" if more > 0 else "")
