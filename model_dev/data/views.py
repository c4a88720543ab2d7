"""Views: what the network is shown of a training picture: the whole of it, parts of it, its faces.

A scan judges the whole picture and each face, so training shows both. Parts show the same picture
nearer to its own resolution, which makes more of few pictures. Pictures whose classes were
written by different encoders are re-encoded first, at their own size: a picture that was stored
without loss and is encoded once says otherwise which class it is from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edge_runtime.bundle.contract import GraphicRule
from edge_runtime.errors import ImageError
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import cut_crop, plan_crop, plan_whole
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.statistics import CropStatistics
from edge_runtime.picture.turning import turn_clockwise
from edge_runtime.types import Box, FaceCrop, RgbImage
from model_dev.data.crops import SIZE, CropSettings, pictures, stacked
from model_dev.data.manifest import picture_id
from model_dev.data.sample_by_hash import random_of
from model_dev.data.tiers import Tier, degrade

HASH_DIGITS = 16


@dataclass(frozen=True, slots=True)
class ViewConfig:
    """Which views are cut.

    Attributes:
        size: Side of a view in pixels.
        faces: Most faces of a picture, the largest first.
        margin: Narrowest and widest margin around a face.
        parts: Parts of a picture that is large enough.
        smallest_part: Least side of a part, as a share of the picture's shorter side; a part is
            never enlarged.
        quality: JPEG quality, lowest and highest, of the first re-encoding.
        seed: Of the margins, parts and qualities, together with the picture's id.
    """

    size: int
    faces: int
    margin: tuple[float, float]
    parts: int
    smallest_part: float
    quality: tuple[int, int]
    seed: int


@dataclass(frozen=True, slots=True)
class ViewCutter:
    """Cuts the views of pictures; for `model_dev.data.crops.build_crops`.

    Attributes:
        config: Which views.
        graphic: The contract's rule of what is a graphic and no photograph.
        photographs: Of a source that was looked through, by its name: the first 16 hex digits of
            the sha256 of each photograph. Its other pictures are graphics.
    """

    config: ViewConfig
    graphic: GraphicRule
    photographs: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __call__(
        self, rows: pd.DataFrame, settings: CropSettings
    ) -> tuple[NDArray[np.uint8], pd.DataFrame]:
        """Views uint8 [N, size, size, 3] of some rows, and a row of each view or failure.

        A row says in ``graphic`` whether its picture is a graphic.
        """
        detector = FaceDetector(
            settings.faces,
            settings.detectors.__getitem__,
            min_face_side=settings.crop.min_face_side,
        )
        views: list[FaceCrop] = []
        listed: list[dict[str, Any]] = []
        for row, pixels in pictures(rows, settings):
            failure = _failure(pixels, settings)
            if failure or isinstance(pixels, ImageError):
                listed.append(_row(row, settings, failure=failure))
                continue
            rgb = self._resaved(row, pixels)
            graphic = self._is_graphic(row, rgb)
            for view, named in self._views(row, rgb, detector, settings):
                views.append(view)
                listed.append(_row(row, settings, **named, graphic=graphic))
        return stacked(views, self.config.size), pd.DataFrame(listed)

    def _resaved(self, row: Mapping[str, Any], rgb: RgbImage) -> RgbImage:
        if row["one_encoder"]:
            return rgb
        return read_rgb(degrade(rgb, Tier("", None, self.config.quality), _id(row))).rgb

    def _is_graphic(self, row: Mapping[str, Any], rgb: RgbImage) -> bool:
        known = self.photographs.get(row["source"])
        if known is not None and row["sha256"][:HASH_DIGITS] not in known:
            return True
        whole = cut_crop(rgb, plan_whole(rgb.shape[1], rgb.shape[0]), SIZE)
        return CropStatistics.of(whole).graphic_score(self.graphic) > 0

    def _views(
        self,
        row: Mapping[str, Any],
        rgb: RgbImage,
        detector: FaceDetector,
        settings: CropSettings,
    ) -> list[tuple[FaceCrop, dict[str, Any]]]:
        square = plan_whole(rgb.shape[1], rgb.shape[0])
        named: dict[str, Any] = {"kind": "image", "side": square.width, "view": "whole"}
        views = [(cut_crop(rgb, square, self.config.size), named), *self._parts(row, rgb)]
        found = detector.find(Overview.of(rgb, SIZE), "still")
        random = random_of(self.config.seed, _id(row))
        for number, face in enumerate(found.faces[: self.config.faces]):
            margin = random.uniform(*self.config.margin)
            square = plan_crop(face.box, margin, settings.crop.face_shift, found.turn)
            view = turn_clockwise(cut_crop(rgb, square, self.config.size), found.turn)
            named = {"kind": "face", "face_score": face.score, "side": square.width}
            views.append((view, {**named, "margin": margin, "view": f"face{number}"}))
        return views

    def _parts(
        self, row: Mapping[str, Any], rgb: RgbImage
    ) -> Iterator[tuple[FaceCrop, dict[str, Any]]]:
        height, width = rgb.shape[:2]
        shorter = min(height, width)
        least = max(self.config.smallest_part * shorter, self.config.size)
        random = random_of(self.config.seed, f"parts {_id(row)}")
        for number in range(self.config.parts if least < shorter else 0):
            side = random.uniform(least, shorter)
            left, top = random.uniform(0, width - side), random.uniform(0, height - side)
            view = cut_crop(rgb, Box(left, top, left + side, top + side), self.config.size)
            yield view, {"kind": "image", "side": side, "view": f"part{number}"}


def picture_ids(views: pd.Series) -> pd.Series:
    """The ids of the pictures that views are of; other ids stay as they are."""
    return views.str.replace(r"@(whole|part\d+|face\d+)$", "", regex=True)


def _failure(pixels: RgbImage | ImageError, settings: CropSettings) -> str | None:
    if isinstance(pixels, ImageError):
        return pixels.code
    return "too_small" if min(pixels.shape[:2]) < settings.crop.min_picture_side else None


def _row(row: Mapping[str, Any], settings: CropSettings, **found: object) -> dict[str, Any]:
    nothing = {"kind": None, "face_score": 0.0, "side": None, "margin": None, "graphic": False}
    known = {**row, "tier": settings.tier, **nothing, "failure": None, **found}
    view = known.pop("view", None)
    return {**known, "id": _id(row) if view is None else f"{_id(row)}@{view}"}


def _id(row: Mapping[str, Any]) -> str:
    return picture_id(row["path"], row["frame"])
