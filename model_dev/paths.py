"""Paths of a bundle's files in the repository, and writing files atomically."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from edge_runtime.files.atomic_write import atomic_write

REPOSITORY = Path(__file__).parent.parent
CONFIGS = REPOSITORY / "model_dev" / "configs"
RECIPE = "bundle.toml"
"""File in `CONFIGS` of the recipe of the newest bundle."""
DATASETS = REPOSITORY / "model_dev" / "datasets"
REPORTS = REPOSITORY / "model_dev" / "reports"


def default_bundle_id() -> str:
    """Id of the bundle that `edge_runtime` opens when none is named."""
    return (REPOSITORY / "edge_runtime" / "bundles" / "DEFAULT").read_text("utf-8").strip()


@dataclass(frozen=True, slots=True)
class BundlePaths:
    """Paths of one bundle's parts.

    Attributes:
        name: The bundle's id.
        root: The repository.
    """

    name: str
    root: Path = REPOSITORY

    @property
    def config(self) -> Path:
        """The training config of its own, or else the recipe."""
        folder = self.root / "model_dev" / "configs"
        own = folder / f"{self.name}.toml"
        return own if own.is_file() else folder / RECIPE

    @property
    def checkpoint(self) -> Path:
        """The float weights."""
        return self.root / "model_dev" / "checkpoints" / f"{self.name}.weights.h5"

    @property
    def calibration(self) -> Path:
        """Activation ranges and the hashes of the pictures they were measured on."""
        return self.root / "calibration_data" / "representative" / f"{self.name}.json"

    @property
    def operating_point(self) -> Path:
        """Folder of the fitted thresholds and the scores they were fitted on."""
        return self.root / "calibration_data" / "operating_point"

    @property
    def report(self) -> Path:
        """Folder of the evaluation report."""
        return self.root / "model_dev" / "reports" / self.name

    @property
    def bundle(self) -> Path:
        """The sealed bundle."""
        return self.root / "edge_runtime" / "bundles" / self.name


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as temporary:
        temporary.write_bytes(data)
