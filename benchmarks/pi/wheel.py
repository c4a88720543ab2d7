"""The wheel and the lock file that are installed on a board."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure.cache_folder import ROOT

LOCK = ROOT / "requirements" / "runtime.lock"
DIST = ROOT / "dist"


def newest_wheel(folder: Path) -> Path:
    """The wheel that was built last.

    Raises:
        FileNotFoundError: If there is none.
    """
    wheels = sorted(folder.glob("edge_deepfake-*.whl"), key=lambda path: path.stat().st_mtime)
    if not wheels:
        raise FileNotFoundError(
            f"no wheel in {folder}: build it with 'make wheel', or name one with --wheel"
        )
    return wheels[-1]
