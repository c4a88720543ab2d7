"""Folder for networks and pictures that are made for a measurement."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The checkout, or the folder in which the packages are installed."""

VARIABLE = "EDGE_BENCH_CACHE"


def cache_folder() -> Path:
    """The folder; it is made if it does not exist.

    ``$EDGE_BENCH_CACHE`` if it is set; else ``build/benchmarks`` of the checkout; else, for an
    installed package, ``edge-bench`` in the user's cache folder.

    Raises:
        OSError: If it cannot be made.
    """
    folder = Path(os.environ.get(VARIABLE) or _default())
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _default() -> Path:
    if (ROOT / "pyproject.toml").is_file():
        return ROOT / "build" / "benchmarks"
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches) / "edge-bench"
