"""Tiles: parts of large pictures in their own resolution, which keeps their finest traces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edge_runtime.errors import ImageError
from edge_runtime.picture.geometry import cut_crop
from edge_runtime.types import Box, FaceCrop, RgbImage
from model_dev.data.crops import CropSettings, pictures, stacked
from model_dev.data.manifest import picture_id
from model_dev.data.sample_by_hash import random_of


@dataclass(frozen=True, slots=True)
class TileCutter:
    """Cuts tiles of the size of a crop; for `model_dev.data.crops.build_crops`.

    Attributes:
        per_picture: Tiles of each picture.
        smallest_scale: How far a picture may be reduced before its tiles are cut, in (0, 1]:
            pictures on the way to a detector rarely have the size they were made at.
        seed: Of the scales and places, together with the picture's id.
    """

    per_picture: int
    smallest_scale: float
    seed: int

    def __call__(
        self, rows: pd.DataFrame, settings: CropSettings
    ) -> tuple[NDArray[np.uint8], pd.DataFrame]:
        """Tiles uint8 [N, size, size, 3] of some rows, and a row of each tile or failure.

        Their source has ``-tiles`` added, so that a mixture can draw them apart.
        """
        crops: list[FaceCrop] = []
        listed: list[dict[str, Any]] = []
        for row, rgb in pictures(rows, settings):
            made = self._tiles(row, rgb, settings)
            crops += made
            listed += _rows(row, rgb, len(made), settings.tier)
        return stacked(crops, settings.size), pd.DataFrame(listed)

    def _tiles(
        self, row: Mapping[str, Any], rgb: RgbImage | ImageError, settings: CropSettings
    ) -> list[FaceCrop]:
        if isinstance(rgb, ImageError) or min(rgb.shape[:2]) < settings.size:
            return []
        random = random_of(self.seed, _id(row))
        return [self._tile(rgb, settings.size, random) for _ in range(self.per_picture)]

    def _tile(self, rgb: RgbImage, size: int, random: np.random.Generator) -> FaceCrop:
        height, width = rgb.shape[:2]
        least = max(size / min(height, width), self.smallest_scale)
        side = size / random.uniform(least, 1.0)
        left, top = random.uniform(0, width - side), random.uniform(0, height - side)
        if side <= size * 1.02:  # nearly as it is: not resampled at all
            side, left, top = size, int(left), int(top)
        return cut_crop(rgb, Box(left, top, left + side, top + side), size)


def _rows(
    row: Mapping[str, Any], rgb: RgbImage | ImageError, tiles: int, tier: str
) -> list[dict[str, Any]]:
    named = {"source": f"{row['source']}-tiles", "tier": tier, "kind": "tile"}
    known = {**row, **named, "face_score": 0.0, "failure": None}
    if isinstance(rgb, ImageError):
        return [{**known, "id": _id(row), "failure": rgb.code}]
    if not tiles:
        return [{**known, "id": _id(row), "failure": "too_small"}]
    return [{**known, "id": f"{_id(row)}@{number}"} for number in range(tiles)]


def _id(row: Mapping[str, Any]) -> str:
    return picture_id(row["path"], row["frame"])
