"""The crop stores that training and evaluation need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from edge_runtime.bundle.contract import CropRule, FaceRule, ReasonsRule
from edge_runtime.files import strict_reader
from model_dev.config_file import read_config_file
from model_dev.data.contract_blocks import FixedContractBlocks
from model_dev.data.crops import ORIGINAL, SIZE, CropSettings, build_crops, cut_regions
from model_dev.data.sample_by_hash import groups_by_hash
from model_dev.data.tiers import TIERS
from model_dev.data.views import ViewConfig, ViewCutter
from model_dev.paths import DATASETS

SMALL = 32
"""Side in pixels of training crops of pictures that have no more to give."""


@dataclass(frozen=True, slots=True)
class CropConfig:
    """Settings of training crops only; see ``configs/crops.toml``.

    Attributes:
        views: What training shows of a picture.
        most: Most training pictures of each class of a source, by its name.
        photographs: File beside the recipes that lists the photographs of a source, by its name.
    """

    views: ViewConfig
    most: Mapping[str, int]
    photographs: Mapping[str, str]

    @staticmethod
    def read(path: Path) -> CropConfig:
        """Parse a configuration file.

        Raises:
            ConfigError: If a key is missing or unknown, or a value has another type.
        """
        return read_config_file(CropConfig, path)

    def cutter(self, static: FixedContractBlocks) -> ViewCutter:
        """Cuts the views of training pictures, under the contract's rules."""
        known = {name: _listed(DATASETS / file) for name, file in self.photographs.items()}
        graphic = strict_reader.read(ReasonsRule, static.reasons).graphic
        return ViewCutter(self.views, graphic, known)


def _listed(path: Path) -> frozenset[str]:
    return frozenset(path.read_text("utf-8").split())


def training_settings(root: Path, static: FixedContractBlocks, detectors: Path) -> CropSettings:
    """How training crops are cut: from the untouched file.

    Args:
        root: Data root.
        static: The contract's rules.
        detectors: Folder of the face detectors' files.
    """
    crop = strict_reader.read(CropRule, static.crop)
    faces = strict_reader.read(FaceRule, static.faces)
    files = (faces.still.file, faces.camera.file)
    models = {file: (detectors / file).read_bytes() for file in files}
    return CropSettings(root, ORIGINAL, SIZE, crop, faces, models)


@dataclass(frozen=True, slots=True)
class StoreBuilder:
    """Builds crop stores.

    Attributes:
        training: As `training_settings` gives them.
        views: Cuts the views of training pictures.
        most: See `CropConfig`.
        workers: Processes.
    """

    training: CropSettings
    views: ViewCutter
    most: Mapping[str, int]
    workers: int = 2

    def build_all(self, manifest: pd.DataFrame, out: Path) -> dict[str, int]:
        """Every store that training and evaluation need.

        Args:
            manifest: Rows as `model_dev.data.manifest.COLUMNS`.
            out: Folder of the stores.

        Returns:
            Crops stored, by the store's name.
        """
        return self.build_training(manifest, out) | self.build_evaluated(manifest, out)

    def build_training(self, manifest: pd.DataFrame, out: Path) -> dict[str, int]:
        """``train/small`` and ``train/full``, both from the untouched files.

        The first holds the pictures too small to fill a crop at `SMALL` px, the other the views of
        the others.
        """
        rows = groups_by_hash(manifest[manifest["split"] == "train"], ["label"], self.most)
        small = rows[["width", "height"]].min(axis=1) <= SMALL
        tiny = replace(self.training, size=SMALL)
        stored = {}
        if small.any():
            cut = build_crops(rows[small], tiny, out / "train/small", self.workers, cut_regions)
            stored["train/small"] = cut
        if not small.all():
            full = replace(self.training, size=self.views.config.size)
            cut = build_crops(rows[~small], full, out / "train/full", self.workers, self.views)
            stored["train/full"] = cut
        return stored

    def build_evaluated(self, manifest: pd.DataFrame, out: Path) -> dict[str, int]:
        """``<tier>/<split>`` for every split that is not trained on."""
        stored = {}
        for tier in TIERS:
            settings = replace(self.training, tier=tier)
            for split in ("validation", "calibration", "test"):
                rows = manifest[manifest["split"] == split]
                if len(rows):
                    name = f"{tier}/{split}"
                    stored[name] = build_crops(rows, settings, out / name, self.workers)
        return stored
