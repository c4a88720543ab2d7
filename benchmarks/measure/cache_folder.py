"""Where networks and pictures made for a measurement are kept."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
VARIABLE = "EDGE_BENCH_CACHE"


def cache_folder() -> Path:
    """The folder, made if need be.

    It is ``$EDGE_BENCH_CACHE``; else ``build/benchmarks`` of the checkout; else, where the package
    is installed, ``edge-bench`` among the user's caches.

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
