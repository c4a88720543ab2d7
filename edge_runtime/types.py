"""Types that the whole package shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

RgbImage: TypeAlias = NDArray[np.uint8]
"""An upright picture: uint8 RGB, shape [H, W, 3]."""

FaceCrop: TypeAlias = NDArray[np.uint8]
"""The network's input: uint8 RGB, shape [S, S, 3]."""

EvidenceMap: TypeAlias = NDArray[np.float32]
"""Contribution of each place of a crop to the logit, float32 [h, w]; positive means fake."""

FailureCode: TypeAlias = Literal[
    "unreadable", "empty", "undecodable", "unsupported", "too_large", "too_small"
]
RegionKind: TypeAlias = Literal["face", "image"]
QualityFlag: TypeAlias = Literal["small", "blurred", "dark", "bright"]

RegionReason: TypeAlias = Literal[
    "not_a_photograph", "too_small", "no_colour", "extreme_shape", "unstable"
]
"""Why a region's verdict is UNSURE, whatever its probability."""

Reason: TypeAlias = Literal[RegionReason, "faces_omitted"]
"""Why a picture's verdict is UNSURE: a reason of one of its regions, or faces not judged."""

Turn: TypeAlias = Literal[0, 90, 180, 270]
"""Degrees clockwise by which a picture is turned so that it is upright."""

ScanMode: TypeAlias = Literal["still", "video", "camera"]
"""What a picture is: one by itself, a frame of a video file, or a frame of a camera. It decides
which face detector searches it, and whether it is turned and looked at again."""


class Verdict(str, Enum):
    """The outcome of a scan. `UNSURE` is the calibrated abstain band, not a failure."""

    REAL = "REAL"
    FAKE = "FAKE"
    UNSURE = "UNSURE"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright picture; it may reach outside of it."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    def scaled(self, scale: float) -> Box:
        """The same rectangle in a picture whose sides are ``scale`` times as long."""
        return Box(self.left * scale, self.top * scale, self.right * scale, self.bottom * scale)

    def reduced(self, block: int) -> Box:
        """The same rectangle in a picture whose blocks of ``block`` pixels became one pixel."""
        return Box(self.left / block, self.top / block, self.right / block, self.bottom / block)


@dataclass(frozen=True, slots=True)
class Face:
    """A detected face: its box, and the detector's score in [0, 1]."""

    box: Box
    score: float
